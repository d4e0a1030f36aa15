import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LocalRevocationFiles, openLocalRevocationFiles } from '../../../adapters/revocation/local-files.ts';
import { contextPrimitive, sequence } from '../../../crypto/der/writer.ts';
import { eventually } from '../../support/eventually.ts';
import { days, type Issued, issue, issueList, NOW, newKeys } from '../x509/support.ts';

let folder: string;
let root: Issued;
const opened: LocalRevocationFiles[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'valija-lists-'));
  root = issue({ name: 'root', authority: null });
});
afterEach(async () => {
  for (const source of opened.splice(0)) source.close();
  await rm(folder, { recursive: true });
});

async function open(options: { folders?: string[]; pollMilliseconds?: number } = {}): Promise<LocalRevocationFiles> {
  const source = await openLocalRevocationFiles({ folders: [folder], issuers: [root.certificate], now: () => NOW, ...options });
  opened.push(source);
  return source;
}

const put = (name: string, content: Buffer | string): Promise<void> => writeFile(join(folder, name), content);
const pem = (der: Buffer): string =>
  `-----BEGIN X509 CRL-----\n${(der.toString('base64').match(/.{1,64}/g) ?? []).join('\n')}\n-----END X509 CRL-----\n`;

describe('a folder of revocation lists does not take', () => {
  it.each<[string, RegExp, () => Buffer | string]>([
    ['an empty file', /no bytes/, () => ''],
    ['bytes that are no list', /revocation list/, () => Buffer.alloc(100, 0x41)],
    ['a certificate', /revocation list/, () => root.certificate.der],
    ['a list that is cut off', /cut off/, () => issueList({ issuer: root }).der.subarray(0, -1)],
    ['a list with a byte behind it', /follow/, () => Buffer.concat([issueList({ issuer: root }).der, Buffer.of(0)])],
    ['a list of an unexpected issuer', /not expected/, () => issueList({ issuer: issue({ name: 'stranger', authority: null }) }).der],
    ['a list signed by another key', /signature/, () => issueList({ issuer: { ...root, ...newKeys() } }).der],
    ['two lists in one PEM file', /more than one/, () => pem(issueList({ issuer: root }).der).repeat(2)],
    ['PEM of another kind', /PEM/, () => '-----BEGIN CERTIFICATE-----\nAQ==\n-----END CERTIFICATE-----\n'],
    ['a list of attribute certificates', /only/, listOfAttributes],
  ])('%s', async (_what, reason, content) => {
    await put('bad.crl', content());
    const source = await open();
    expect(source.current()).toEqual([]);
    expect(source.status()).toMatchObject({ lists: 0, staleIssuers: ['CN=root'], lastError: expect.stringMatching(reason) });
  });

  it('a list older than the one held, under whatever name it comes', async () => {
    const certificate = issue({ name: 'leaf', issuer: root }).certificate;
    const newer = issueList({ issuer: root, number: 2, revoked: [{ certificate, at: days(-2) }] });
    await put('a.crl', newer.der);
    const source = await open();
    await put('b.crl', issueList({ issuer: root, number: 1 }).der);
    await put('a.crl', issueList({ issuer: root, thisUpdate: days(-3), number: 3 }).der);
    await source.refresh();
    expect(source.current().map(({ fingerprint }) => fingerprint)).toEqual([newer.fingerprint]);
    expect(source.status().lastError).toMatch(/a\.crl: older.*b\.crl: older/);
  });
});

describe('a folder of revocation lists', () => {
  it('may be missing, without lists or with other files; what is held stays when files go', async () => {
    const missing = await open({ folders: [join(folder, 'missing')] });
    expect(missing.status()).toMatchObject({ lists: 0, lastError: expect.stringMatching(/missing: cannot be read/) });
    await put('readme.txt', 'not a list');
    await mkdir(join(folder, 'sub'));
    const source = await open();
    expect(source.status()).toEqual({ lists: 0, responses: 0, staleIssuers: ['CN=root'] });
    await put('root.crl', pem(issueList({ issuer: root }).der));
    await source.refresh();
    expect(source.status()).toEqual({ lists: 1, responses: 0, staleIssuers: [] });
    await rm(join(folder, 'root.crl'));
    await source.refresh();
    expect(source.current().length).toBe(1);
  });

  it('keeps lists of different scope of one issuer side by side', async () => {
    await put('users.crl', issueList({ issuer: root, scope: sequence(contextPrimitive(1, Buffer.of(0xff))) }).der);
    await put('authorities.crl', issueList({ issuer: root, scope: sequence(contextPrimitive(2, Buffer.of(0xff))) }).der);
    expect((await open()).current().length).toBe(2);
  });

  it('reads a file again when it changed, and only then', async () => {
    await put('root.crl', issueList({ issuer: root, number: 1 }).der);
    const source = await open();
    const [first] = source.current();
    await utimes(join(folder, 'root.crl'), NOW, NOW);
    await source.refresh();
    expect(source.current()[0]).toBe(first);
    await put('root.crl', issueList({ issuer: root, number: 2 }).der);
    await source.refresh();
    expect(source.current()[0]?.number).toBe(2n);
  });

  it('is looked at regularly when asked to, until it is closed', async () => {
    const source = await open({ pollMilliseconds: 5 });
    await put('root.crl', issueList({ issuer: root, number: 1 }).der);
    await eventually('the list is held', () => source.current().length === 1);
    source.close();
    await source.refresh();
    await put('root.crl', issueList({ issuer: root, number: 2 }).der);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(source.current()[0]?.number).toBe(1n);
  });
});

function listOfAttributes(): Buffer {
  const list = issueList({ issuer: root, scope: sequence(contextPrimitive(1, Buffer.of(0xff))) }).der;
  const scope = sequence(contextPrimitive(1, Buffer.of(0xff)));
  const at = list.indexOf(scope);
  return Buffer.concat([list.subarray(0, at), sequence(contextPrimitive(5, Buffer.of(0xff))), list.subarray(at + scope.length)]);
}
