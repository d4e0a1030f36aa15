import { describe, expect, it } from 'vitest';
import { REQUEST_EXAMPLES } from '../../../../treaty/requests/examples/request-examples.ts';
import { parseRequestMessage } from '../../../../treaty/requests/request-message.ts';

const good = REQUEST_EXAMPLES['mutual-legal-assistance'].complete;
const [person] = good.particulars.persons ?? [];
const [file] = good.files;
const [link] = good.chain;
const withParticulars = (particulars: object) => ({ ...good, particulars: { ...good.particulars, ...particulars } });
const pointers = (value: unknown) => parseRequestMessage(value).faults.map(({ pointer }) => pointer);

describe('hostile requests', () => {
  it('the good one is taken', () => {
    expect(parseRequestMessage(good).faults).toEqual([]);
  });

  it.each([
    ['nothing', undefined, ''],
    ['null', null, ''],
    ['a text', '{}', ''],
    ['a list', [good], ''],
    ['an empty object', {}, '/requestType'],
    ['another format', { ...good, format: 'valija-legal/2' }, '/format'],
    ['another kind', { ...good, kind: 'reply' }, '/kind'],
    ['a type that there is not', { ...good, requestType: 'mutual-legal-assistence' }, '/requestType'],
    ['a type from the prototype', { ...good, requestType: 'constructor' }, '/requestType'],
    ['a list of types', { ...good, requestType: ['extradition'] }, '/requestType'],
    ['a later version of the type', { ...good, typeVersion: 2 }, '/typeVersion'],
    ['the particulars of another type', { ...good, requestType: 'extradition' }, '/particulars'],
    ['a member in another case', { ...good, Matter: 'civil' }, ''],
    ['no chain', { ...good, chain: [] }, '/chain'],
    ['a chain without end', { ...good, chain: Array.from({ length: 17 }, () => link) }, '/chain'],
    [
      'an authority under another scheme',
      { ...good, chain: [{ ...link, party: { name: 'A', country: 'XA', identifier: 'https://a' } }] },
      '/chain/0/party/identifier',
    ],
    ['a State in words', { ...good, chain: [{ ...link, party: { name: 'A', country: 'España' } }] }, '/chain/0/party/country'],
    ['a file outside the package', { ...good, files: [{ ...file, name: '../letter.pdf' }] }, '/files/0/name'],
    ['a file with an absolute name', { ...good, files: [{ ...file, name: '/etc/passwd' }] }, '/files/0/name'],
    ['a name that turns around', { ...good, files: [{ ...file, name: 'fdp.\u202Eatrac.exe' }] }, '/files/0/name'],
    ['a translation of nothing', { ...good, files: [{ ...file, version: { kind: 'translation' } }] }, '/files/0/version/of'],
    ['a digest in capitals', { ...good, files: [{ ...file, sha256: 'A'.repeat(64) }] }, '/files/0/sha256'],
    ['1 001 files', { ...good, files: Array.from({ length: 1_001 }, () => file) }, '/files'],
    ['201 persons', withParticulars({ persons: Array.from({ length: 201 }, () => person) }), '/particulars/persons'],
    ['facts without end', withParticulars({ facts: 'a'.repeat(40_001) }), '/particulars/facts'],
    ['escape sequences for a terminal', withParticulars({ facts: '\u001b]0;title\u0007' }), '/particulars/facts'],
    ['half a character', withParticulars({ facts: '\ud800' }), '/particulars/facts'],
    ['a wish for a day that there is not', { ...good, wishedDeadline: { date: '2027-02-29' } }, '/wishedDeadline/date'],
    [
      'an instant in another zone',
      { ...good, oralRequest: { madeAt: '2026-11-20T10:00:00+01:00', spokenTo: 'X', means: 'telephone' } },
      '/oralRequest/madeAt',
    ],
    ['training that is not', { ...good, training: false }, '/training'],
    ['a use code that there is not', { ...good, use: { codes: ['H9'] } }, '/use/codes/0'],
    ['conditions with a member more', { ...good, use: { codes: ['H1'], public: true } }, '/use'],
    ['a measure of no kind', withParticulars({ measures: [{ description: 'x' }] }), '/particulars/measures/0/kind'],
    [
      'a measure with another one’s members',
      withParticulars({ measures: [{ kind: 'service', questions: [] }] }),
      '/particulars/measures/0',
    ],
    [
      'money as a number',
      withParticulars({
        measures: [{ kind: 'tracing-proceeds', property: [{ kind: 'cash', estimatedValue: { amount: 1.5, currency: 'EUR' } }] }],
      }),
      '/particulars/measures/0/property/0/estimatedValue/amount',
    ],
    ['null for a member that may be missing', { ...good, use: null }, '/use'],
    ['undefined for a member that may be missing', { ...good, use: undefined }, '/use'],
  ])('%s', (_what, value, pointer) => {
    expect(pointers(value)).toContain(pointer);
    expect(parseRequestMessage(value).request).toBeUndefined();
  });

  it('a draft in a draft', () => {
    const { complete } = REQUEST_EXAMPLES['draft-for-review'];
    expect(pointers({ ...complete, particulars: { draft: complete } })).toContain('/particulars/draft/requestType');
  });

  it('a prototype from the text brings in nothing', () => {
    const polluted = JSON.parse(JSON.stringify({ ...good, matter: undefined }).replace('{', '{"__proto__":{"matter":"civil"},')) as object;
    expect(parseRequestMessage(polluted).request).toBeUndefined();
  });

  it('every fault is told, none with its value, and no more than two hundred', () => {
    const secret = 'nombre-secreto\u0000';
    const faults = parseRequestMessage({ ...good, matter: secret, language: secret, wishedDeadline: { date: secret } }).faults;
    expect(faults.map(({ pointer }) => pointer)).toEqual(['/matter', '/language', '/wishedDeadline/date']);
    expect(JSON.stringify(faults)).not.toContain('nombre-secreto');
    const references = Array.from({ length: 50 }, () => 1);
    expect(parseRequestMessage({ ...withParticulars({ persons: Array.from({ length: 200 }, () => 1) }), references }).faults).toHaveLength(
      200,
    );
  });

  it.each([
    ['a name', (text: string) => ({ ...good, chain: [{ ...link, party: { name: text, country: 'XA' } }] })],
    [
      'a mail address',
      (text: string) => ({
        ...good,
        chain: [{ ...link, party: { name: 'A', country: 'XA', contact: { name: 'A', functions: 'B', email: text } } }],
      }),
    ],
    [
      'a telephone number',
      (text: string) => ({
        ...good,
        chain: [{ ...link, party: { name: 'A', country: 'XA', contact: { name: 'A', functions: 'B', telephone: text } } }],
      }),
    ],
    ['a file name', (text: string) => ({ ...good, files: [{ ...file, name: text }] })],
    ['an instrument', (text: string) => ({ ...good, instruments: [{ instrument: text }] })],
    ['a language', (text: string) => ({ ...good, language: text })],
  ])('%s made to keep a pattern busy is refused at once', (_what, make) => {
    for (const text of [
      'a'.repeat(200_000),
      'a.'.repeat(100_000),
      'a-'.repeat(100_000),
      `+${'1 '.repeat(100_000)}`,
      `a@${'a.'.repeat(100_000)}`,
    ]) {
      const before = process.cpuUsage();
      expect(parseRequestMessage(make(text)).request).toBeUndefined();
      const { user } = process.cpuUsage(before);
      expect(user).toBeLessThan(2_000_000);
    }
  });
});
