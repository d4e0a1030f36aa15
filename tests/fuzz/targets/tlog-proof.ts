import { deepStrictEqual } from 'node:assert';
import { AuditError } from '../../../audit/error.ts';
import { signCheckpoint } from '../../../audit/log/checkpoint.ts';
import { type HashReader, inclusionProof, leafHash, nodeHash, rootHash } from '../../../audit/log/merkle.ts';
import { parseVerifierKey } from '../../../audit/log/note-key.ts';
import { formatProof, parseProof, verifyProof } from '../../../audit/log/proof.ts';
import { testSigner } from '../../unit/audit/helpers/keys.ts';

const SIZE = 21;
const signer = testSigner('log.example/one');
const log = parseVerifierKey(signer.verifierKey);
const entryOf = (index: number) => Buffer.from(`entry ${index}`);
const read: HashReader = async (level, index) =>
  level === 0 ? leafHash(entryOf(index)) : nodeHash(await read(level - 1, 2 * index), await read(level - 1, 2 * index + 1));

async function seedOf(index: number, extra?: Buffer): Promise<Buffer> {
  const checkpoint = signCheckpoint({ origin: signer.name, size: SIZE, root: await rootHash(SIZE, read) }, signer);
  const hashes = await inclusionProof(index, SIZE, read);
  return Buffer.from(formatProof({ index, hashes, checkpoint, ...(extra === undefined ? {} : { extra }) }));
}

export const target = {
  name: 'tlog-proof',
  seeds: () => Promise.all([seedOf(0), seedOf(7), seedOf(20), seedOf(20, Buffer.from('beside the proof'))]),
  run: async (input: Buffer) => {
    const proof = parseProof(input);
    deepStrictEqual(Buffer.from(formatProof(proof)), input, 're-encodes');
    // Whatever verifies for an entry is the one true path: the index and every hash are fixed by the root.
    const entry = entryOf(proof.index);
    verifyProof(proof, { entry, log });
    deepStrictEqual(proof.hashes, await inclusionProof(proof.index, SIZE, read));
  },
  acceptable: (error: unknown) => error instanceof AuditError && error.disposition === 'refuse',
};
