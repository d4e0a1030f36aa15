import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { BlobReceipt } from '../../store/contracts/blobs.ts';

import type { CompletenessStatement } from '../../treaty/completeness/completeness-report.ts';
import type { LegalFinding } from '../../treaty/finding.ts';
import type { LegalMessage } from '../../treaty/message.ts';
import type { LetterReport } from '../contracts/letters.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import type { Fault } from '../error.ts';
import { recordOperation } from '../operation-record/record-operation.ts';
import type { Actor } from '../operations/actor.ts';
import type { SubmissionDocument } from '../outbound/submission-document.ts';
import { discardBlobs } from '../package/discard-blobs.ts';
import type { SubmittedFile } from '../package/particulars.ts';
import { assessDraft, completenessStatementOf } from './assess-sending.ts';
import { serializeTypedDocument, TYPED_DOCUMENT_NAMES } from './typed-documents.ts';

/** A typed message as it was submitted, with what the rules had to say of it. */
export interface OutboundLegal {
  message: LegalMessage;
  findings: readonly LegalFinding[];
  /** Travels with a request, as advice. */
  completeness?: CompletenessStatement;
  /** Why it went although rules stop it. It stays here. */
  override?: Override;
}

export interface Override {
  rules: readonly string[];
  reason: string;
  by: string;
  at: string;
  /** With which the record of the operation commits to the reason; hexadecimal. */
  salt: string;
}

/** What a typed submission is examined with. */
export interface TypedSubmission {
  document: SubmissionDocument & { legal: LegalMessage };
  actor: Actor;
  messageId: string;
  now: Date;
  /** SHA-256 of the files submitted, by their names. */
  digests: ReadonlyMap<string, string>;
  /** Name of the letter that we are going to write, which has no digest yet. */
  writtenLetter?: string;
  /** On the signatures of a letter that was submitted. */
  letter?: LetterReport;
}

/**
 * Holds a typed message against the legal rules. What a rule stops is a fault, unless a supervisor gives the numbers of exactly these rules and a
 * reason; everything else is advice that goes back to the sender (design rule 4).
 */
export async function examineTypedSubmission(
  dependencies: GatewayDependencies,
  given: TypedSubmission,
): Promise<{ faults: Fault[]; legal?: OutboundLegal }> {
  const { document, messageId, now, digests, letter } = given;
  const { recipient, lane, conversation } = document;
  const message = inEnvironment(dependencies, withDigests(document.legal, digests));
  const draft = {
    message,
    messageId,
    recipient,
    lane,
    now,
    digests,
    ...(conversation === undefined ? {} : { conversation }),
    ...(letter === undefined ? {} : { letter }),
  };
  const examined = await assessDraft(dependencies, draft);
  const { findings } = examined;
  const completeness = completenessStatementOf(dependencies, draft, examined);
  const stops = findings.filter(({ severity }) => severity === 'stop');
  const faults = [...exerciseFaults(dependencies, document.legal), ...declaredFileFaults(given), ...overrideFaults(given, stops)];
  if (faults.length > 0) return { faults };
  const override = overrideOf(dependencies, given);
  const legal: OutboundLegal = {
    message,
    findings,
    ...(completeness === undefined ? {} : { completeness }),
    ...(override === undefined ? {} : { override }),
  };
  return { faults: [], legal };
}

/** What says that nothing of it is real must not go to a real authority. */
function exerciseFaults({ settings }: GatewayDependencies, message: LegalMessage): Fault[] {
  const isExercise = message.kind === 'request' && message.training === true;
  if (!isExercise || settings.environment === 'training') return [];
  return [
    { code: 'legal-message-invalid', pointer: '/legal/training', detail: 'an exercise goes out from an installation for training alone' },
  ];
}

/** A file that is declared and not there would leave the other side looking for it. */
function declaredFileFaults({ document, digests, writtenLetter }: TypedSubmission): Fault[] {
  return (document.legal.files ?? []).flatMap(({ name, sha256 }, index): Fault[] => {
    const fault = (member: string, detail: string): Fault[] => [
      { code: 'legal-message-invalid', pointer: `/legal/files/${index}/${member}`, detail },
    ];
    const actual = digests.get(name);
    if (actual === undefined && name !== writtenLetter) return fault('name', 'no part has this file name');
    return sha256 !== undefined && sha256 !== actual ? fault('sha256', 'not the digest of the file') : [];
  });
}

