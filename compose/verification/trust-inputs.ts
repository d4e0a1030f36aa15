import { basename } from 'node:path';
import { type LogPolicy, parsePolicy } from '../../audit/log/policy.ts';
import { parseTrust, type Trust } from '../../audit/trust.ts';
import type { RevocationFile } from '../../audit/verify/revocation-data.ts';
import { type Certificate, parseCertificate } from '../../crypto/x509/certificate.ts';
import { parsePemCertificates, readPemBlocks } from '../../crypto/x509/pem.ts';
import { ConfigurationError } from '../configuration/error.ts';
import { readInputFile } from './open-file.ts';

/** Files that say whom the caller trusts, and what became of certificates. */
export interface TrustFiles {
  /** Trust snapshot received another way than with the file. */
  trust?: string;
  /** C2SP tlog-policy: which cosignatures the checkpoints of a proof bundle need. */
  policy?: string;
  /** Certificates, PEM or DER, of those who certify signers and time-stamp authorities that are not in the snapshot. */
  anchors?: readonly string[];
  /** Revocation lists and OCSP responses, DER or PEM. */
  revocation?: readonly string[];
}

/** The same, read. */
export interface TrustInputs {
  trust?: Trust;
  policy?: LogPolicy;
  anchors: readonly Certificate[];
  revocation: readonly RevocationFile[];
}

const MEBIBYTE = 1024 * 1024;
const MAXIMUM_LENGTH = { trust: 64 * MEBIBYTE, policy: MEBIBYTE, anchors: MEBIBYTE, revocation: 64 * MEBIBYTE } as const;

/** Throws AuditError `trust-malformed` and `policy-malformed`, ConfigurationError `anchors-unreadable`, CryptoError `pem-malformed`, and errors of reading. */
export async function readTrustInputs({ trust, policy, anchors = [], revocation = [] }: TrustFiles): Promise<TrustInputs> {
  return {
    ...(trust === undefined ? {} : { trust: parseTrust(await readInputFile(trust, MAXIMUM_LENGTH.trust)) }),
    ...(policy === undefined ? {} : { policy: parsePolicy(await readInputFile(policy, MAXIMUM_LENGTH.policy)) }),
    anchors: (await Promise.all(anchors.map(readAnchors))).flat(),
    revocation: (await Promise.all(revocation.map(readRevocation))).flat(),
  };
}

async function readAnchors(path: string): Promise<Certificate[]> {
  const content = await readInputFile(path, MAXIMUM_LENGTH.anchors);
  try {
    return content[0] === 0x30 ? [parseCertificate(content)] : parsePemCertificates(content.toString('latin1'));
  } catch (cause) {
    throw new ConfigurationError('anchors-unreadable', `${path} cannot be read as certificates`, { cause });
  }
}

async function readRevocation(path: string): Promise<RevocationFile[]> {
  const content = await readInputFile(path, MAXIMUM_LENGTH.revocation);
  const subject = basename(path);
  if (!content.subarray(0, 11).equals(Buffer.from('-----BEGIN '))) return [{ subject, der: content }];
  return readPemBlocks(content.toString('latin1'), 'X509 CRL', MAXIMUM_LENGTH.revocation).map((der) => ({ subject, der }));
}
