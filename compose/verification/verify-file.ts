import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { parseTrust, type Trust } from '../../audit/trust.ts';
import { detectKind, type FileKind } from '../../audit/verify/detect-kind.ts';
import type { Finding, Verdict } from '../../audit/verify/finding.ts';
import { type BundleReport, verifyBundle } from '../../audit/verify/verify-bundle.ts';
import { type EvidenceReport, verifyEvidenceFile } from '../../audit/verify/verify-evidence-file.ts';
import { type PackageReport, verifyPackage } from '../../audit/verify/verify-package.ts';
import { MAXIMUM_JWS_LENGTH } from '../../crypto/jades/flattened-jws.ts';
import { readPemBlocks } from '../../crypto/x509/pem.ts';
import { openFileReader } from './open-file.ts';
import { type HeaderReport, verifyHeaderFile } from './verify-header.ts';

/** A file that is nothing this program verifies: a PDF or sealed content by itself, or no file of ours at all. */
export interface OtherReport {
  format: 'valija-verification/1';
  kind: Extract<FileKind, 'pdf' | 'sealed' | 'unknown'>;
  verdict: Verdict;
  at: string;
  findings: Finding[];
}

export type VerificationReport = BundleReport | PackageReport | EvidenceReport | HeaderReport | OtherReport;

export interface VerificationRequest {
  file: string;
  /** Trust snapshot received another way than with the file. */
  trust?: string;
  /** Revocation lists, DER or PEM; a bundle brings its own. */
  revocationLists?: readonly string[];
  at: Date;
}

/**
 * Verifies a file by what it is: proof bundle, package, evidence or header. Never talks to the network.
 * Throws AuditError `trust-malformed`, and errors of reading the files.
 */
export async function verifyFile({ file, trust, revocationLists = [], at }: VerificationRequest): Promise<VerificationReport> {
  const given = trust === undefined ? {} : { trust: await readTrust(trust) };
  const lists = await Promise.all(revocationLists.map(readRevocationList));
  const reader = await openFileReader(file);
  try {
    const subject = basename(file);
    const options = { at, subject, revocationLists: lists, ...given };
    const kind = await detectKind(reader);
    switch (kind) {
      case 'bundle':
        return await verifyBundle({ reader, at, ...given });
      case 'package':
        return await verifyPackage({ reader, ...options });
      case 'evidence':
        return await verifyJws(await reader.read(0, Math.min(reader.size, MAXIMUM_JWS_LENGTH + 1)), options);
      default:
        // Nothing was checked, so nothing is proven; what is no file of ours at all may be one that was damaged.
        return {
          format: 'valija-verification/1',
          kind,
          verdict: kind === 'unknown' ? 'FAILED' : 'INDETERMINATE',
          at: at.toISOString(),
          findings: [],
        };
    }
  } finally {
    await reader.close();
  }
}

type JwsOptions = { at: Date; subject: string; revocationLists: Buffer[]; trust?: Trust };

/** Receipts and headers are the same kind of file; `typ` tells them apart, and each verifier checks it again. */
function verifyJws(bytes: Buffer, options: JwsOptions): Promise<EvidenceReport | HeaderReport> {
  return isHeader(bytes) ? verifyHeaderFile({ bytes, ...options }) : verifyEvidenceFile({ bytes, ...options });
}

function isHeader(bytes: Buffer): boolean {
  try {
    const { protected: encoded } = JSON.parse(bytes.toString('utf8')) as { protected: string };
    const { typ } = JSON.parse(Buffer.from(encoded, 'base64url').toString('utf8')) as { typ?: unknown };
    return typ === 'valija-envelope+jose';
  } catch {
    return false;
  }
}

async function readTrust(path: string): Promise<Trust> {
  return parseTrust(await readFile(path));
}

async function readRevocationList(path: string): Promise<Buffer> {
  const content = await readFile(path);
  if (!content.subarray(0, 11).equals(Buffer.from('-----BEGIN '))) return content;
  const [der = content] = readPemBlocks(content.toString('latin1'), 'X509 CRL');
  return der;
}
