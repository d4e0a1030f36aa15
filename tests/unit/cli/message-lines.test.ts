import { afterEach, describe, expect, it, vi } from 'vitest';
import { type MessageAnswer, messageAnswer } from '../../../compose/api-client/answers.ts';
import { localInstant } from '../../../compose/wording/instant.ts';
import { messageLines, stateSentence, summaryLines } from '../../../compose/wording/message-lines.ts';
import { TRAINING_TEXTS } from '../../../compose/wording/training.ts';
import { LANGUAGES } from '../../../gateway/problems/language.ts';

const MESSAGE: MessageAnswer = messageAnswer.parse({
  messageId: '019e1234-0000-7000-8000-000000000000',
  direction: 'outbound',
  sender: 'urn:valija:authority:xa-central',
  recipient: 'urn:valija:authority:xb-central',
  lane: 'urgent',
  state: 'accepted',
  terminal: false,
  createdAt: '2026-11-20T10:00:00.000Z',
  changedAt: '2026-11-20T10:00:01.000Z',
  deadlines: { relay: '2026-11-20T14:00:00.000Z', consignment: '2026-11-20T18:00:00.000Z', handover: '2026-11-23T10:00:00.000Z' },
  lastProblem: 'peer-unreachable',
  subject: 'asunto\u001b[2J inventado',
  files: [{ name: 'carta\u202e.pdf', role: 'letter', mediaType: 'application/pdf', size: 7, sha256: 'ab' }],
  evidence: [],
  pending: [
    { kind: 'transmit', state: 'ready', attempts: 3, nextAttemptAt: '2026-11-20T10:05:00.000Z', lastError: 'peer-unreachable' },
    { kind: 'open', state: 'leased', attempts: 0, nextAttemptAt: '2026-11-20T10:05:00.000Z', progress: { done: 999, total: 1_000 } },
    { kind: 'of-a-later-version', state: 'dead', attempts: 0, nextAttemptAt: '2026-11-20T10:05:00.000Z' },
  ],
});

afterEach(() => vi.unstubAllEnvs());

describe('what is told of a message', () => {
  it('says in words where it stands, until when, what is in the way and when it is tried again', () => {
    vi.stubEnv('TZ', 'UTC');
    const lines = messageLines(MESSAGE, 'en');
    expect(lines[0]).toBe('019e1234-0000-7000-8000-000000000000  2026-11-20 10:00 UTC  accepted  urgent  urn:valija:authority:xb-central');
    expect(lines[2]).toBe('The other gateway has until 2026-11-20 14:00 UTC to confirm receipt.');
    expect(lines[3]).toMatch(/ \[peer-unreachable\]$/);
    expect(lines).toContain('  > It still has to be sent to the other gateway. Next attempt: 2026-11-20 10:05 UTC. Attempts made: 3.');
    expect(lines).toContain('  > It still has to be opened and checked. It is being done now. Done: 99 %.');
    expect(lines).toContain('  > of-a-later-version It is not tried any more: an operator has to step in.');
  });

  it.each(LANGUAGES)('says of an exercise that it is one, in %s, and of nothing else', (language) => {
    expect(messageLines({ ...MESSAGE, training: true }, language)).toContain(TRAINING_TEXTS[language]);
    expect(messageLines(MESSAGE, language)).not.toContain(TRAINING_TEXTS[language]);
  });

  it('lets no name or subject steer a terminal', () => {
    for (const line of messageLines(MESSAGE, 'es')) expect(line).not.toMatch(/\p{C}/u);
  });

  it('tells no deadline and no problem of what has come to its end', () => {
    const ended = summaryLines({ ...MESSAGE, state: 'failed', terminal: true }, 'pt');
    expect(ended).toHaveLength(2);
    expect(summaryLines({ ...MESSAGE, state: 'consigned' }, 'pt')[2]).toContain('2026-11-2');
  });

  it('is told in four languages', () => {
    const told = LANGUAGES.map((language) => messageLines(MESSAGE, language).slice(1));
    for (const [index] of (told[0] ?? []).entries()) {
      const lines = told.map((some) => some[index]);
      if (!(lines[0] ?? '').startsWith('asunto') && !(lines[0] ?? '').startsWith('  letter'))
        expect(new Set(lines).size).toBe(LANGUAGES.length);
    }
    expect(stateSentence('of-a-later-version', 'fr')).toBe('of-a-later-version');
  });
});

describe('a moment', () => {
  it.each([
    ['UTC', '2026-11-20 10:00 UTC'],
    ['America/Lima', '2026-11-20 05:00 -05:00'],
    ['Europe/Madrid', '2026-11-20 11:00 +01:00'],
    ['Asia/Kathmandu', '2026-11-20 15:45 +05:45'],
  ])('is told with its zone: %s', (zone, text) => {
    vi.stubEnv('TZ', zone);
    expect(localInstant('2026-11-20T10:00:59.999Z')).toBe(text);
  });

  it('that is none stands for itself', () => {
    expect(localInstant('mañana')).toBe('mañana');
  });
});
