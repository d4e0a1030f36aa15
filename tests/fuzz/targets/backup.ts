import { BackupError } from '../../../compose/backup/error.ts';
import { openStatement } from '../../../compose/backup/statement.ts';
import { formatSums, parseSums } from '../../../compose/backup/sums.ts';
import type { FuzzTarget } from '../target.ts';

const GENERATION = '20261120T031500Z-1f00c7a9';
const DIGEST = '0123456789abcdef'.repeat(4);

const seeds = () => [
  Buffer.from(
    [
      `${DIGEST}  blobs/00/00112233445566778899aabbccddeeff`,
      `${DIGEST}  generations/${GENERATION}/ledger.sqlite`,
      `${DIGEST}  log/tile/entries/000`,
      '',
    ].join('\n'),
  ),
  Buffer.from(JSON.stringify({ payload: 'e30', protected: 'eyJ0eXAiOiJ2YWxpamEtYmFja3VwK2pvc2UifQ', signature: 'AA' })),
];

/** Manifests read come out again as they were; no path leads anywhere else. */
export const target: FuzzTarget = {
  name: 'backup',
  seeds,
  run: (input) => {
    try {
      openStatement(input);
    } catch (error) {
      if (!(error instanceof BackupError)) throw error;
    }
    const digests = parseSums(input, GENERATION);
    if (!formatSums(digests).equals(input)) throw new Error('a manifest is not written as it was read');
    if ([...digests.keys()].some((path) => path.includes('..') || path.startsWith('/'))) throw new Error('a path leads out of the folder');
  },
  acceptable: (error) => error instanceof BackupError,
};
