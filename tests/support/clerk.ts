import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serializeTrust } from '../../audit/trust.ts';
import { type VerificationReport, verifyFile } from '../../compose/verification/verify-file.ts';
import type { OpeningKey } from '../../compose/verification/verify-sealed.ts';
import type { Certificate } from '../../crypto/x509/certificate.ts';
import { MINUTE, type World } from './two-gateways.ts';

/** What a clerk holds beside the file: whom he trusts, what is known about revocation, and what a detached signature is over. */
export interface ClerkMaterial {
  at: Date;
  trust?: Buffer;
  anchors?: readonly Certificate[];
  revocation?: readonly Buffer[];
  content?: Buffer;
  key?: OpeningKey;
}

/** The report of `valija verify` about a file with these octets. */
export async function clerkReads(
  octets: Buffer,
  { at, trust, anchors = [], revocation = [], content, key }: ClerkMaterial,
): Promise<VerificationReport> {
  const folder = await mkdtemp(join(tmpdir(), 'valija-clerk-'));
  const write = async (name: string, bytes: Buffer) => {
    const path = join(folder, name);
    await writeFile(path, bytes);
    return path;
  };
  try {
    return await verifyFile({
      file: await write('file', octets),
      at,
      anchors: await Promise.all(anchors.map(({ der }, index) => write(`anchor-${index}`, der))),
      revocation: await Promise.all(revocation.map((der, index) => write(`revocation-${index}`, der))),
      ...(trust === undefined ? {} : { trust: await write('trust', trust) }),
      ...(content === undefined ? {} : { content: await write('content', content) }),
      ...(key === undefined ? {} : { key }),
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * The overall verdict and, one line for each finding that speaks against the file: check, code, and the sub-indication of EN 319 102-1 for
 * the checks that it knows. Warnings are left out.
 */
export function saidOf({ verdict, findings }: VerificationReport): string[] {
  const against = findings.filter((finding) => finding.verdict !== 'PASSED' && finding.advisory !== true);
  return [
    verdict,
    ...against.map(({ check, code, validation }) =>
      [check, code, ...(validation?.subIndication === undefined ? [] : [validation.subIndication])].join(' '),
    ),
  ];
}

/** What a clerk of any authority of that world holds: directory, anchors and revocation lists of now. */
export async function clerkOf(world: World): Promise<ClerkMaterial> {
  const { roots, timestampRoots } = world.b.dependencies.anchors;
  const encoded = (anchors: readonly Buffer[]) => anchors.map((der) => der.toString('base64'));
  const lists = (await readdir(world.pki.revocationLists)).filter((name) => name.endsWith('.crl'));
  return {
    at: new Date(world.now + MINUTE),
    trust: serializeTrust({
      format: 'valija-trust/1',
      roots: encoded(roots),
      timestampRoots: encoded(timestampRoots),
      authorities: [...world.directory.records.values()].map(({ identifier, certificates, noteKeys }) => ({
        identifier,
        certificates,
        noteKeys,
      })),
    }),
    revocation: await Promise.all(lists.map((name) => readFile(join(world.pki.revocationLists, name)))),
  };
}
