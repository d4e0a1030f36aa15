import { createHash } from 'node:crypto';
import { buildManifest } from '../../../crypto/asic/build-manifest.ts';
import { MANIFEST_NAME, SIGNATURE_NAME } from '../../../crypto/asic/media-types.ts';
import { attachSignatureTimestamp as attachToCades } from '../../../crypto/cades/attach-timestamp.ts';
import { signCades } from '../../../crypto/cades/sign.ts';
import { attachSignatureTimestamp as attachToJades } from '../../../crypto/jades/attach-timestamp.ts';
import { signJades } from '../../../crypto/jades/sign.ts';
import { signatureTimestampImprint } from '../../../crypto/jades/signature-timestamp.ts';
import { signPades } from '../../../crypto/pades/sign.ts';
import type { BaselineLevel } from '../../../crypto/validation/report.ts';
import type { Development } from './development.ts';
import { archivedPackage, archivedSignature, letterWithData, packageWithData, signatureWithData, stampedLetter } from './long-term.ts';
import { MAXIMUM_PDF_LENGTH, writtenContainer } from './written-files.ts';

export type Format = 'asic-e' | 'cades' | 'jades' | 'pades';

/** Endings by which other verifiers tell formats apart. */
export const ENDINGS: Readonly<Record<Format, string>> = { 'asic-e': 'asice', cades: 'p7s', jades: 'json', pades: 'pdf' };

/**
 * Where a verifier may take revocation data from: the lists in its trust folder, the addresses that the certificates name, or the
 * signature itself and nothing else.
 */
export type RevocationData = 'given' | 'online' | 'embedded';

/** Something that this project signs, at the level it claims. */
export interface OwnSample {
  readonly name: string;
  readonly format: Format;
  readonly level: BaselineLevel;
  readonly revocationData: RevocationData;
  make(development: Development): Promise<Buffer>;
}

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest();

/** One row for each thing that we sign: a further level is a further row. */
export const OWN_SAMPLES: readonly OwnSample[] = [
  sample('exchanged package', 'asic-e', 'B-T', 'given', async ({ exchanged }) => exchanged.package),
  sample('package', 'asic-e', 'B-B', 'online', (development) => packageOf(development, false)),
  sample('package', 'asic-e', 'B-T', 'online', (development) => packageOf(development, true)),
  sample('package', 'asic-e', 'B-LT', 'embedded', async (development) => packageWithData(development, await packageOf(development, true))),
  sample('package', 'asic-e', 'B-LTA', 'embedded', async (development) => archivedPackage(development, await packageOf(development, true))),
  sample('signature of a letter', 'cades', 'B-B', 'online', (development) => detached(development, false)),
  sample('signature of a letter', 'cades', 'B-T', 'online', (development) => detached(development, true)),
  sample('signature of a letter', 'cades', 'B-LT', 'embedded', async (development) =>
    signatureWithData(development, await detached(development, true)),
  ),
  sample('signature of a letter', 'cades', 'B-LTA', 'embedded', async (development) =>
    archivedSignature(development, await detached(development, true)),
  ),
  sample('exchanged A.1', 'jades', 'B-B', 'given', (development) => exchangedEvidence(development, 0)),
  sample('exchanged B.1', 'jades', 'B-B', 'given', (development) => exchangedEvidence(development, 1)),
  sample('exchanged D.1', 'jades', 'B-B', 'given', (development) => exchangedEvidence(development, 2)),
  sample('exchanged E.1', 'jades', 'B-B', 'given', (development) => exchangedEvidence(development, 3)),
  sample('evidence', 'jades', 'B-B', 'online', (development) => evidence(development, false)),
  sample('evidence', 'jades', 'B-T', 'online', (development) => evidence(development, true)),
  sample('exchanged letter', 'pades', 'B-T', 'given', async ({ exchanged }) => exchanged.letter),
  sample('letter', 'pades', 'B-B', 'online', (development) => signedLetter(development, false)),
  sample('letter', 'pades', 'B-T', 'online', (development) => signedLetter(development, true)),
  sample('letter', 'pades', 'B-LT', 'embedded', async (development) => letterWithData(development, await signedLetter(development, true))),
  sample('letter', 'pades', 'B-LTA', 'embedded', async (development) => stampedLetter(development, await signedLetter(development, true))),
];

function sample(name: string, format: Format, level: BaselineLevel, revocationData: RevocationData, make: OwnSample['make']): OwnSample {
  return { name, format, level, revocationData, make };
}

async function exchangedEvidence({ exchanged }: Development, index: number): Promise<Buffer> {
  const found = exchanged.evidence[index];
  if (found === undefined) throw new Error(`the demonstration left ${exchanged.evidence.length} pieces of evidence`);
  return found;
}

async function packageOf(development: Development, stamped: boolean): Promise<Buffer> {
  const parts = [
    { name: 'request.json', mimeType: 'application/json', data: Buffer.from('{"invented":true}') },
    { name: 'anexos/declaración.pdf', mimeType: 'application/pdf', data: development.letter },
  ];
  const references = parts.map(({ name, mimeType, data }, index) => ({ name, mimeType, sha256: sha256(data), root: index === 0 }));
  const manifest = buildManifest(references, SIGNATURE_NAME);
  const signature = await signatureOver(manifest, development, stamped);
  return writtenContainer([...parts, { name: MANIFEST_NAME, data: manifest }, { name: SIGNATURE_NAME, data: signature }]);
}

function detached(development: Development, stamped: boolean): Promise<Buffer> {
  return signatureOver(development.letter, development, stamped);
}

async function signatureOver(content: Buffer, { seal, requestTimestamp }: Development, stamped: boolean): Promise<Buffer> {
  const { der, signatureValue } = await signCades({ signer: seal, content, signingTime: new Date() });
  return stamped ? attachToCades(der, await requestTimestamp(sha256(signatureValue))) : der;
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
