import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCosigner, noteKeyOf } from '../../../audit/log/note-key.ts';
import { formatPolicy, type LogPolicy, parsePolicy, policyLogs, reachesQuorum } from '../../../audit/log/policy.ts';
import { ORIGIN, testKey, testSigner } from './helpers/keys.ts';

const witnessKey = (label: string) =>
  createCosigner({ name: `${label}.example`, key: noteKeyOf(testKey(label)), now: () => new Date(0) }).verifierKey;
const [a, b, c] = [witnessKey('a'), witnessKey('b'), witnessKey('c')];
const log = testSigner().verifierKey;
const text = `# invented
log ${log} https://log.example/
witness a ${a} https://a.example/w
witness b ${b}
witness c ${c}

group others any b c
group both all a others
quorum both
`;
const parse = (policy: string) => parsePolicy(Buffer.from(policy));
const cosignedBy = (policy: LogPolicy, names: readonly string[]) =>
  new Set(policy.witnesses.filter(({ name }) => names.includes(name)).map(({ verifier }) => verifier));

describe('log policy', () => {
  it('reads logs, witnesses, groups of groups and the quorum, and writes them back', () => {
    const policy = parse(text);
    expect(policyLogs(policy, ORIGIN)).toHaveLength(1);
    expect(policyLogs(policy, 'other.example')).toEqual([]);
    expect(policy.logs[0]?.url).toBe('https://log.example/');
    const written = formatPolicy(policy);
    expect(written).toBe(text.replace('# invented\n', '').replace('\n\n', '\n'));
    expect(formatPolicy(parse(written))).toBe(written);
  });

  it.each<[string[], boolean]>([
    [[], false],
    [['a'], false],
    [['b', 'c'], false],
    [['a', 'b'], true],
    [['a', 'c'], true],
    [['a', 'b', 'c'], true],
  ])('cosigned by %j: %s', (names, expected) => {
    const policy = parse(text);
    expect(reachesQuorum(policy, cosignedBy(policy, names))).toBe(expected);
  });

  it('counts: k of n, one witness alone, none', () => {
    const two = parse(text.replace('group both all a others', 'group both 2 a b c').replace('group others any b c\n', ''));
    expect(reachesQuorum(two, cosignedBy(two, ['b']))).toBe(false);
    expect(reachesQuorum(two, cosignedBy(two, ['b', 'c']))).toBe(true);
    const one = parse(text.replace('quorum both', 'quorum c'));
    expect(reachesQuorum(one, cosignedBy(one, ['a', 'b']))).toBe(false);
    expect(reachesQuorum(one, cosignedBy(one, ['c']))).toBe(true);
    const none = parse(`log ${log}\nquorum none\n`);
    expect(reachesQuorum(none, new Set())).toBe(true);
  });

  it('property: a threshold is reached exactly when that many members cosigned', () => {
    fc.assert(
      fc.property(fc.subarray(['a', 'b', 'c']), fc.integer({ min: 1, max: 3 }), (names, threshold) => {
        const policy = parse(`log ${log}\nwitness a ${a}\nwitness b ${b}\nwitness c ${c}\ngroup g ${threshold} a b c\nquorum g\n`);
        expect(reachesQuorum(policy, cosignedBy(policy, names))).toBe(names.length >= threshold);
      }),
      { numRuns: 100 },
    );
  });

  it.each<[string, string | Buffer]>([
    ['empty', ''],
    ['no quorum', `log ${log}\n`],
    ['two quorums', `${text}quorum none\n`],
    ['quorum of nobody', text.replace('quorum both', 'quorum nobody')],
    ['quorum before its group', 'quorum both\n'],
    ['an unknown line', `${text}logs x\n`],
    ['a keyword in capitals', text.replace('log ', 'LOG ')],
    ['a leading space', ` ${text}`],
    ['a carriage return', text.replaceAll('\n', '\r\n')],
    ['a witness key for a log', text.replace(log, a)],
    ['a log key for a witness', text.replace(a, log)],
    ['a broken key', text.replace(log, `${log}A`)],
    ['an address that is none', text.replace('https://log.example/', 'log.example')],
    ['something after the address', text.replace('https://log.example/', 'https://log.example/ x')],
    ['a witness twice', text.replace('witness b', 'witness a')],
    ['a witness called none', text.replace('witness b ', 'witness none ')],
    ['a group with the name of a witness', text.replace('group others', 'group a')],
    ['a group of nobody', text.replace('any b c', 'any')],
    ['a group that names itself', text.replace('any b c', 'any b others')],
    ['a group of later groups', text.replace('any b c', 'any both')],
    ['a member twice', text.replace('any b c', 'any b b')],
    ['more than there are', text.replace('any b c', '3 b c')],
    ['none of them', text.replace('any b c', '0 b c')],
    ['a threshold with a leading zero', text.replace('any b c', '01 b c')],
    ['not UTF-8', Buffer.concat([Buffer.from(text), Buffer.of(0xff)])],
    ['too many lines', `${'#\n'.repeat(5000)}${text}`],
    ['too large', `#${'x'.repeat(300_000)}\n${text}`],
  ])('refuses %s', (_, policy) => {
    expect(() => parsePolicy(Buffer.from(policy as string))).toThrow(expect.objectContaining({ code: 'policy-malformed' }));
  });
});
