import { createHash, hash } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32 } from 'node:zlib';
import { type ContainerPlan, planContainer, writeContainer } from '../../crypto/asic/write-container.ts';
import { createSeal, sealWhole } from '../../crypto/cms/seal.ts';
import type { Certificate } from '../../crypto/x509/certificate.ts';
import type { BlobReceipt, Blobs } from '../../store/contracts/blobs.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { requireRoomForCopy } from '../resumable/room.ts';
import type { OutboundParticulars, PreparedPackage, SubmittedFile } from './particulars.ts';
import { REQUEST_DOCUMENT_NAME } from './request-document.ts';

export const MANIFEST_NAME = 'META-INF/ASiCManifest001.xml';
export const SIGNATURE_NAME = 'META-INF/signature001.p7s';

/** Where the octets of a container's entry come from: small ones in memory, files from the encrypted store, also before their row is there. */
export type EntrySource = { bytes: Buffer } | { blobId: string; wrappedKey?: string } | { receipt: BlobReceipt };

export interface StoreScope {
  wrappedKey: string;
  messageKey: string;
  now: Date;
}

/** The result of the one streaming pass ZIP -> AES-GCM -> SHA-256 (design section 3, prepare). Digests in lowercase hexadecimal. */
export interface SealedPackage {
  receipt: BlobReceipt;
  packageCommitment: string;
  packageLength: number;
  sealedDigest: string;
  sealedLength: number;
}

/**
 * The container of a prepared message. The same particulars give the same bytes for ever: the plaintext container itself is never
 * kept (design section 3). `unfiled` are blobs of files that the commit under way will give their rows.
 */
export function planPackage(
  particulars: OutboundParticulars,
  prepared: PreparedPackage,
  unfiled: readonly BlobReceipt[] = [],
): ContainerPlan<EntrySource> {
  const sourceOf = ({ blobId, wrappedKey }: SubmittedFile): EntrySource => {
    const receipt = unfiled.find((candidate) => candidate.blobId === blobId);
    return receipt === undefined ? { blobId, ...(wrappedKey === undefined ? {} : { wrappedKey }) } : { receipt };
  };
  const inMemory = (name: string, encoded: string) => {
    const bytes = Buffer.from(encoded, 'base64');
    return { name, size: bytes.length, crc32: crc32(bytes), source: { bytes } };
  };
  return planContainer<EntrySource>({
    entries: [
      inMemory(REQUEST_DOCUMENT_NAME, prepared.requestDocument),
      ...particulars.files.map((file) => ({ name: file.name, size: file.size, crc32: file.crc32, source: sourceOf(file) })),
      inMemory(MANIFEST_NAME, prepared.manifest),
      inMemory(SIGNATURE_NAME, prepared.signature),
    ],
    writerVersion: prepared.writerVersion,
  });
}

/** The plaintext container as a stream, rebuilt from its parts. */
export function streamPackage(blobs: Blobs, wrappedKey: string, plan: ContainerPlan<EntrySource>): AsyncGenerator<Buffer> {
  return writeContainer(plan, (source) => ('bytes' in source ? [source.bytes] : streamBlob(blobs, wrappedKey, source)));
}

/** Packages up to this length are sealed in memory: for so few octets streams are most of the work. */
const LARGEST_IN_MEMORY = 256 * 1024;

/** Seals the package to the recipient's certificate, straight into the encrypted store. */
export async function sealPackage(
  dependencies: GatewayDependencies,
  scope: StoreScope,
  plan: ContainerPlan<EntrySource>,
  recipient: Certificate,
): Promise<SealedPackage> {
  await requireRoomForCopy(dependencies, plan.length);
  if (plan.length <= LARGEST_IN_MEMORY) return sealInMemory(dependencies, scope, plan, recipient);
  const { blobs, randomBytes } = dependencies;
  const seal = createSeal({ recipient, plaintextLength: plan.length, randomBytes });
  const packageHash = createHash('sha256');
  const work = { step: 'prepare', subject: scope.messageKey, total: plan.length } as const;
  const content = dependencies.progress.over(work, streamPackage(blobs, scope.wrappedKey, plan));
  const writer = blobs.create(scope);
  try {
    await pipeline(
      Readable.from(hashed(content, packageHash), { objectMode: false }),
      seal.transform,
      async (sealed: AsyncIterable<Buffer>) => {
        for await (const chunk of sealed) await writer.write(chunk);
      },
    );
    return sealedPackage(await writer.finish(), packageHash.digest('hex'), plan.length);
  } catch (error) {
    await writer.abort();
    throw error;
  }
}

async function sealInMemory(
  { blobs, randomBytes }: GatewayDependencies,
  scope: StoreScope,
  plan: ContainerPlan<EntrySource>,
  recipient: Certificate,
): Promise<SealedPackage> {
  const chunks: Buffer[] = [];
  for await (const chunk of streamPackage(blobs, scope.wrappedKey, plan)) chunks.push(chunk);
  const container = Buffer.concat(chunks);
  const commitment = hash('sha256', container);
  return sealedPackage(await blobs.put(scope, sealWhole({ recipient, plaintext: container, randomBytes })), commitment, plan.length);
}

function sealedPackage(receipt: BlobReceipt, packageCommitment: string, packageLength: number): SealedPackage {
  return { receipt, packageCommitment, packageLength, sealedDigest: receipt.sha256.toString('hex'), sealedLength: receipt.size };
}

async function* hashed(source: AsyncIterable<Buffer>, digest: ReturnType<typeof createHash>): AsyncGenerator<Buffer> {
  for await (const chunk of source) {
    digest.update(chunk);
    yield chunk;
  }
}

async function* streamBlob(blobs: Blobs, wrappedKey: string, source: Exclude<EntrySource, { bytes: Buffer }>): AsyncGenerator<Buffer> {
  // A file that was uploaded before has a key of its own.
  const reader = await ('receipt' in source ? blobs.openReceipt({ wrappedKey, ...source }) : blobs.open({ wrappedKey, ...source }));
  try {
    yield* reader.stream();
  } finally {
    await reader.close();
  }
}