/** A request of an exercise says so in itself, wherever it is read without its package. */
function inEnvironment({ settings }: GatewayDependencies, message: LegalMessage): LegalMessage {
  return message.kind === 'request' && settings.environment === 'training' ? { ...message, training: true } : message;
}

/** Digests that the sender has left out are filled in: by them a translation finds its original, and a reader the file. */
function withDigests(message: LegalMessage, digests: ReadonlyMap<string, string>): LegalMessage {
  if (message.files === undefined) return message;
  const files = message.files.map((file) => {
    const sha256 = file.sha256 ?? digests.get(file.name);
    return sha256 === undefined ? file : { ...file, sha256 };
  });
  return { ...message, files };
}

function overrideFaults({ document, actor }: TypedSubmission, stops: readonly LegalFinding[]): Fault[] {
  const { override } = document;
  const overridden = new Set(override?.rules ?? []);
  if (override !== undefined && actor.supervises !== true) return [{ code: 'override-not-allowed', pointer: '/override' }];
  const stopping = new Set<string>(stops.map(({ rule }) => rule));
  const needless = (override?.rules ?? []).flatMap((rule, index): Fault[] =>
    stopping.has(rule) ? [] : [{ code: 'submission-invalid', pointer: `/override/rules/${index}`, detail: 'this rule stops nothing here' }],
  );
  const stopped = stops
    .filter(({ rule }) => !overridden.has(rule))
    .map((finding): Fault => ({ code: 'legal-rule-stops', pointer: `/legal${finding.pointer ?? ''}`, finding }));
  return [...stopped, ...needless];
}

function overrideOf({ randomBytes }: GatewayDependencies, { document, actor, now }: TypedSubmission): Override | undefined {
  if (document.override === undefined) return undefined;
  const { rules, reason } = document.override;
  return { rules: [...new Set(rules)].sort(), reason, by: actor.id, at: now.toISOString(), salt: randomBytes(32).toString('hex') };
}

/** The documents that the package holds beside the files submitted, encrypted into the store. */
export async function storeTypedDocuments(
  dependencies: GatewayDependencies,
  scope: { wrappedKey: string; messageKey: string; now: Date },
  legal: OutboundLegal,
): Promise<{ files: SubmittedFile[]; receipts: BlobReceipt[] }> {
  const documents = [
    { role: 'particulars' as const, document: legal.message },
    ...(legal.completeness === undefined ? [] : [{ role: 'completeness' as const, document: legal.completeness }]),
  ];
  const stored: { file: SubmittedFile; receipt: BlobReceipt }[] = [];
  try {
    for (const { role, document } of documents) {
      const bytes = serializeTypedDocument(document);
      const receipt = await dependencies.blobs.put(scope, bytes);
      stored.push({ receipt, file: fileOf(role, bytes, receipt.blobId) });
    }
  } catch (error) {
    await discardBlobs(
      dependencies,
      stored.map(({ receipt }) => receipt),
    );
    throw error;
  }
  return { files: stored.map(({ file }) => file), receipts: stored.map(({ receipt }) => receipt) };
}

function fileOf(role: 'particulars' | 'completeness', bytes: Buffer, blobId: string): SubmittedFile {
  return {
    name: TYPED_DOCUMENT_NAMES[role],
    role,
    mediaType: 'application/json',
    size: bytes.length,
    crc32: crc32(bytes),
    sha256: createHash('sha256').update(bytes).digest('hex'),
    blobId,
  };
}

/** The record of an override for auditors: which rules, by whom, and a digest that the reason can be held against. */
export function recordOverride(dependencies: GatewayDependencies, actor: Actor, messageKey: string, { rules, reason, salt }: Override) {
  const committed = createHash('sha256').update(salt, 'hex').update(reason, 'utf8').digest('hex');
  return recordOperation(dependencies, {
    action: 'legal-rule-overridden',
    actor,
    messageKey,
    facts: { rules: rules.join(' '), reason: committed },
  });
}
