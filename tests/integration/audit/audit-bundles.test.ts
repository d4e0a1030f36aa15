import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { BundleContent } from '../../../audit/bundle/content.ts';
import { readBundle } from '../../../audit/bundle/read-bundle.ts';
import { encodeEntryBundle } from '../../../audit/log/entry-bundle.ts';
import { parseForkProof, verifyForkProof } from '../../../audit/log/fork-proof.ts';
import { parseVerifierKey } from '../../../audit/log/note-key.ts';
import { serializeTrust } from '../../../audit/trust.ts';
import { auditBundles } from '../../../compose/audit/audit-bundles.ts';
import type { BundlesAudit } from '../../../compose/audit/bundles-report.ts';
import { bufferReader } from '../../../crypto/asic/random-access.ts';
import { serializeJws } from '../../../crypto/jades/flattened-jws.ts';
import { signEnvelope, verifyEnvelope } from '../../../evidence/envelope.ts';
import { handOver } from '../../../gateway/inbound/hand-over.ts';
import { writeMessageBundle } from '../../../gateway/operations/bundle.ts';
import { writeConversationBundle } from '../../../gateway/operations/conversation-bundle.ts';
import { valija } from '../../support/command-line.ts';
import { messageAt } from '../../support/flow-views.ts';
import { inboundKey, OFFICER, submit } from '../../support/submissions.ts';
import { createWorld, type TestGateway, type World } from '../../support/two-gateways.ts';
import { bundleOctets } from '../../unit/audit/helpers/bundle-octets.ts';
import { MemoryLogRows } from '../../unit/audit/helpers/memory-log.ts';
import {
  type Exchange,
  MESSAGE_ID,
  makeExchange,
  makePki,
  type Pki,
  SENDER,
  VERIFIED_AT,
} from '../../unit/audit/helpers/sample-exchange.ts';

let root: string;
let folder: string;
let out: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'valija-bundles-'));
});
beforeEach(async () => {
  folder = await mkdtemp(join(root, 'folder-'));
  out = join(folder, '..', `${folder.split('/').at(-1)}-forks`);
});
afterAll(() => rm(root, { recursive: true, force: true }));

const outcomes = ({ findings }: Pick<BundlesAudit, 'findings'>) =>
  [...new Set(findings.map(({ check, verdict, code }) => `${check} ${verdict} ${code}`))].sort();

