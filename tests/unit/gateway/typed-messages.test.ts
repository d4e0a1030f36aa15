import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { handOver } from '../../../gateway/inbound/hand-over.ts';
import { fetchFile } from '../../../gateway/operations/content.ts';
import { showMessage } from '../../../gateway/operations/show-message.ts';
import { submitMessage } from '../../../gateway/outbound/submit.ts';
import { readFacts } from '../../../gateway/register/typed-message-row.ts';
import { caseKey } from '../../../store/contracts/case-records.ts';
import { messageKey } from '../../../store/contracts/records.ts';
import type { ConversationMessage } from '../../../treaty/conversation/conversation-message.ts';
import type { LegalMessage } from '../../../treaty/message.ts';
import { REQUEST_EXAMPLES } from '../../../treaty/requests/examples/request-examples.ts';
import { annexPart, letterPart, OFFICER, SYSTEM, submission } from '../../support/submissions.ts';
import { A, B, createWorld, type World } from '../../support/two-gateways.ts';

const SUPERVISOR = { ...OFFICER, id: 'supervisor-1', supervises: true } as const;
const request: LegalMessage = { ...REQUEST_EXAMPLES['mutual-legal-assistance'].complete, files: [] };

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

/** Nothing in the world's directory says which treaties bind XA and XB: the first rule stops a formal request. */
const allowed = { override: { rules: ['R01'], reason: 'Ensayo inventado entre dos Estados inventados.' } };

async function send(legal: unknown, change: Record<string, unknown> = {}, actor = SUPERVISOR) {
  return submitMessage(world.a.dependencies, await submission({ actor, request: { legal, ...allowed, ...change } }));
}

