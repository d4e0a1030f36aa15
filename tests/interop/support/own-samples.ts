import { createHash } from 'node:crypto';
import { buildManifest } from '../../../crypto/asic/build-manifest.ts';
import { MANIFEST_NAME, SIGNATURE_NAME } from '../../../crypto/asic/media-types.ts';
import { attachSignatureTimestamp as attachToCades } from '../../../crypto/cades/attach-timestamp.ts';
import { signCades } from '../../../crypto/cades/sign.ts';
import { attachSignatureTimestamp as attachToJades } from '../../../crypto/jades/attach-timestamp.ts';
import { signJades } from '../../../crypto/jades/sign.ts';
import { signatureTimestampImprint } from '../../../crypto/jades/signature-timestamp.ts';
import { signPades } from '../../../crypto/pades/sign.ts';
import type { SignatureAlgorithm } from '../../../crypto/signer.ts';
import type { BaselineLevel } from '../../../crypto/validation/report.ts';
import type { Development } from './development.ts';
import {
  archivedPackage,
  archivedSignature,
  letterWithData,
  packageWithData,
  renewedLetter,
  renewedPackage,
  renewedSignature,
  signatureWithData,
  stampedLetter,
} from './long-term.ts';
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
  /** Archive time-stamps, or document time-stamps of a PDF. */
  readonly archives: number;
  /** Whether everything that can be forged from it is judged, too; of variants, one is enough. */
  readonly isForged: boolean;
  make(development: Development): Promise<Buffer>;
}

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest();

/** One row for each thing that we sign: a further level is a further row. */
export const OWN_SAMPLES: readonly OwnSample[] = [
  sample('exchanged package', 'asic-e', 'B-T', 'given', async ({ exchanged }) => exchanged.package),
  sample('exchanged letter', 'pades', 'B-T', 'given', async ({ exchanged }) => exchanged.letter),
  sample('exchanged A.1', 'jades', 'B-B', 'given', (development) => exchangedEvidence(development, 0)),
  sample('exchanged B.1', 'jades', 'B-B', 'given', (development) => exchangedEvidence(development, 1)),
  sample('exchanged D.1', 'jades', 'B-B', 'given', (development) => exchangedEvidence(development, 2)),
  sample('exchanged E.1', 'jades', 'B-B', 'given', (development) => exchangedEvidence(development, 3)),
  sample('evidence', 'jades', 'B-B', 'online', (development) => evidence(development, false)),
  sample('evidence', 'jades', 'B-T', 'online', (development) => evidence(development, true)),
  ...eachLevel('package', 'asic-e', packageOf, packageWithData, archivedPackage, renewedPackage),
  ...eachLevel('signature of a letter', 'cades', detached, signatureWithData, archivedSignature, renewedSignature),
  ...eachLevel('letter', 'pades', signedLetter, letterWithData, stampedLetter, renewedLetter),
];

type Base = (development: Development, stamped: boolean) => Promise<Buffer>;
type Augmentation = (development: Development, signed: Buffer) => Promise<Buffer>;

/** A format at each level, with revocation lists; then in the variants that the format allows. */
function eachLevel(
  name: string,
  format: Format,
  base: Base,
  withData: Augmentation,
  archived: Augmentation,
  renewed: Augmentation,
): OwnSample[] {
  const augmented = (augment: Augmentation) => async (development: Development) => augment(development, await base(development, true));
  const lists = (make: OwnSample['make']) => (development: Development) => make({ ...development, ocspResponses: [] });
  const responses = (make: OwnSample['make']) => (development: Development) => make({ ...development, revocationLists: [] });
  const rsa = (algorithm: SignatureAlgorithm) => async (development: Development) =>
    base({ ...development, seal: await development.rsaSeal(algorithm) }, true);
  return [
    sample(name, format, 'B-B', 'online', (development) => base(development, false)),
    sample(name, format, 'B-T', 'online', (development) => base(development, true)),
    sample(name, format, 'B-LT', 'embedded', lists(augmented(withData))),
    sample(name, format, 'B-LTA', 'embedded', lists(augmented(archived))),
    variant({ ...sample(`${name}, renewed`, format, 'B-LTA', 'embedded', lists(augmented(renewed))), archives: 2 }),
    variant(sample(`${name}, OCSP`, format, 'B-LT', 'embedded', responses(augmented(withData)))),
    variant(sample(`${name}, OCSP`, format, 'B-LTA', 'embedded', responses(augmented(archived)))),
    variant(sample(`${name}, RSA-PSS`, format, 'B-T', 'online', rsa('PS256'))),
    variant(sample(`${name}, RSA PKCS#1 v1.5`, format, 'B-T', 'online', rsa('RS256'))),
  ];
}

function sample(name: string, format: Format, level: BaselineLevel, revocationData: RevocationData, make: OwnSample['make']): OwnSample {
  return { name, format, level, revocationData, archives: level === 'B-LTA' ? 1 : 0, isForged: true, make };
}

function variant(row: OwnSample): OwnSample {
  return { ...row, isForged: false };
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
