import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BundleIndex } from '../../audit/bundle/index-document.ts';
import { readBundle } from '../../audit/bundle/read-bundle.ts';
import { STEP_NAMES } from '../../audit/verify/auditor-steps.ts';
import { bufferReader } from '../../crypto/asic/random-access.ts';
import { planArchives } from '../../gateway/archive/plan-archives.ts';
import { handOver } from '../../gateway/inbound/hand-over.ts';
import { writeMessageBundle } from '../../gateway/operations/bundle.ts';
import { resultOf, runDemonstration } from '../support/demonstration.ts';
import { messageAt } from '../support/flow-views.ts';
import { annexPart, inboundKey, letterPart, OFFICER, submit } from '../support/submissions.ts';
import { createWorld, HOUR, type World } from '../support/two-gateways.ts';
import { repackBundle } from '../unit/audit/helpers/bundle-octets.ts';
import { blocksOf, prepare, runPage } from './verify-by-hand/page.ts';

let folder: string;
let bundle: Buffer;
let trust: Buffer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'valija-by-hand-'));
  const out = join(folder, 'out');
  const { code, stdout, stderr } = await runDemonstration(['--once', '--out', out, '--json']);
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  bundle = await readFile(join(out, resultOf(stdout).bundle));
  trust = await readFile(join(out, 'installation', 'trust.json'));
}, 120_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

let runs = 0;

async function byHand(
  files: { bundle?: Buffer; trust?: Buffer } = {},
): Promise<ReturnType<typeof runPage> & { holds: number[]; lacks: number[] }> {
  runs += 1;
  const place = join(folder, `run-${runs}`);
  await prepare(place, { bundle, trust, ...files });
  const ran = runPage(place);
  const numbers = (form: RegExp) =>
    [...new Set([...ran.output.matchAll(form)].map(([, number]) => Number(number)))].sort((one, other) => one - other);
  return { ...ran, holds: numbers(/^step (\d+) holds/gm), lacks: numbers(/^step (\d+) is not proved/gm) };
}

