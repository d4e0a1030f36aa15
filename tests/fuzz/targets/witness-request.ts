import { deepStrictEqual } from 'node:assert';
import { AuditError } from '../../../audit/error.ts';
import { signCheckpoint } from '../../../audit/log/checkpoint.ts';
import { consistencyProof, type HashReader, leafHash, nodeHash, rootHash } from '../../../audit/log/merkle.ts';
import { parseVerifierKey } from '../../../audit/log/note-key.ts';
import { judgeAddCheckpoint } from '../../../audit/log/witness.ts';
import { formatAddCheckpoint, parseAddCheckpoint } from '../../../audit/log/witness-request.ts';
import { testSigner } from '../../unit/audit/helpers/keys.ts';

const KNOWN = 5;
const NEXT = 21;
const signer = testSigner('log.example/one');
const log = parseVerifierKey(signer.verifierKey);
const read: HashReader = async (level, index) =>
  level === 0 ? leafHash(Buffer.from(`${index}`)) : nodeHash(await read(level - 1, 2 * index), await read(level - 1, 2 * index + 1));

async function seedOf(from: number, to: number): Promise<Buffer> {
  const checkpoint = signCheckpoint({ origin: signer.name, size: to, root: await rootHash(to, read) }, signer);
  return Buffer.from(formatAddCheckpoint({ oldSize: from, proof: await consistencyProof(from, to, read), checkpoint }));
}

export const target = {
  name: 'witness-request',
  seeds: () => Promise.all([seedOf(0, NEXT), seedOf(KNOWN, NEXT), seedOf(KNOWN, KNOWN), seedOf(0, 0)]),
  run: async (input: Buffer) => {
    const request = parseAddCheckpoint(input);
    deepStrictEqual(Buffer.from(formatAddCheckpoint(request)), input, 're-encodes');
    const judged = judgeAddCheckpoint(request, { log, known: { size: KNOWN, root: await rootHash(KNOWN, read) } });
    // The signature fixes size and root, and they fix the proof: nothing but the true request is cosigned.
    if ('checkpoint' in judged && !('status' in judged)) {
      deepStrictEqual(judged.checkpoint.root, await rootHash(judged.checkpoint.size, read));
      deepStrictEqual(request.proof, await consistencyProof(KNOWN, judged.checkpoint.size, read));
    }
  },
  acceptable: (error: unknown) => error instanceof AuditError && error.disposition === 'refuse',
};
