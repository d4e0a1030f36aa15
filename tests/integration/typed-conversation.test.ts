import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ValijaClient } from '../../clients/typescript/client.ts';
import type { CaseDetail, SubmissionRequest } from '../../clients/typescript/generated.ts';
import { readClientConfiguration, readClientFiles } from '../../compose/api-client/client-configuration.ts';
import { runCommand } from '../../compose/demo/child-processes.ts';
import { BORELIA, XANDRIA } from '../../compose/development/authorities.ts';
import type { InstalledGateway } from '../../compose/development/installation.ts';
import { verificationReport } from '../../compose/verification/report-schema.ts';
import type { LegalMessage } from '../../treaty/message.ts';
import { LEGAL_FORMAT } from '../../treaty/requests/request-envelope.ts';
import { eventually } from '../support/eventually.ts';
import { exercise, requestingAnswer } from '../support/requesting-side.ts';
import { startTwoAuthorities, type TwoAuthorities } from '../support/two-authorities.ts';

/**
 * The legal conversation between two gateways as processes: request, acknowledgement with register number, one round of a supplement, partial
 * reply, reply; the bundle of the conversation, fetched on either side, is verified by the command in a process of its own.
 */
let both: TwoAuthorities;
let xandria: ValijaClient;
let borelia: ValijaClient;
beforeAll(async () => {
  both = await startTwoAuthorities();
  xandria = await clientOf(both.xandria.installed);
  borelia = await clientOf(both.borelia.installed);
}, 120_000);
afterAll(() => both.close(), 60_000);

async function clientOf(installed: InstalledGateway): Promise<ValijaClient> {
  return new ValijaClient(await readClientFiles(await readClientConfiguration(installed.client('officer')), 'en'));
}

const RECORDS = Buffer.from('fecha;importe (todo inventado)\r\n2026-01-05;1250.00\r\n');
const digest = createHash('sha256').update(RECORDS).digest('hex');
const HEAD = { format: LEGAL_FORMAT, language: 'pt' } as const;
const OFFICER = { name: 'Bento Inventado', functions: 'Técnico', telephone: '+999 000 0001', email: 'bento@borelia.example' };

/** Sends on one side, and has it taken over on the other. */
async function say(from: ValijaClient, legal: LegalMessage, options: { conversation?: string; annex?: boolean } = {}): Promise<string> {
  const [to, recipient] = from === xandria ? [borelia, BORELIA.id] : [xandria, XANDRIA.id];
  const { conversation, annex } = options;
  const request = {
    recipient,
    lane: 'urgent',
    legal,
    renderLetter: { language: legal.language },
    ...(conversation === undefined ? {} : { conversation }),
  };
  const file = { part: 'annex' as const, name: 'registos.csv', mediaType: 'text/csv', length: RECORDS.length, open: () => octets() };
  const { messageId } = await from.submitMessage({
    idempotencyKey: `say-${legal.kind}-${conversation}`,
    request: request as unknown as SubmissionRequest,
    files: annex === true ? [file] : [],
  });
  await eventually(`${legal.kind} is consigned`, async () => (await stateOf(to, messageId, 'inbound')) === 'consigned', 60_000);
  const { packageDigest = '' } = await to.showMessage({ messageId, direction: 'inbound' });
  await to.handOverMessage({ messageId, direction: 'inbound', body: { packageDigest } });
  await eventually(
    `${legal.kind} has its last receipt`,
    async () => (await stateOf(from, messageId, 'outbound')) === 'handed-over',
    60_000,
  );
  return messageId;
}

async function* octets(): AsyncGenerator<Buffer> {
  yield RECORDS;
}

async function stateOf(client: ValijaClient, messageId: string, direction: 'inbound' | 'outbound'): Promise<string | undefined> {
  return (await client.showMessage({ messageId, direction }).catch(() => undefined))?.state;
}

const KINDS = ['request', 'acknowledgement', 'supplement-request', 'supplement', 'partial-reply', 'reply'] as const;