describe('docs/verify-by-hand.md on a bundle of the demonstration', () => {
  it('has a heading for every step, and a program in a language of others for the logs', async () => {
    const page = await readFile(new URL('../../docs/verify-by-hand.md', import.meta.url), 'utf8');
    const headings = [...page.matchAll(/^## (.*)$/gm)].map(([, heading = '']) => heading).join(' ');
    for (const number of STEP_NAMES.keys()) {
      expect(headings.includes(`${number + 1}.`) || (number === 11 && headings.includes('11. to 13.')), `step ${number + 1}`).toBe(true);
    }
    expect(blocksOf('go')).toHaveLength(1);
    expect(blocksOf('sh').length).toBeGreaterThan(10);
  });

  it('proves what valija verify proves of it', async () => {
    const { code, holds, lacks, errors } = await byHand();
    expect([code, errors.includes('CAdES Verification successful')]).toEqual([0, true]);
    expect(holds).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(lacks).toEqual([15]);
  });

  const edited = (place: string, edit: (text: string) => string) => () =>
    repackBundle(bundle, (path, file) => (path.includes(place) ? Buffer.from(edit(file.toString('latin1')), 'latin1') : file));
  const indexed = (edit: (index: BundleIndex) => BundleIndex) => () => repackBundle(bundle, (_path, file) => file, edit);
  const otherSignature = (text: string) => text.replace(/"signature":"(.)/, (_all, first) => `"signature":"${first === 'A' ? 'B' : 'A'}`);

  it.each<[string, () => Promise<Buffer>, number]>([
    ['another octet in a file of the package', edited('package.asice', (text) => text.replace('fecha;cuenta', 'fecha;cuentA')), 2],
    ['another octet in the manifest', edited('package.asice', (text) => text.replace('<asic:ASiCManifest ', '<asic:ASiCManifesT ')), 2],
    ['another signature in the header', edited('envelopes/', otherSignature), 6],
    [
      'another digest of the package in the index',
      indexed((index) => ({ ...index, package: { ...index.package, sha256: 'ab'.repeat(32) } as BundleIndex['package'] })),
      7,
    ],
    ['another signature in B.1', edited('evidence/02', otherSignature), 8],
    ['another signature in D.1', edited('evidence/03', otherSignature), 9],
    ['other parties in the index', indexed((index) => ({ ...index, sender: index.recipient, recipient: index.sender })), 6],
    ['proofs about other objects', indexed((index) => ({ ...index, logs: index.logs.map((log) => ({ ...log, proofs: [] })) })), 11],
  ])('ends at %s', async (_what, make, step) => {
    const { code, holds } = await byHand({ bundle: await make() });
    expect(code).not.toBe(0);
    expect(holds.filter((number) => number >= step && number !== 4)).toEqual([]);
    expect(Math.max(...holds, 1)).toBeLessThan(step);
  });

  it('ends at a receipt that stands in the place of another one', async () => {
    const { read, index } = await readBundle(bufferReader(bundle));
    const second = await read(index.evidence[1]?.path ?? '');
    const { code, holds } = await byHand({
      bundle: await repackBundle(bundle, (path, file) => (path.includes('evidence/03') ? second : file)),
    });
    expect(code).not.toBe(0);
    expect(holds).toContain(8);
  });

  it('does not take a certificate in another role, nor roots of somebody else', async () => {
    type Trust = { roots: string[]; timestampRoots: string[]; authorities: { certificates: { role: string }[] }[] };
    const changed = (edit: (document: Trust) => void): Buffer => {
      const document = JSON.parse(trust.toString('utf8')) as Trust;
      edit(document);
      return Buffer.from(JSON.stringify(document));
    };
    const asEnvelope = changed(({ authorities }) => {
      for (const { certificates } of authorities)
        for (const record of certificates) if (record.role === 'evidence') record.role = 'envelope';
    });
    const roles = await byHand({ trust: asEnvelope });
    expect([roles.code === 0, Math.max(...roles.holds)]).toEqual([false, 5]);
    const swapped = changed((document) => {
      document.roots = document.timestampRoots.slice(0, 0);
    });
    const rootless = await byHand({ trust: swapped });
    expect([rootless.code === 0, rootless.holds]).toEqual([false, [2, 4]]);
  });
});

describe('docs/verify-by-hand.md on bundles of gateways half a day later', () => {
  let world: World;
  let whole: Buffer;
  let bare: Buffer;
  beforeAll(async () => {
    world = await createWorld({ logs: true });
    const files = [await letterPart({ fileName: 'carta número 1.pdf' }), annexPart({ fileName: "anexo (ñ) 'uno'!.bin" })];
    const { messageId } = await submit(world.a, { files });
    await world.work();
    const { packageCommitment: packageDigest = '' } = await messageAt(world.b, inboundKey(world.a, messageId));
    await handOver(world.b.dependencies, { actor: OFFICER, messageId, packageDigest });
    await world.work();
    await world.advance(13 * HOUR);
    await planArchives(world.a.dependencies);
    await world.work();
    for (const gateway of world.gateways.values()) await gateway.publishLog();
    const bundleOf = async (content: boolean) =>
      buffer((await writeMessageBundle(world.a.dependencies, { actor: OFFICER, messageId, content })).content);
    whole = await bundleOf(true);
    bare = await bundleOf(false);
  }, 60_000);
  afterAll(() => world.close());

  const trusted = async (octets: Buffer) => (await readBundle(bufferReader(octets))).read('trust/trust.json');

  it('proves the long-term copy as well, and ends when a file of it was altered', async () => {
    const { code, holds, lacks } = await byHand({ bundle: whole, trust: await trusted(whole) });
    expect([code, holds, lacks]).toEqual([0, [2, 3, 4, 6, 7, 8, 9, 10, 15], [5, 14]]);
    const flipped = (file: Buffer) => {
      const copy = Buffer.from(file);
      copy.writeUInt8(copy.readUInt8(copy.length - 20) ^ 1, copy.length - 20);
      return copy;
    };
    const altered = await repackBundle(whole, (path, file) => (path === 'package/archive/signature001.p7s' ? flipped(file) : file));
    const refused = await byHand({ bundle: altered, trust: await trusted(whole) });
    expect([refused.code === 0, refused.holds.includes(15)]).toEqual([false, false]);
  });

  it('proves the rest of a bundle without content, and says what it cannot', async () => {
    const { code, holds, lacks } = await byHand({ bundle: bare, trust: await trusted(bare) });
    expect([code, holds, lacks]).toEqual([0, [6, 8, 9, 10], [2, 3, 4, 5, 7, 14, 15]]);
  });
});
