import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ConversationKind } from '../../../../treaty/conversation/conversation-message.ts';
import type { LegalEntry } from '../../../../treaty/conversation/state/legal-entry.ts';
import { legalState } from '../../../../treaty/conversation/state/legal-state.ts';
import type { LegalStateName, Outcome } from '../../../../treaty/conversation/state/phase.ts';
import type { LegalMessage } from '../../../../treaty/message.ts';
import { A, B, entry, example, id, request } from './support.ts';

/**
 * What a clerk would keep on a sheet of paper: lists of the messages that still want an answer, and how far the request has come. Written without
 * the tables of the program, so that the two can be held against each other.
 */
interface Sheet {
  messages: number;
  written: boolean;
  oral: number[];
  acknowledged: boolean;
  supplements: number[];
  consultations: { about: number; asker: string }[];
  offers: number[];
  enquiries: number[];
  loans: number[];
  postponed: boolean;
  partly: boolean;
  rounds: number;
  outcome?: Outcome;
}

interface Desk {
  entries: LegalEntry[];
}

const isOpen = (sheet: Readonly<Sheet>) => sheet.outcome === undefined && sheet.messages > 0;

function expectedState(sheet: Readonly<Sheet>): LegalStateName {
  if (sheet.outcome !== undefined) return sheet.outcome;
  if (sheet.supplements.length > 0) return 'supplement-awaited';
  if (sheet.offers.length > 0) return 'conditions-offered';
  if (sheet.consultations.length > 0) return 'in-consultation';
  if (sheet.postponed) return 'postponed';
  if (sheet.partly) return 'partly-answered';
  if (sheet.acknowledged) return 'acknowledged';
  return sheet.written ? 'requested' : 'announced';
}

function openOn(sheet: Readonly<Sheet>): number {
  const lists = [sheet.oral, sheet.supplements, sheet.consultations, sheet.offers, sheet.enquiries, sheet.loans];
  const waitsForReceipt = isOpen(sheet) && !sheet.acknowledged ? 1 : 0;
  return lists.reduce((sum, list) => sum + list.length, waitsForReceipt) + (sheet.postponed ? 1 : 0);
}

function end(sheet: Sheet, outcome: Outcome): void {
  Object.assign(sheet, { outcome, supplements: [], consultations: [], offers: [], enquiries: [], postponed: false });
}

interface Move {
  name: string;
  can: (sheet: Readonly<Sheet>) => boolean;
  /** Says it, and writes it down. */
  say: (sheet: Sheet, number: number) => [sender: string, message: LegalMessage];
}

const first = { of: { extent: 'whole' } } as never;
const aboutRequest = (kind: ConversationKind, changes = {}) => example(kind, id(1), changes as never);

