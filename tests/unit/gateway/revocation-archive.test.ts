import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPathValidator, type PathRequest } from '../../../crypto/x509/path.ts';
import { createRevocationArchive, keepWhatIsUsed, listSubject } from '../../../gateway/trust/revocation-archive.ts';
import type { Ledger } from '../../../store/contracts/ledger.ts';
import { openSqliteLedger } from '../../../store/sqlite/ledger.ts';
import { answerFor, issueResponder } from '../x509/ocsp-support.ts';
import { issue, issueList, NOW, SERVER_AUTH } from '../x509/support.ts';

const root = issue({ name: 'root', authority: null });
const issuing = issue({ name: 'issuing', issuer: root, authority: 0 });
const leaf = issue({ name: 'leaf', issuer: issuing });
const responder = issueResponder(issuing);
const rootList = issueList({ issuer: root });
const answer = answerFor({ certificate: leaf.certificate, issuer: issuing, responder });
const other = answerFor({ certificate: issue({ name: 'other', issuer: issuing }).certificate, issuer: issuing, responder });

let folder: string;
let ledger: Ledger;
let commits: number;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'valija-archive-'));
  await open();
});
afterEach(async () => {
  await ledger.close();
  await rm(folder, { recursive: true });
});

async function open(): Promise<void> {
  const opened = await openSqliteLedger({ path: join(folder, 'ledger.sqlite') });
  commits = 0;
  ledger = {
    ...opened,
    feedEpoch: opened.feedEpoch,
    get: (table, key) => opened.get(table, key),
    list: (table, query) => opened.list(table, query),
    commit: (change) => {
      commits += 1;
      return opened.commit(change);
    },
    close: () => opened.close(),
  };
}

const archive = (now = NOW) =>
  createRevocationArchive({
    ledger,
    clock: { now: () => now, observe: () => {}, status: () => ({ trusted: true }) } as never,
  });

const request: PathRequest = {
  certificate: leaf.certificate,
  intermediates: [issuing.certificate],
  at: NOW,
  revocationLists: [rootList],
  ocspResponses: [answer, other],
  required: {},
  revocation: 'required',
};
const paths = createPathValidator({ anchors: [root.certificate] });

const subjects = [`crl/${listSubject(root.certificate.subjectDer)}`, `ocsp/${leaf.certificate.serialHex}`];
const kept = async () =>
  (await Promise.all(subjects.map((equals) => ledger.list('revocationData', { index: 'bySubject', equals, limit: 10 })))).flat();

describe('what a judgement relied on', () => {
  it('is kept when the answer is given, each octet as it was, and nothing else', async () => {
    const report = await keepWhatIsUsed(paths, archive()).validate(request);
    expect(report).toMatchObject({ verdict: 'PASSED', revocation: 'good' });
    const rows = await kept();
    expect(rows.map(({ bytes }) => bytes)).toEqual([rootList.der, answer.der]);
    expect(rows.map(({ value }) => value.keptAt)).toEqual([NOW.toISOString(), NOW.toISOString()]);
    expect(commits).toBe(2);
  });

  it('is kept once, whoever asks, also at the same time and after a restart', async () => {
    const keeping = archive();
    const report = await paths.validate(request);
    await Promise.all([keeping.keep(report), keeping.keep(report)]);
    await keeping.keep(report);
    await Promise.all([archive().keep(report), archive().keep(report)]);
    expect(commits).toBe(2);
    await ledger.close();
    await open();
    await archive(new Date(NOW.getTime() + 1000)).keep(report);
    expect(commits).toBe(0);
    expect((await kept()).map(({ value }) => value.keptAt)).toEqual([NOW.toISOString(), NOW.toISOString()]);
  });

  it('is kept by one of two that write at once', async () => {
    const report = await paths.validate(request);
    await Promise.all([archive().keep(report), archive().keep(report)]);
    expect((await kept()).length).toBe(2);
  });

  it('is not kept for certificates of connections', async () => {
    const server = issue({ name: 'server', issuer: issuing, extendedKeyUsage: [SERVER_AUTH] });
    const answered = answerFor({ certificate: server.certificate, issuer: issuing, responder });
    const report = await keepWhatIsUsed(paths, archive()).validate({
      ...request,
      certificate: server.certificate,
      ocspResponses: [answered],
    });
    expect(report.verdict).toBe('PASSED');
    expect(commits).toBe(0);
  });

  it('is tried again when it could not be kept, and the answer is not given without it', async () => {
    const refusing = { ...ledger, commit: () => Promise.reject(new Error('the disk is full')) } as Ledger;
    const failing = createRevocationArchive({ ledger: refusing, clock: { now: () => NOW } as never });
    await expect(keepWhatIsUsed(paths, failing).validate(request)).rejects.toThrow('the disk is full');
    expect(await kept()).toEqual([]);
    await keepWhatIsUsed(paths, archive()).validate(request);
    expect((await kept()).length).toBe(2);
  });
});