describe('bundles of the same key that say different things', () => {
  let pki: Pki;
  let first: Exchange;
  beforeAll(async () => {
    pki = makePki();
    first = await makeExchange({}, pki);
  });

  /** The same authorities with the same keys, whose logs begin anew: each bundle by itself is beyond reproach. */
  const anew = (before = 0): Pki => {
    const parties = pki.parties.map((party) => {
      const log = new MemoryLogRows();
      for (let entry = 0; entry < before; entry += 1) log.add();
      return { ...party, log };
    });
    return { ...pki, parties: parties as unknown as Pki['parties'] };
  };

  const put = async (name: string, content: BundleContent) => writeFile(join(folder, name), await bundleOctets(content));
  async function audit(): Promise<BundlesAudit> {
    const trust = join(root, 'trust.json');
    await writeFile(trust, serializeTrust(first.content.trust));
    return auditBundles({ folder, at: VERIFIED_AT, out, trust });
  }

  it('are found: the message, its receipts and both logs, each fork with its notes and a proof for anybody', async () => {
    const second = await makeExchange({}, anew());
    await put('one.valija.zip', first.content);
    await put('two.valija.zip', second.content);
    const report = await audit();
    expect(report.bundles.map(({ path, verdict }) => [path, verdict])).toEqual([
      ['one.valija.zip', 'PASSED'],
      ['two.valija.zip', 'PASSED'],
    ]);
    expect([report.verdict, report.messages]).toEqual(['FAILED', { different: 1, repeated: 1 }]);
    expect(outcomes(report)).toEqual(
      expect.arrayContaining([
        'evidence-conflicts FAILED sequence-reused',
        'log-consistency FAILED log-forked',
        'message-uniqueness FAILED package-differs',
      ]),
    );
    expect(new Set(report.forks.map(({ authority }) => authority)).size).toBe(2);
    for (const { authority, files } of report.forks) {
      const [one, other, proof] = await Promise.all(files.map((file) => readFile(file, 'utf8')));
      const { verifierKey = '' } = pki.parties.find(({ identifier }) => identifier === authority) ?? {};
      const fork = parseForkProof(Buffer.from(proof ?? ''));
      expect([fork.first, fork.second]).toEqual([one, other]);
      expect(verifyForkProof(fork, parseVerifierKey(verifierKey)).kind).toBe('same-size');
    }
    const again = await audit();
    expect([again.forks, (await readdir(out)).length]).toEqual([report.forks, 3 * report.forks.length]);
  });

  it('are found across sizes by the entries of the larger state', async () => {
    const changed = anew(1);
    const second = await makeExchange({}, changed);
    const [rows] = changed.parties.map(({ log }) => log.rows.map(({ entry }) => entry));
    const withEntries = (content: BundleContent, entries: readonly Buffer[]): BundleContent => ({
      ...content,
      logs: content.logs.map((log, position) =>
        position === 0 ? { ...log, entries: { size: entries.length, bundles: [encodeEntryBundle(entries)] } } : log,
      ),
    });
    await put('one.valija.zip', first.content);
    await put('two.valija.zip', second.content);
    const blind = await audit();
    expect([blind.forks, blind.logs.every(({ unconnected }) => unconnected > 0)]).toEqual([[], true]);
    expect(outcomes(blind)).toContain('log-consistency INDETERMINATE states-not-connected');
    await put('two.valija.zip', withEntries(second.content, rows ?? []));
    const report = await audit();
    expect(report.bundles.map(({ verdict }) => verdict)).toEqual(['PASSED', 'PASSED']);
    expect(new Set(report.forks.map(({ authority }) => authority))).toEqual(new Set([SENDER]));
    for (const { files } of report.forks) {
      const fork = parseForkProof(await readFile(files[2] ?? ''));
      expect(verifyForkProof(fork, parseVerifierKey(pki.parties[0].verifierKey)).kind).toBe('sizes-inconsistent');
    }
  });

  it('are two headers of one generation, and one identifier on two receipts', async () => {
    const { header } = verifyEnvelope(serializeJws(first.envelope));
    const { jws } = await signEnvelope({ ...header, lane: 'urgent' }, pki.parties[0].signers.envelope, VERIFIED_AT);
    await put('one.valija.zip', first.content);
    await put('two.valija.zip', { ...first.content, envelopes: [jws] });
    expect(outcomes(await audit())).toContain('message-uniqueness FAILED headers-differ');
    const identifier = first.summaries[1]?.evidenceIdentifier ?? '';
    const reused = await makeExchange(
      { facts: (facts) => (facts.event === 'ContentHandover' ? { ...facts, evidenceIdentifier: identifier } : facts) },
      anew(),
    );
    await put('two.valija.zip', reused.content);
    expect(outcomes(await audit())).toContain('evidence-conflicts FAILED identifier-reused');
  });

  it('are told together with what the same bundle, a damaged one and other files are', async () => {
    const octets = await bundleOctets(first.content);
    await mkdir(join(folder, 'copia'));
    await writeFile(join(folder, 'copia', 'same.valija.zip'), octets);
    await put('one.valija.zip', first.content);
    await writeFile(join(folder, 'nota.txt'), 'nada');
    const same = await audit();
    expect([same.verdict, same.messages, same.forks, same.others]).toEqual(['PASSED', { different: 1, repeated: 1 }, [], ['nota.txt']]);
    expect(outcomes(same)).toEqual([
      'evidence-chain PASSED holds',
      'evidence-conflicts PASSED holds',
      'issuer-sequences PASSED holds',
      'log-consistency PASSED holds',
      'message-uniqueness PASSED holds',
    ]);
    const damaged = Buffer.from(octets);
    damaged.writeUInt8(damaged.readUInt8(damaged.length - 400) ^ 1, damaged.length - 400);
    await writeFile(join(folder, 'damaged.valija.zip'), damaged);
    await writeFile(join(folder, 'empty.valija.zip'), '');
    const report = await audit();
    expect([report.verdict, report.bundles.find(({ path }) => path === 'damaged.valija.zip')?.verdict]).toEqual(['FAILED', 'FAILED']);
    expect(report.findings).toContainEqual(expect.objectContaining({ check: 'file-kind', verdict: 'FAILED', subject: 'empty.valija.zip' }));
  });

  it('is undecided when there is nothing', async () => {
    expect(await audit()).toMatchObject({ verdict: 'INDETERMINATE', bundles: [], findings: [], forks: [] });
  });

  it('makes up for a receipt that one bundle lacks, and tells what all of them lack', async () => {
    const without = (index: number): BundleContent => ({
      ...first.content,
      evidence: first.evidence.filter((_, position) => position !== index),
    });
    await put('one.valija.zip', without(2));
    await put('two.valija.zip', without(2));
    const gap = await audit();
    expect(gap.findings).toContainEqual(
      expect.objectContaining({ check: 'issuer-sequences', code: 'evidence-missing', subject: expect.stringContaining(MESSAGE_ID) }),
    );
    await put('two.valija.zip', without(3));
    const filled = await audit();
    expect(outcomes(filled)).toContain('issuer-sequences PASSED holds');
    expect(filled.bundles[0]?.findings.map(({ code }) => code)).toContain('evidence-missing');
  });
});