describe('a typed message', () => {
  it('is held against its schema, and every fault is told with its place', async () => {
    const { proceedings: _proceedings, ...particulars } = request.particulars;
    const broken = { ...request, matter: 'maritime', language: 7, particulars: { ...particulars, facts: '' } };
    await expect(send(broken)).rejects.toMatchObject({
      code: 'submission-invalid',
      faults: expect.arrayContaining([
        { code: 'legal-message-invalid', pointer: '/legal/matter', detail: 'invalid_value' },
        { code: 'legal-message-invalid', pointer: '/legal/language', detail: 'invalid_type' },
        expect.objectContaining({ code: 'legal-message-invalid', pointer: '/legal/particulars/facts' }),
      ]),
    });
    await expect(send({ format: 'valija-legal/1', kind: 'love-letter' })).rejects.toMatchObject({ faults: [{ pointer: '/legal/kind' }] });
  });

  it('names no file that is not there', async () => {
    const files = [{ name: 'otro.pdf', document: 'letter', language: 'es', version: { kind: 'original' } }];
    await expect(send({ ...request, files })).rejects.toMatchObject({
      faults: [{ code: 'legal-message-invalid', pointer: '/legal/files/0/name', detail: 'no part has this file name' }],
    });
  });

  it('is stopped by a rule, with its number, and by nobody else than a supervisor with a reason sent all the same', async () => {
    await expect(send(request, { override: undefined })).rejects.toMatchObject({
      code: 'legal-rule-stops',
      faults: [{ code: 'legal-rule-stops', finding: { rule: 'R01', code: 'no-legal-basis' } }],
    });
    await expect(send(request, {}, { ...OFFICER, id: 'officer-7' } as never)).rejects.toMatchObject({ code: 'override-not-allowed' });
    await expect(send(request, { override: { rules: ['R01', 'R07'], reason: 'x' } })).rejects.toMatchObject({
      faults: [{ code: 'submission-invalid', pointer: '/override/rules/1' }],
    });
    const sent = await send(request);
    const operations = await world.a.dependencies.ledger.list('operations', { index: 'byActor', equals: SUPERVISOR.id, limit: 10 });
    expect(operations.map(({ value }) => [value.action, value.facts?.rules])).toContainEqual(['legal-rule-overridden', 'R01']);
    const { legal } = await showMessage(world.a.dependencies, { actor: OFFICER, messageId: sent.messageId });
    expect(legal?.override).toMatchObject({ by: SUPERVISOR.id, reason: allowed.override.reason });
  });

  it('has its number at once, arrives with its report on completeness, and is registered on the other side after it was consigned', async () => {
    const sent = await send(request);
    expect(sent.registerNumber).toMatch(/^XA-CENTRAL\/\d{4}\/\d{6}$/);
    expect(sent.findings?.some(({ rule }) => rule === 'R01')).toBe(true);
    await world.work();
    const shown = await showMessage(world.b.dependencies, { actor: OFFICER, messageId: sent.messageId });
    expect(shown.state).toBe('consigned');
    expect(shown.legal).toMatchObject({
      kind: 'request',
      requestType: 'mutual-legal-assistance',
      message: request,
      senderRegisterNumber: sent.registerNumber,
      completeness: { format: 'valija-completeness/1', assessedBy: A },
    });
    expect(shown.files.map(({ name, role }) => [name, role])).toEqual([
      ['carta.pdf', 'letter'],
      ['anexo 1.bin', 'annex'],
      ['particulars.json', 'particulars'],
      ['completeness.json', 'completeness'],
    ]);
    const entry = await world.b.dependencies.ledger.get('cases', caseKey(A, sent.messageId));
    expect(entry?.value.registerNumber).toMatch(/^XB-CENTRAL\/\d{4}\/\d{6}$/);
    const typed = await world.b.dependencies.ledger.get('typedMessages', messageKey('inbound', A, sent.messageId));
    if (typed === undefined) throw new Error('the message is registered');
    expect(await readFacts(world.b.dependencies, typed.value)).toMatchObject({ kind: 'request', requestType: 'mutual-legal-assistance' });
  });

  it('gets the same number and the same findings when the submission is repeated', async () => {
    const given = { actor: SUPERVISOR, key: 'typed-once', request: { legal: request, ...allowed } };
    const first = await submitMessage(world.a.dependencies, await submission(given));
    const again = await submitMessage(world.a.dependencies, await submission(given));
    expect(again).toEqual({ ...first, replayed: true });
  });

  it('may be one of twenty at a time: every number is given once and none is missing', async () => {
    const before = await send(request);
    const submissions = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        submission({ actor: SUPERVISOR, key: `at-once-${index}`, request: { legal: request, ...allowed } }),
      ),
    );
    const sent = await Promise.all(submissions.map((each) => submitMessage(world.a.dependencies, each)));
    const numbers = sent.map(({ registerNumber = '' }) => Number(registerNumber.split('/').at(-1))).sort((one, other) => one - other);
    const first = Number(before.registerNumber?.split('/').at(-1)) + 1;
    expect(numbers).toEqual(Array.from({ length: 20 }, (_, index) => first + index));
  });

  it('leaves no number and nothing else behind when the submission is refused', async () => {
    const cases = async () => (await world.a.dependencies.ledger.list('cases', { index: 'all', equals: 'all', limit: 500 })).length;
    const before = await cases();
    const files = [await letterPart({ content: Buffer.from('no es un PDF') })];
    await expect(
      submitMessage(world.a.dependencies, await submission({ actor: SUPERVISOR, request: { legal: request, ...allowed }, files })),
    ).rejects.toMatchObject({
      code: 'letter-not-pdf',
    });
    expect(await cases()).toBe(before);
  });

  it('takes no file under the names of its documents', async () => {
    for (const fileName of ['particulars.json', 'Completeness.JSON']) {
      const files = [await letterPart(), annexPart({ fileName })];
      await expect(submitMessage(world.a.dependencies, await submission({ files }))).rejects.toMatchObject({ code: 'file-name-invalid' });
    }
  });
});

