import type { DigestAlgorithm } from '../suites.ts';
import type { VerifiedTimestamp } from '../tsp/verify.ts';
import type { BaselineLevel } from '../validation/report.ts';
import type { ValidationData } from '../validation/validation-data.ts';
import type { PdfDocument } from './pdf-document.ts';
import { ITEM_KINDS } from './validation-item.ts';
import { dataOf, tryValidationStore, type ValidationStore } from './validation-store.ts';
import type { PadesFinding, PadesSignature } from './verify.ts';

/** A time-stamp over a revision of the file, and so over everything in it: signatures, earlier time-stamps and validation data. */
export interface PadesDocumentTimestamp {
  readonly field: string;
  /** First octet after the revision it covers. */
  readonly end: number;
  /** DER of the token, as it stands in the file, and the digest of what it must cover. */
  readonly token: Buffer;
  readonly coveredDigest: (digest: DigestAlgorithm) => Buffer;
  /** What the revision it covers carries: proven to have existed before its time. Absent when there is none or it cannot be read. */
  readonly dss?: ValidationData;
  readonly integrity: PadesFinding;
  readonly laterChanges: PadesFinding;
  /** Present once `integrity` is PASSED. */
  readonly timestamp?: VerifiedTimestamp;
}

/** What a file carries for the long term, beside its signatures. */
export interface EmbeddedProof {
  /** Of every revision that counts, each item once: a later revision may leave out what an earlier one had. */
  readonly dss?: ValidationData;
  /** Whether the document security store of the file as it is can be read; absent when there is none. */
  readonly validationData?: PadesFinding;
  /** In the order in which they were added. */
  readonly documentTimestamps: readonly PadesDocumentTimestamp[];
}

/** Reads the validation data of the file and of each revision that a document time-stamp covers; never throws for what is wrong with it. */
export function readEmbeddedProof(document: PdfDocument, signatures: readonly PadesSignature[]): EmbeddedProof {
  const { store, finding } = readStore(document);
  const stores = store === undefined ? [] : [store];
  const documentTimestamps = signatures.flatMap((signature) => {
    const { field, kind, end, contents, coveredDigest, integrity, laterChanges } = signature;
    if (kind !== 'document-timestamp' || end === undefined || contents === undefined || coveredDigest === undefined) return [];
    const covered = document.revision(end);
    const stamped = covered === undefined ? undefined : readStore(covered).store;
    if (stamped !== undefined) stores.push(stamped);
    const [timestamp] = signature.timestamps;
    return {
      ...{ field, end, token: contents, coveredDigest, integrity, laterChanges },
      ...(stamped === undefined ? {} : { dss: dataOf(stamped) }),
      ...(timestamp === undefined ? {} : { timestamp }),
    };
  });
  return {
    ...(stores.length === 0 ? {} : { dss: union(stores) }),
    ...(finding === undefined ? {} : { validationData: finding }),
    documentTimestamps: documentTimestamps.sort((a, b) => a.end - b.end),
  };
}

function readStore(document: PdfDocument): { store?: ValidationStore; finding?: PadesFinding } {
  const { store, error } = tryValidationStore(document);
  if (error !== undefined) return { finding: { verdict: 'FAILED', code: error.code, detail: error.message } };
  return store === undefined ? {} : { store, finding: { verdict: 'PASSED' } };
}

function union(stores: readonly ValidationStore[]): ValidationData {
  const data = {
    certificates: new Map<string, Buffer>(),
    ocspResponses: new Map<string, Buffer>(),
    revocationLists: new Map<string, Buffer>(),
  };
  for (const { items } of stores) {
    for (const kind of ITEM_KINDS) for (const [key, { der }] of items[kind]) data[kind].set(key, der);
  }
  const [certificates, ocspResponses, revocationLists] = [data.certificates, data.ocspResponses, data.revocationLists].map((found) => [
    ...found.values(),
  ]);
  return { certificates: certificates ?? [], ocspResponses: ocspResponses ?? [], revocationLists: revocationLists ?? [] };
}

/** The signature with what the file carries for it: validation data, the document time-stamps that cover it, and what both make of it. */
export function withEmbeddedProof(signature: PadesSignature, { documentTimestamps, ...proof }: EmbeddedProof): PadesSignature {
  const { kind, level, end } = signature;
  const over = end === undefined ? [] : documentTimestamps.filter((stamp) => stamp.end > end);
  const known = { ...signature, ...proof, documentTimestamps: over };
  if (kind !== 'signature' || level === undefined) return known;
  const good = over.filter((stamp) => stamp.integrity.verdict === 'PASSED');
  const times = [signature.stampedTime, ...good.map(({ timestamp }) => timestamp?.existedBefore)].filter((time) => time !== undefined);
  if (times.length === 0) return known;
  const stampedTime = new Date(Math.min(...times.map((time) => time.getTime())));
  return { ...known, level: longTermLevel(proof.dss, good), stampedTime };
}

/** EN 319 142-1 section 6.3, by what is there; whether it is enough for every certificate is for the validation (EN 319 102-1). */
function longTermLevel(dss: ValidationData | undefined, stamps: readonly PadesDocumentTimestamp[]): BaselineLevel {
  if (!tellsOfRevocation(dss)) return 'B-T';
  return stamps.some((stamp) => tellsOfRevocation(stamp.dss)) ? 'B-LTA' : 'B-LT';
}

function tellsOfRevocation(data: ValidationData | undefined): boolean {
  return data !== undefined && data.revocationLists.length + data.ocspResponses.length > 0;
}