describe('bundles of real gateways', () => {
  let world: World;
  const ids: string[] = [];
  beforeAll(async () => {
    world = await createWorld({ logs: true });
  }, 60_000);
  afterAll(() => world.close());

  async function exchange(): Promise<string> {
    const { messageId } = await submit(world.a, { request: { conversation: 'case:2026-15' } });
    await world.work();
    const { packageCommitment: packageDigest = '' } = await messageAt(world.b, inboundKey(world.a, messageId));
    await handOver(world.b.dependencies, { actor: OFFICER, messageId, packageDigest });
    await world.work();
    world.now += 60_000;
    for (const gateway of world.gateways.values()) await gateway.publishLog();
    return messageId;
  }

  async function bundle(gateway: TestGateway, messageId: string, form: { content?: boolean; entries?: boolean } = {}): Promise<Buffer> {
    return buffer((await writeMessageBundle(gateway.dependencies, { actor: OFFICER, messageId, ...form })).content);
  }

  it('are one history, which the entries in one of them prove; the command says so without a gateway', async () => {
    for (let number = 0; number < 2; number += 1) {
      const messageId = await exchange();
      ids.push(messageId);
      await writeFile(join(folder, `a-${number}.valija.zip`), await bundle(world.a, messageId, { content: false }));
      await writeFile(join(folder, `b-${number}.valija.zip`), await bundle(world.b, messageId));
    }
    const trust = join(root, 'world-trust.json');
    const { read } = await readBundle(bufferReader(await readFile(join(folder, 'a-0.valija.zip'))));
    await writeFile(trust, await read('trust/trust.json'));
    const run = async (...options: string[]) =>
      valija([
        ...['audit', 'bundles', folder, '--trust', trust, '--out', out, '--at', new Date(world.now).toISOString().replace(/\.\d+Z$/, 'Z')],
        ...options,
      ]);
    const first = await run('--json');
    const report = JSON.parse(first.stdout) as BundlesAudit;
    expect([report.messages, report.forks, report.bundles.length]).toEqual([{ different: 2, repeated: 2 }, [], 4]);
    expect(report.logs.map(({ unconnected }) => unconnected > 0)).toContain(true);
    for (const gateway of [world.a, world.b]) {
      const name = gateway.identifier.split(':').at(-1);
      await writeFile(join(folder, `${name}.valija.zip`), await bundle(gateway, ids[1] ?? '', { entries: true }));
    }
    const { content } = await writeConversationBundle(world.a.dependencies, { actor: OFFICER, conversation: 'case:2026-15' });
    await writeFile(join(folder, 'z.valija.zip'), await buffer(content));
    const whole = JSON.parse((await run('--json')).stdout) as BundlesAudit;
    expect(whole.logs.map(({ authority, unconnected }) => [authority, unconnected])).toEqual(
      [world.a, world.b].map(({ identifier }) => [identifier, 0]),
    );
    expect(outcomes(whole).filter((outcome) => !outcome.includes('PASSED'))).toEqual([]);
    const told = await run('--language', 'es');
    expect([told.code, told.stderr]).toEqual([whole.verdict === 'PASSED' ? 0 : 1, '']);
    expect(told.stdout).toContain('Mensajes que están en varios expedientes: 2\n');
    expect(await run('--at', 'ayer')).toMatchObject({ code: 2, stdout: '' });
    await expect(readdir(out)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
