import { deepStrictEqual, notDeepStrictEqual } from 'node:assert';
import { AuditError } from '../../../audit/error.ts';
import { signCheckpoint } from '../../../audit/log/checkpoint.ts';
import { parseForkProof, serializeForkProof, verifyForkProof } from '../../../audit/log/fork-proof.ts';
import { consistencyProof, type HashReader, leafHash, nodeHash, rootHash } from '../../../audit/log/merkle.ts';
import { parseVerifierKey } from '../../../audit/log/note-key.ts';
import { testSigner } from '../../unit/audit/helpers/keys.ts';

const signer = testSigner('log.example/one');
const log = parseVerifierKey(signer.verifierKey);
const treeOf =
  (label: string): HashReader =>
  async (level, index) =>
    level === 0
      ? leafHash(Buffer.from(`${label} ${index}`))
      : nodeHash(await treeOf(label)(level - 1, 2 * index), await treeOf(label)(level - 1, 2 * index + 1));

async function signed(size: number, label: string): Promise<string> {
  return signCheckpoint({ origin: signer.name, size, root: await rootHash(size, treeOf(label)) }, signer);
}

export const target = {
  name: 'fork-proof',
  seeds: async () => {
    const prefix = { root: await rootHash(5, treeOf('b')), proof: await consistencyProof(5, 9, treeOf('b')) };
    return [
      serializeForkProof({ first: await signed(5, 'a'), second: await signed(5, 'b') }),
      serializeForkProof({ first: await signed(5, 'a'), second: await signed(9, 'b'), prefix }),
    ];
  },
  run: (input: Buffer) => {
    const proof = parseForkProof(input);
    deepStrictEqual(parseForkProof(serializeForkProof(proof)), proof, 'reads back');
    const { first, second } = verifyForkProof(proof, log);
    notDeepStrictEqual(first.root, second.root);
  },
  acceptable: (error: unknown) => error instanceof AuditError && error.disposition === 'refuse',
};
