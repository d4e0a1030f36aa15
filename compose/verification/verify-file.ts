import { basename } from 'node:path';
import { detectKind } from '../../audit/verify/detect-kind.ts';
import { Findings, refusalCode } from '../../audit/verify/finding.ts';
import { type ConversationReport, verifyConversation } from '../../audit/verify/verify-conversation.ts';
import { verifyEvidenceFile } from '../../audit/verify/verify-evidence-file.ts';
import { verifyPackage } from '../../audit/verify/verify-package.ts';
import type { RandomAccessReader } from '../../crypto/asic/random-access.ts';
import { type Container, readContainer } from '../../crypto/asic/read-container.ts';
import { MAXIMUM_JWS_LENGTH } from '../../crypto/jades/flattened-jws.ts';
import { bundleDraft } from './bundle-draft.ts';
import { readSignedOctets } from './cms-octets.ts';
import { digestOf } from './content-digest.ts';
import { type Draft, draftOf } from './draft.ts';
import { openFileReader } from './open-file.ts';
import { publishReport } from './publish-report.ts';
import type { VerificationReport } from './report-schema.ts';
import { readTrustInputs, type TrustFiles, type TrustInputs } from './trust-inputs.ts';
import { verifyForeignContainer } from './verify-foreign-container.ts';
import { verifyHeaderFile } from './verify-header.ts';
import { verifyPdf } from './verify-pdf.ts';
import { type OpeningKey, verifySealed } from './verify-sealed.ts';
import { verifySignatureFile } from './verify-signature.ts';
import { verifyTimestampFile } from './verify-timestamp.ts';

export type { VerificationReport };

export interface VerificationRequest extends TrustFiles {
  file: string;
  /** What a detached signature or a time-stamp is about. */
  content?: string;
  /** Opens sealed content. */
  key?: OpeningKey;
  /** Where that key is, for the commands of other programs; PEM. */
  keyFiles?: { key: string; certificate: string };
  at: Date;
}

/**
 * Verifies a file by what it is. Never talks to the network, and never throws for what is in the file. Throws AuditError
 * `trust-malformed`, ConfigurationError `anchors-unreadable`, CryptoError for a key that fits nothing, and errors of reading files.
 */
export async function verifyFile(request: VerificationRequest): Promise<VerificationReport> {
  const inputs = await readTrustInputs(request);
  const reader = await openFileReader(request.file);
  try {
    const scope = { ...request, inputs, subject: basename(request.file) };
    const draft = await verifyContent(reader, scope);
    const sha256 = (await digestOf(reader, 'sha256')).toString('hex');
    return publishReport(draft, { request, inputs, file: { name: scope.subject, length: reader.size, sha256 } });
  } finally {
    await reader.close();
  }
}

interface Scope extends VerificationRequest {
  inputs: TrustInputs;
  subject: string;
  isInside?: true;
}

async function verifyContent(reader: RandomAccessReader, scope: Scope): Promise<Draft> {
  const { at, subject, inputs } = scope;
  const given = { at, subject, ...inputs };
  const kind = await detectKind(reader);
  switch (kind) {
    case 'bundle':
      return bundleDraft({ reader, at }, inputs);
    case 'conversation':
      return conversationDraft(await verifyConversation({ reader, ...given }));
    case 'package':
      return verifyContainerFile(reader, scope);
    case 'evidence':
      return verifyJws(await reader.read(0, Math.min(reader.size, MAXIMUM_JWS_LENGTH + 1)), given);
    case 'pdf':
      return verifyPdf({ reader, subject, at, inputs });
    case 'sealed':
      return verifySealed({ reader, ...scope, verifyContent: (content) => verifyInside(content, scope) });
    case 'signature':
      return verifyCms(reader, scope, 'signature');
    case 'timestamp':
      return verifyCms(reader, scope, 'timestamp');
    case 'unknown':
      return unknownFile(subject);
  }
}

/** What each message is and how its bundle was judged; the bundles themselves can be taken out and verified one by one. */
function conversationDraft({ messages, ...report }: ConversationReport): Draft {
  if (messages === undefined) return report;
  const judged = messages.map(({ path, verdict, message, state, package: facts }) => ({
    path,
    verdict,
    ...message,
    ...(state === undefined ? {} : { state }),
    ...(facts?.training === undefined ? {} : { training: facts.training }),
  }));
  return { ...report, messages: judged };
}

/** Content sealed twice is opened once: what lies deeper has another key. */
function verifyInside(content: RandomAccessReader, { key: _key, ...scope }: Scope): Promise<Draft> {
  return verifyContent(content, { ...scope, isInside: true });
}

/**
 * Packages of ours have a request inside and are held to the one form that ours have; all others, and long-term copies, are judged by
 * their signers and time-stamps alone.
 */
async function verifyContainerFile(reader: RandomAccessReader, { at, subject, inputs }: Scope): Promise<Draft> {
  let container: Container;
  try {
    container = await readContainer(reader, { strict: false, acceptsSimple: true });
  } catch (error) {
    const findings = new Findings();
    findings.failed('package-layout', subject, refusalCode(error));
    return draftOf('package', findings);
  }
  const isArchived = container.entries.some(({ role }) => role === 'archive-manifest');
  const isOurs = container.entries.some(({ name }) => name === 'request.json');
  if (isOurs && !isArchived) return verifyPackage({ reader, subject, at, ...inputs });
  return verifyForeignContainer({ container, subject, at, inputs });
}

/** Receipts and headers are the same kind of file; `typ` tells them apart, and each verifier checks it again. */
function verifyJws(bytes: Buffer, options: { at: Date; subject: string } & TrustInputs): Promise<Draft> {
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

async function verifyCms(reader: RandomAccessReader, scope: Scope, kind: 'signature' | 'timestamp'): Promise<Draft> {
  let der: Buffer;
  try {
    der = await readSignedOctets(reader);
  } catch (error) {
    const findings = new Findings();
    findings.failed(kind === 'signature' ? 'signature-content' : 'time-stamp-token', scope.subject, refusalCode(error));
    return draftOf(kind, findings);
  }
  return kind === 'signature' ? verifySignatureFile({ der, ...scope }) : verifyTimestampFile({ der, ...scope });
}

function unknownFile(subject: string): Draft {
  const findings = new Findings();
  findings.failed('file-kind', subject, 'file-unknown');
  return draftOf('unknown', findings);
}
