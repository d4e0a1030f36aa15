import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { buildManifest } from '../../../crypto/asic/build-manifest.ts';
import { MANIFEST_NAME, SIGNATURE_NAME } from '../../../crypto/asic/media-types.ts';
import { planContainer, writeContainer } from '../../../crypto/asic/write-container.ts';
import { attachSignatureTimestamp as attachToCades } from '../../../crypto/cades/attach-timestamp.ts';
import { signCades } from '../../../crypto/cades/sign.ts';
import { attachSignatureTimestamp as attachToJades } from '../../../crypto/jades/attach-timestamp.ts';
import { signJades } from '../../../crypto/jades/sign.ts';
import { signatureTimestampImprint } from '../../../crypto/jades/signature-timestamp.ts';
import { signPades } from '../../../crypto/pades/sign.ts';
import type { BaselineLevel } from '../../../crypto/validation/report.ts';
import type { Development } from './development.ts';

export type Format = 'asic-e' | 'jades' | 'pades';

/** Endings by which other verifiers tell formats apart. */
export const ENDINGS: Readonly<Record<Format, string>> = { 'asic-e': 'asice', jades: 'json', pades: 'pdf' };

/** Something that this project signs, at the level it claims. */
export interface OwnSample {
  readonly name: string;
  readonly format: Format;
  readonly level: BaselineLevel;
  make(development: Development): Promise<Buffer>;
}

export const MAXIMUM_PDF_LENGTH = 16 * 1024 * 1024;
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest();

/** One row for each thing that we sign: a further level is a further row. */
export const OWN_SAMPLES: readonly OwnSample[] = [
  { name: 'exchanged-package', format: 'asic-e', level: 'B-T', make: async ({ exchanged }) => exchanged.package },
  { name: 'package', format: 'asic-e', level: 'B-B', make: (development) => packageOf(development, false) },
  { name: 'package', format: 'asic-e', level: 'B-T', make: (development) => packageOf(development, true) },
  ...['A.1', 'B.1', 'D.1', 'E.1'].map((code, index): OwnSample => {
    return {
      name: `exchanged-evidence-${code}`,
      format: 'jades',
      level: 'B-B',
      make: (development) => exchangedEvidence(development, index),
    };
  }),
  { name: 'evidence', format: 'jades', level: 'B-B', make: (development) => evidence(development, false) },
  { name: 'evidence', format: 'jades', level: 'B-T', make: (development) => evidence(development, true) },
  { name: 'letter', format: 'pades', level: 'B-B', make: (development) => signedLetter(development, false) },
  { name: 'letter', format: 'pades', level: 'B-T', make: (development) => signedLetter(development, true) },
];

async function exchangedEvidence({ exchanged }: Development, index: number): Promise<Buffer> {
  const found = exchanged.evidence[index];
  if (found === undefined) throw new Error(`the demonstration left ${exchanged.evidence.length} pieces of evidence`);
  return found.bytes;
}

async function packageOf(development: Development, stamped: boolean): Promise<Buffer> {
  const parts = [
    { name: 'request.json', mimeType: 'application/json', data: Buffer.from('{"invented":true}') },
    { name: 'anexos/declaración.pdf', mimeType: 'application/pdf', data: development.letter },
  ];
  const references = parts.map(({ name, mimeType, data }, index) => ({ name, mimeType, sha256: sha256(data), root: index === 0 }));
  const manifest = buildManifest(references, SIGNATURE_NAME);
  const signed = await signCades({ signer: development.seal, content: manifest, signingTime: new Date() });
  const token = stamped ? await development.requestTimestamp(sha256(signed.signatureValue)) : undefined;
  const signature = token === undefined ? signed.der : attachToCades(signed.der, token);
  return writtenContainer([...parts, { name: MANIFEST_NAME, data: manifest }, { name: SIGNATURE_NAME, data: signature }]);
}

/** The files as our writer puts them into a container, `mimetype` first. */
export async function writtenContainer(files: readonly { readonly name: string; readonly data: Buffer }[]): Promise<Buffer> {
  const plan = planContainer({ entries: files.map(({ name, data }) => ({ name, size: data.length, crc32: crc32(data), source: data })) });
  const chunks: Buffer[] = [];
  for await (const chunk of writeContainer(plan, (data) => [data])) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function evidence(development: Development, stamped: boolean): Promise<Buffer> {
  const payload = Buffer.from(JSON.stringify({ invented: true, statement: 'an invented receipt' }));
  const signed = await signJades({ payload, type: 'valija-evidence+jose', signer: development.evidence, issuedAt: new Date() });
  const jws = stamped ? attachToJades(signed, await development.requestTimestamp(signatureTimestampImprint(signed))) : signed;
  return Buffer.from(JSON.stringify(jws));
}

async function signedLetter({ letter, seal, requestTimestamp }: Development, stamped: boolean): Promise<Buffer> {
  const request = { pdf: letter, signer: seal, signingTime: new Date(), maximumLength: MAXIMUM_PDF_LENGTH };
  return (await signPades({ ...request, ...(stamped ? { requestTimestamp } : {}) })).pdf;
}