const MOVES: readonly Move[] = [
  {
    name: 'ask orally',
    can: (sheet) => sheet.messages === 0,
    say: (sheet, number) => {
      sheet.oral.push(number);
      return [A, example('oral-request', undefined)];
    },
  },
  {
    name: 'write the request',
    can: (sheet) => sheet.messages === 0,
    say: (sheet) => {
      sheet.written = true;
      return [A, request()];
    },
  },
  {
    name: 'confirm by letter',
    can: ({ oral }) => oral.length > 0,
    say: (sheet) => {
      sheet.written = true;
      return [A, example('oral-confirmation', id(sheet.oral.pop()!))];
    },
  },
  {
    name: 'acknowledge',
    can: isOpen,
    say: (sheet) => {
      sheet.acknowledged = true;
      return [B, aboutRequest('acknowledgement')];
    },
  },
  {
    name: 'ask for a supplement',
    can: isOpen,
    say: (sheet, number) => {
      sheet.supplements.push(number);
      sheet.rounds += 1;
      return [B, aboutRequest('supplement-request')];
    },
  },
  {
    name: 'give the oldest supplement',
    can: (sheet) => isOpen(sheet) && sheet.supplements.length > 0,
    say: (sheet) => [A, example('supplement', id(sheet.supplements.shift()!))],
  },
  {
    name: 'enquire',
    can: isOpen,
    say: (sheet, number) => {
      sheet.enquiries.push(number);
      return [A, aboutRequest('status-enquiry')];
    },
  },
  {
    name: 'answer enquiries, and go on',
    can: isOpen,
    say: (sheet) => {
      Object.assign(sheet, { enquiries: [], postponed: false });
      return [B, aboutRequest('status-answer')];
    },
  },
  ...[A, B].map(
    (asker): Move => ({
      name: 'consult',
      can: isOpen,
      say: (sheet, number) => {
        sheet.consultations.push({ about: number, asker });
        return [asker, aboutRequest('consultation')];
      },
    }),
  ),
  {
    name: 'answer the last consultation',
    can: (sheet) => isOpen(sheet) && sheet.consultations.length > 0,
    say: (sheet) => {
      const { about, asker } = sheet.consultations.pop()!;
      return [asker === A ? B : A, example('consultation-answer', id(about))];
    },
  },
  {
    name: 'offer conditions',
    can: isOpen,
    say: (sheet, number) => {
      sheet.offers = [number];
      return [B, aboutRequest('conditions-offered')];
    },
  },
  ...(['conditions-accepted', 'conditions-declined'] as const).map(
    (kind): Move => ({
      name: kind,
      can: (sheet) => isOpen(sheet) && sheet.offers.length > 0,
      say: (sheet) => [A, example(kind, id(sheet.offers.pop()!))],
    }),
  ),
  {
    name: 'postpone',
    can: isOpen,
    say: (sheet) => {
      sheet.postponed = true;
      return [B, aboutRequest('postponement')];
    },
  },
  {
    name: 'answer in part',
    can: isOpen,
    say: (sheet) => {
      Object.assign(sheet, { partly: true, postponed: false });
      return [B, aboutRequest('partial-reply')];
    },
  },
  {
    name: 'answer, with an object on loan',
    can: (sheet) => isOpen(sheet) || sheet.outcome === 'refused',
    say: (sheet, number) => {
      end(sheet, 'answered');
      sheet.loans.push(number);
      return [B, aboutRequest('reply')];
    },
  },
  {
    name: 'refuse',
    can: isOpen,
    say: (sheet) => {
      end(sheet, 'refused');
      return [B, aboutRequest('refusal', first)];
    },
  },
  {
    name: 'withdraw',
    can: isOpen,
    say: (sheet) => {
      end(sheet, 'withdrawn');
      return [A, aboutRequest('withdrawal', first)];
    },
  },
  {
    name: 'give the object back',
    can: ({ loans }) => loans.length > 0,
    say: (sheet) => [A, example('return-of-objects', id(sheet.loans.pop()!))],
  },
];

class Say implements fc.Command<Sheet, Desk> {
  readonly #move: Move;
  constructor(move: Move) {
    this.#move = move;
  }
  check(sheet: Readonly<Sheet>): boolean {
    return this.#move.can(sheet);
  }
  run(sheet: Sheet, desk: Desk): void {
    sheet.messages += 1;
    const [sender, message] = this.#move.say(sheet, sheet.messages);
    desk.entries.push(entry(sheet.messages, sender, message));
    // What came last lies on top: the order in which they are read is not that in which they were sent.
    const found = legalState([...desk.entries].reverse());
    expect([found.state, found.openItems.length, found.supplementRounds]).toEqual([expectedState(sheet), openOn(sheet), sheet.rounds]);
    expect(found.closed).toBe(sheet.outcome !== undefined && openOn(sheet) === 0);
    expect(found.timeline.every(({ counted }) => counted)).toBe(true);
  }
  toString(): string {
    return this.#move.name;
  }
}

const blankSheet = (): Sheet => ({
  messages: 0,
  written: false,
  oral: [],
  acknowledged: false,
  supplements: [],
  consultations: [],
  offers: [],
  enquiries: [],
  loans: [],
  postponed: false,
  partly: false,
  rounds: 0,
});

test('conversations go as the sheet of paper says', () => {
  const moves = fc.commands(
    MOVES.map((move) => fc.constant(new Say(move))),
    { size: 'large', maxCommands: 60 },
  );
  fc.assert(
    fc.property(moves, (commands) => fc.modelRun(() => ({ model: blankSheet(), real: { entries: [] } }), commands)),
    { numRuns: 200 },
  );
});

test('the runs reach every kind of end, and closed requests', () => {
  const reached = new Set<string>();
  const lasts = fc.sample(fc.infiniteStream(fc.nat({ max: MOVES.length - 1 })), { numRuns: 200, seed: 1 });
  for (const choices of lasts) {
    const sheet = blankSheet();
    for (const choice of choices.take(40)) {
      const move = MOVES[choice]!;
      if (!move.can(sheet)) continue;
      sheet.messages += 1;
      move.say(sheet, sheet.messages);
      reached.add(`${expectedState(sheet)}${sheet.outcome !== undefined && openOn(sheet) === 0 ? ', closed' : ''}`);
    }
  }
  expect([...reached].sort()).toEqual(
    expect.arrayContaining([
      'announced',
      'answered',
      'answered, closed',
      'partly-answered',
      'postponed',
      'refused, closed',
      'withdrawn, closed',
    ]),
  );
});
