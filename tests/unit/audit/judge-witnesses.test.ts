import { describe, expect, it } from 'vitest';
import { openCheckpoint, signCheckpoint } from '../../../audit/log/checkpoint.ts';
import { leafHash } from '../../../audit/log/merkle.ts';
import { parseNote } from '../../../audit/log/note.ts';
import { createCosigner, noteKeyOf, parseVerifierKey } from '../../../audit/log/note-key.ts';
import { parsePolicy } from '../../../audit/log/policy.ts';
import { withSignatures } from '../../../audit/log/witness-request.ts';
import { Findings } from '../../../audit/verify/finding.ts';
import { judgeWitnesses } from '../../../audit/verify/judge-witnesses.ts';
import { ORIGIN, testKey, testSigner } from './helpers/keys.ts';

const signer = testSigner();
const log = parseVerifierKey(signer.verifierKey);
const cosigner = (label: string) => createCosigner({ name: `${label}.example`, key: noteKeyOf(testKey(label)), now: () => new Date(0) });
const witnesses = ['a', 'b'].map(cosigner);
const keys = witnesses.map(({ verifierKey }) => parseVerifierKey(verifierKey));
const policyOf = (quorum: string, key = signer.verifierKey) =>
  parsePolicy(
    Buffer.from(
      `log ${key}\nwitness a ${witnesses[0]?.verifierKey}\nwitness b ${witnesses[1]?.verifierKey}\ngroup both all a b\nquorum ${quorum}\n`,
    ),
  );

/** `10` for a state of ten entries, `10a` and `10ab` for one that these witnesses cosigned. */
function stateOf(text: string) {
  const [, size = '', cosigned = ''] = /^(\d+)([ab]*)$/.exec(text) ?? [];
  const note = signCheckpoint({ origin: ORIGIN, size: Number(size), root: leafHash(Buffer.from(size)) }, signer);
  const added = [...cosigned].map((label) => {
    const { name, keyId, sign } = cosigner(label);
    return { name, keyId, signature: sign(Buffer.from(parseNote(note).text)) };
  });
  return { checkpoint: openCheckpoint(withSignatures(note, added), { log, witnesses: keys }) };
}

const judged = (states: string, steps: string, proven: number[], policy?: ReturnType<typeof policyOf>) => {
  const findings = new Findings();
  const held = [...steps].map((step) => step === '+');
  judgeWitnesses(findings, { authority: 'x', log, states: states.split(' ').map(stateOf), steps: held, proven }, policy);
  const [finding] = findings.all;
  return [finding?.verdict, finding?.code, finding?.advisory === true].join(' ');
};

describe('witnesses of a history', () => {
  it.each([
    ['cosigned itself', '10a', '', [10], 'PASSED holds false'],
    ['covered by a larger one', '10 20a', '+', [10, 20], 'PASSED holds false'],
    ['covered over several steps', '10 15 20b', '++', [10], 'PASSED holds false'],
    ['the same size with and without', '10a 10', '+', [10], 'PASSED holds false'],
    ['nothing proven against it, but cosigned', '10a', '', [], 'PASSED holds false'],
    ['above the last one cosigned', '10a 20', '+', [10, 20], 'INDETERMINATE witnessed-in-part true'],
    ['not proven to lead there', '10 20a', '-', [10], 'INDETERMINATE witnessed-in-part true'],
    ['a gap on the way', '10 15 20a', '+-', [10], 'INDETERMINATE witnessed-in-part true'],
    ['a state that is not shown', '20a', '', [10], 'INDETERMINATE witnessed-in-part true'],
    ['nobody', '10 20', '+', [10], 'INDETERMINATE not-witnessed true'],
  ])('without a policy: %s', (_, states, steps, proven, expected) => {
    expect(judged(states, steps, proven)).toBe(expected);
  });

  it.each([
    ['one of one', 'a', '10 20a', '+', 'PASSED holds false'],
    ['the wrong one', 'b', '10 20a', '+', 'FAILED quorum-not-reached false'],
    ['both', 'both', '10 20ab', '+', 'PASSED holds false'],
    ['both, but one after the other', 'both', '10a 20b', '+', 'FAILED quorum-not-reached false'],
    ['both, but not proven to lead there', 'both', '10 20ab', '-', 'FAILED quorum-not-reached false'],
    ['none asked for', 'none', '10 20', '+', 'PASSED holds false'],
  ])('with a policy: %s', (_, quorum, states, steps, expected) => {
    expect(judged(states, steps, [10], policyOf(quorum))).toBe(expected);
  });

  it('a log that the policy does not name fails, whoever cosigned it', () => {
    expect(judged('10ab', '', [10], policyOf('a', testSigner('other.example').verifierKey))).toBe('FAILED log-not-in-policy false');
  });
});
