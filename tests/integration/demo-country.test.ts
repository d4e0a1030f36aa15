import { randomInt } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ValijaClient } from '../../clients/typescript/client.ts';
import type { SubmissionRequest } from '../../clients/typescript/generated.ts';
import { readClientConfiguration, readClientFiles } from '../../compose/api-client/client-configuration.ts';
import { ChildProcesses } from '../../compose/demo/child-processes.ts';
import { BORELIA } from '../../compose/development/authorities.ts';
import type { InstalledGateway } from '../../compose/development/installation.ts';
import { type LegalMessage, parseLegalMessage } from '../../treaty/message.ts';
import { exercise, requestingAnswer } from '../support/requesting-side.ts';
import { startTwoAuthorities, type TwoAuthorities } from '../support/two-authorities.ts';

/** What the country says in each conversation, in this order, once. */
const SAID = {
  ordinary: ['acknowledgement', 'supplement-request', 'partial-reply', 'reply'],
  refusal: ['acknowledgement', 'consultation', 'refusal'],
  postponement: ['acknowledgement', 'consultation', 'postponement', 'status-answer', 'reply'],
  conditions: ['acknowledgement', 'conditions-offered', 'reply'],
} as const;
const FEWEST_KILLS = 6;

let both: TwoAuthorities;
let xandria: ValijaClient;
let borelia: ValijaClient;
beforeAll(async () => {
  both = await startTwoAuthorities({ environment: 'training' });
  xandria = await clientOf(both.xandria.installed);
  borelia = await clientOf(both.borelia.installed);
}, 120_000);
afterAll(() => both.close(), 60_000);

async function clientOf(installed: InstalledGateway): Promise<ValijaClient> {
  return new ValijaClient(await readClientFiles(await readClientConfiguration(installed.client('system')), 'en'));
}

async function hurriedConfiguration(): Promise<string> {
  const given = both.borelia.installed.demoCountry ?? '';
  const delays = Object.fromEntries(
    ['takeOver', 'acknowledgement', 'question', 'decision', 'partialReply', 'reply'].map((name) => [name, '50ms']),
  );
  const path = join(dirname(given), 'hurried.json');
  await writeFile(path, JSON.stringify({ ...JSON.parse(await readFile(given, 'utf8')), delays }));
  return path;
}

async function send(message: LegalMessage, idempotencyKey: string, conversation?: string): Promise<string> {
  const place = conversation === undefined ? {} : { conversation };
  const request = { recipient: BORELIA.id, lane: 'urgent', legal: message, renderLetter: { language: 'es' }, ...place };
  return (await xandria.submitMessage({ idempotencyKey, request: request as unknown as SubmissionRequest, files: [] })).messageId;
}

/** Answers what has come to Xandria; the key keeps it from being said twice. */
async function answerWhatCame(): Promise<void> {
  const { messages } = await xandria.listMessages({ direction: 'inbound', limit: 100 });
  for (const { messageId, conversation, state } of messages) {
    if (state !== 'consigned') continue;
    const shown = await xandria.showMessage({ messageId, direction: 'inbound' });
    const { message } = parseLegalMessage(shown.legal?.message);
    const answer = message === undefined ? undefined : requestingAnswer(messageId, message);
    if (answer !== undefined) await send(answer, `answer-${messageId}`, conversation);
    await xandria.handOverMessage({ messageId, direction: 'inbound', body: { packageDigest: shown.packageDigest ?? '' } });
  }
}

async function saidIn(conversation: string): Promise<string[]> {
  const { messages } = await borelia.listMessages({ direction: 'outbound', conversation, limit: 100 });
  const shown = await Promise.all(messages.map(({ messageId }) => borelia.showMessage({ messageId, direction: 'outbound' })));
  return shown.sort((one, other) => (one.submissionTime < other.submissionTime ? -1 : 1)).map(({ legal }) => legal?.kind ?? '');
}

describe('valija demo-country', () => {
  it('is killed again and again while it answers, and says everything once', async () => {
    const scenarios = Object.keys(SAID) as (keyof typeof SAID)[];
    const requests = new Map<string, string>();
    for (const scenario of scenarios) requests.set(scenario, await send(exercise(scenario, true), `request-${scenario}`));
    const configuration = await hurriedConfiguration();
    let kills = 0;
    for (let isOver = false; !isOver || kills < FEWEST_KILLS; ) {
      const country = new ChildProcesses();
      country.start('demo-country', ['demo-country', '--config', configuration], join(both.folder, 'logs', 'country.log'));
      const before = (await Promise.all([...requests.values()].map(saidIn))).flat().length;
      const end = performance.now() + 20_000;
      for (let after = before; after === before && !isOver && performance.now() < end; ) {
        await sleep(randomInt(20, 120));
        await answerWhatCame();
        const said = await Promise.all(scenarios.map(async (scenario) => [scenario, await saidIn(requests.get(scenario) ?? '')] as const));
        after = said.flatMap(([, kinds]) => kinds).length;
        isOver = said.every(([scenario, kinds]) => kinds.length >= SAID[scenario].length);
      }
      // In the middle of whatever it does after the first thing that it said.
      await sleep(randomInt(0, 150));
      for (const id of country.ids) process.kill(id, 'SIGKILL');
      await country.stop();
      kills += 1;
    }
    for (const scenario of scenarios) expect(await saidIn(requests.get(scenario) ?? '')).toEqual(SAID[scenario]);
    const received = await borelia.listMessages({ direction: 'inbound', limit: 100 });
    expect(new Set(received.messages.map(({ state }) => state))).toEqual(new Set(['handed-over']));
  }, 240_000);
});
