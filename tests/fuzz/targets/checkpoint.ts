import { deepStrictEqual } from 'node:assert';
import { AuditError } from '../../../audit/error.ts';
import { formatCheckpoint, parseCheckpoint } from '../../../audit/log/checkpoint.ts';
import { EMPTY_ROOT, leafHash } from '../../../audit/log/merkle.ts';

const root = leafHash(Buffer.from('an entry'));

export const target = {
  name: 'checkpoint',
  seeds: () => [
    Buffer.from(formatCheckpoint({ origin: 'log.example/one', size: 0, root: EMPTY_ROOT })),
    Buffer.from(formatCheckpoint({ origin: 'log.example/eins', size: 9_007_199_254_740_991, root })),
    Buffer.from(`${formatCheckpoint({ origin: 'o', size: 12, root })}an extension\nanother\n`),
  ],
  run: (input: Buffer) => {
    const text = input.toString('utf8');
    const { extensions, ...checkpoint } = parseCheckpoint(text);
    deepStrictEqual(
      `${checkpoint.origin}\n${checkpoint.size}\n${checkpoint.root.toString('base64')}\n${extensions.map((line) => `${line}\n`).join('')}`,
      text,
    );
    deepStrictEqual(parseCheckpoint(formatCheckpoint(checkpoint)), { ...checkpoint, extensions: [] });
  },
  acceptable: (error: unknown) => error instanceof AuditError && error.code === 'checkpoint-malformed',
};