describe('a typed conversation between two gateways', () => {
  let conversation: string;
  let theirs: CaseDetail;

  it('goes from the request to the reply, with one round of a supplement', async () => {
    const { training: _training, ...request } = exercise(undefined, true);
    conversation = await say(xandria, request);
    const about = conversation;
    await eventually('the case is registered', async () => (await caseAt(borelia)) !== undefined, 30_000);
    theirs = await borelia.showCase({ conversation });
    const register = { system: 'Valija', number: theirs.registerNumber, authority: BORELIA.names.pt, authoritative: true } as const;
    await say(borelia, { ...HEAD, kind: 'acknowledgement', about, register, officer: OFFICER, stage: 'registered' }, { conversation });
    const asked: LegalMessage = {
      ...HEAD,
      kind: 'supplement-request',
      about,
      questions: [{ id: 'q-1', topic: 'offence-and-law', text: 'De que crime se trata?', required: true }],
    };
    const question = await say(borelia, asked, { conversation });
    const supplement = requestingAnswer(question, asked);
    if (supplement === undefined) throw new Error('a supplement is asked for');
    await say(xandria, supplement, { conversation });
    const use = { codes: ['H1' as const], purpose: 'Processo inventado.' };
    const item = { id: 'item-1', title: 'Registos inventados', delivered: { form: 'file' as const, sha256: [digest] }, use };
    const files = [
      { name: 'registos.csv', sha256: digest, document: 'evidence' as const, language: 'pt', version: { kind: 'original' as const } },
    ];
    await say(borelia, { ...HEAD, kind: 'partial-reply', about, items: [item], files }, { conversation, annex: true });
    await say(borelia, { ...HEAD, kind: 'reply', about, items: [], outcome: { result: 'executed' } }, { conversation });
  }, 240_000);

  const caseAt = (client: ValijaClient) => client.showCase({ conversation }).catch(() => undefined);

  it('stands in law the same on both sides, with both numbers, and closed', async () => {
    const ours = await xandria.showCase({ conversation });
    theirs = await borelia.showCase({ conversation });
    for (const shown of [ours, theirs]) {
      expect(shown.legal).toMatchObject({ state: 'answered', closed: true, supplementRounds: 1, irregularities: [], openItems: [] });
      expect(shown.legal.timeline.map(({ kind, counted }) => [kind, counted])).toEqual(KINDS.map((kind) => [kind, true]));
    }
    expect(ours.registerNumber).toMatch(/^XA-CENTRAL\/\d{4}\/000001$/);
    expect([ours.peerRegisterNumber, theirs.peerRegisterNumber]).toEqual([theirs.registerNumber, ours.registerNumber]);
    expect(ours.legal.register?.number).toBe(theirs.registerNumber);
    expect(ours.legal.pauses).toEqual([{ from: expect.any(String), to: expect.any(String) }]);
  });

  it.each(['xandria', 'borelia'] as const)(
    'is held in one bundle, which verifies, fetched from %s',
    async (side) => {
      const path = join(both.folder, `${side}.zip`);
      const client = side === 'xandria' ? xandria : borelia;
      let bundle = Buffer.alloc(0);
      let verified = { code: 1, output: '{}' };
      const fetched = async () => {
        bundle = await buffer((await client.fetchConversationBundle({ conversation })).body);
        await writeFile(path, bundle);
        verified = await runCommand(['verify', path, '--trust', both.installation.trust, '--json']);
        return verified.code === 0;
      };
      // A receipt is a moment older than its place in a published log.
      await eventually('the bundle proves all it can', fetched, 60_000);
      const report = verificationReport.parse(JSON.parse(verified.output));
      expect(report).toMatchObject({ kind: 'conversation', conversation, verdict: 'PASSED' });
      expect(report.messages?.map(({ state, training }) => [state, training])).toEqual(KINDS.map(() => ['handed-over', undefined]));
      const changed = Buffer.from(bundle);
      const at = changed.indexOf('package.asice') + 5_000;
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
      await writeFile(path, changed);
      expect((await runCommand(['verify', path, '--trust', both.installation.trust])).code).not.toBe(0);
    },
    120_000,
  );

  it('cannot be joined by a message that the other side did not ask for', async () => {
    const legal = { format: LEGAL_FORMAT, kind: 'supplement', about: conversation, language: 'es', answers: [], complete: true } as const;
    const { findings } = await xandria.assessMessage({ body: { recipient: BORELIA.id, conversation, legal } as never });
    expect(findings.map(({ code }) => code)).toContain('after-the-end');
  });
});
