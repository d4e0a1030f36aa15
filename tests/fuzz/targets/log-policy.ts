import { strictEqual } from 'node:assert';
import { AuditError } from '../../../audit/error.ts';
import { createCosigner, noteKeyOf } from '../../../audit/log/note-key.ts';
import { formatPolicy, parsePolicy, reachesQuorum } from '../../../audit/log/policy.ts';
import { testKey, testSigner } from '../../unit/audit/helpers/keys.ts';

const witness = (label: string) =>
  createCosigner({ name: `${label}.example`, key: noteKeyOf(testKey(label)), now: () => new Date(0) }).verifierKey;
const log = `log ${testSigner().verifierKey} https://log.example/\n`;

export const target = {
  name: 'log-policy',
  seeds: () => [
    Buffer.from(`${log}quorum none\n`),
    Buffer.from(`# invented\n${log}witness a ${witness('a')}\nwitness b ${witness('b')}\n\ngroup g 2 a b\ngroup h any g a\nquorum h\n`),
  ],
  run: (input: Buffer) => {
    const policy = parsePolicy(input);
    const written = formatPolicy(policy);
    strictEqual(formatPolicy(parsePolicy(Buffer.from(written))), written, 'what is written reads back the same');
    // Whoever has every cosignature reaches every quorum that can be written.
    strictEqual(reachesQuorum(policy, new Set(policy.witnesses.map(({ verifier }) => verifier))), true);
  },
  acceptable: (error: unknown) => error instanceof AuditError && error.disposition === 'refuse',
};