describe('a letter that the gateway writes', () => {
  const written = { legal: request, renderLetter: { language: 'es' }, ...allowed };

  it('carries the number of the case and our seal in its place, and is the letter of the package', async () => {
    const sent = await submitMessage(world.a.dependencies, await submission({ actor: SUPERVISOR, request: written, files: [annexPart()] }));
    await world.work();
    const shown = await showMessage(world.b.dependencies, { actor: OFFICER, messageId: sent.messageId });
    expect(shown.files.map(({ name, role, language }) => [name, role, language])).toEqual([
      ['letter.pdf', 'letter', 'es'],
      ['anexo 1.bin', 'annex', undefined],
      ['particulars.json', 'particulars', undefined],
      ['completeness.json', 'completeness', undefined],
    ]);
    expect(shown.letterSignatures).toMatchObject([{ verdict: 'PASSED', level: 'B-T', signer: { authority: A }, coversWholeFile: true }]);
    const file = await fetchFile(world.b.dependencies, { actor: OFFICER, messageId: sent.messageId, index: 0 });
    const chunks: Buffer[] = [];
    for await (const chunk of file.stream()) chunks.push(chunk);
    await file.close();
    const text = spawnSync('pdftotext', ['-', '-'], { input: Buffer.concat(chunks) }).stdout.toString('utf8');
    expect(text).toContain(sent.registerNumber);
    expect(text).toContain('anexo 1.bin');
  });

  it('is refused before anything is sent when a character has no form', async () => {
    const facts = `Hechos inventados con un carácter sin forma: ${String.fromCodePoint(0x13000)}`;
    const legal = { ...request, particulars: { ...request.particulars, facts } };
    const attempt = submission({ actor: SUPERVISOR, request: { ...written, legal }, files: [] });
    await expect(submitMessage(world.a.dependencies, await attempt)).rejects.toMatchObject({ code: 'letter-character-missing' });
  });

  it.each([
    ['beside a letter', { ...written }, true, 'letter-missing'],
    ['without a typed message', { renderLetter: { language: 'es' } }, false, 'submission-invalid'],
  ])('is not written %s', async (_name, given, withLetter, code) => {
    const files = withLetter ? [await letterPart()] : [annexPart()];
    await expect(submitMessage(world.a.dependencies, await submission({ actor: SUPERVISOR, request: given, files }))).rejects.toMatchObject(
      { code },
    );
  });

  it('leaves its name to no other file', async () => {
    const files = [annexPart({ fileName: 'Letter.PDF' })];
    await expect(
      submitMessage(world.a.dependencies, await submission({ actor: SUPERVISOR, request: written, files })),
    ).rejects.toMatchObject({
      code: 'file-name-repeated',
    });
  });
});

describe('a conversation', () => {
  const acknowledgement = (about: string): ConversationMessage => ({
    format: 'valija-legal/1',
    kind: 'acknowledgement',
    about,
    language: 'pt',
    register: { system: 'Registo inventado', number: 'XB-CENTRAL/2026/000001', authority: 'Autoridade central inventada B' },
    officer: { name: 'Pessoa Inventada', functions: 'Técnica', telephone: '+999 21 555 0101', email: 'pessoa@example.org' },
  });

  it('has one number on each side, whichever way a message goes', async () => {
    const sent = await send(request);
    await world.work();
    const { packageDigest = '' } = await showMessage(world.b.dependencies, { actor: OFFICER, messageId: sent.messageId });
    await handOver(world.b.dependencies, { actor: OFFICER, messageId: sent.messageId, packageDigest });
    const answer = await submitMessage(
      world.b.dependencies,
      await submission({ actor: SYSTEM, request: { recipient: A, conversation: sent.messageId, legal: acknowledgement(sent.messageId) } }),
    );
    await world.work();
    const here = await world.b.dependencies.ledger.get('cases', caseKey(A, sent.messageId));
    expect(answer.registerNumber).toBe(here?.value.registerNumber);
    const shown = await showMessage(world.a.dependencies, { actor: OFFICER, messageId: answer.messageId });
    expect(shown.legal).toMatchObject({ kind: 'acknowledgement', senderRegisterNumber: answer.registerNumber });
    const typed = await world.a.dependencies.ledger.list('typedMessages', {
      index: 'byCase',
      equals: caseKey(B, sent.messageId),
      limit: 10,
    });
    expect(typed.length).toBe(2);
  });

  it('refuses to send a refusal without any consultation, by its rule', async () => {
    const sent = await send(request);
    await world.work();
    const refusal: ConversationMessage = {
      format: 'valija-legal/1',
      kind: 'refusal',
      about: sent.messageId,
      language: 'pt',
      of: { extent: 'whole' },
      grounds: [{ ground: 'dual-criminality', reason: 'Motivo inventado.' }],
      consultation: { held: 'none', reason: 'Sem tempo, motivo inventado.' },
    };
    const attempt = submission({ actor: SYSTEM, request: { recipient: A, conversation: sent.messageId, legal: refusal } });
    await expect(submitMessage(world.b.dependencies, await attempt)).rejects.toMatchObject({ code: 'legal-rule-stops' });
  });
});
