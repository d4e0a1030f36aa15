import { createHash } from 'node:crypto';
import { buildManifest } from '../../crypto/asic/build-manifest.ts';
import { ASIC_E_MEDIA_TYPE, MANIFEST_NAME, SIGNATURE_NAME } from '../../crypto/asic/media-types.ts';
import { attachSignatureTimestamp } from '../../crypto/cades/attach-timestamp.ts';
import { signCades } from '../../crypto/cades/sign.ts';
import { type RawEntry, type RawZip, rawZip } from '../unit/asic/raw-zip.ts';
import { firstAuthority, listAt, root, signerIdentity, signerOf, stampWith, year } from '../unit/validation/support.ts';
import { type ClerkMaterial, clerkReads, saidOf } from './clerk.ts';

const SIGNED = year(2026);

/** What the clerk holds to whom the container of another authority's program comes. */
export const OTHERS: ClerkMaterial = { at: year(2026, 3), anchors: [root.certificate], revocation: [listAt(year(2026, 2)).der] };

export interface OthersContainer {
  files?: readonly { name: string; data: Buffer }[];
  /** Changes the manifest before it is signed. */
  manifest?: (octets: Buffer) => Buffer;
  /** Changes the ZIP around the files. */
  zip?: (entries: RawEntry[]) => RawZip;
}

export const INVENTED_FILES = [
  { name: 'carta.txt', data: Buffer.from('an invented letter') },
  { name: 'anexo.bin', data: Buffer.from('an invented annex') },
] as const;

/** An ASiC-E container with CAdES B-T that is no package of ours: it has no request inside, and its ZIP may be written in any way. */
export async function othersContainer({
  files = INVENTED_FILES,
  manifest: change = (octets) => octets,
  zip,
}: OthersContainer = {}): Promise<Buffer> {
  const parts = files.map(({ name, data }) => ({ name, mimeType: 'application/octet-stream', sha256: digest(data) }));
  const manifest = change(buildManifest(parts, SIGNATURE_NAME));
  const { der, signatureValue } = await signCades({ signer: signerOf(signerIdentity), content: manifest, signingTime: SIGNED });
  const signature = attachSignatureTimestamp(der, await stampWith(firstAuthority, SIGNED)(digest(signatureValue)));
  const entries: RawEntry[] = [
    { name: 'mimetype', data: Buffer.from(ASIC_E_MEDIA_TYPE) },
    ...files,
    { name: MANIFEST_NAME, data: manifest },
    { name: SIGNATURE_NAME, data: signature },
  ];
  return rawZip(zip?.(entries) ?? { entries });
}

/** What `valija verify` says about it. */
export async function saidOfOthers(container: OthersContainer = {}): Promise<string[]> {
  return saidOf(await clerkReads(await othersContainer(container), OTHERS));
}

function digest(octets: Buffer): Buffer {
  return createHash('sha256').update(octets).digest();
}
