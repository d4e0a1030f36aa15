import type { Side } from '../../chain/inner-chain.ts';
import type { LegalMessage, MessageKind } from '../../message.ts';
import type { DeliveredItem } from '../kinds/reply.ts';
import type { LegalEntry } from './legal-entry.ts';
import { endRequest, openItem, otherSide, type Progress, resumeExecution, settleItems, settleOf } from './progress.ts';

type MessageOf<Kind extends MessageKind> = Extract<LegalMessage, { kind: Kind }>;

type Effect<Kind extends MessageKind> = (progress: Progress, message: MessageOf<Kind>, entry: LegalEntry, side: Side) => void;

/** Nothing but that it has been said. */
const noEffect = () => {};

/** What each kind of message does to the request, once it counts. */
const EFFECTS: { readonly [Kind in MessageKind]: Effect<Kind> } = {
  request: (progress, message, entry) => {
    progress.requestSeen = true;
    progress.inWriting = true;
    begin(progress, entry);
    const oral = message.oralRequest?.record;
    if (oral !== undefined) settleOf(progress, entry, oral, 'to-confirm');
    if (message.paperOriginal !== undefined) openItem(progress, entry, 'paper-original', 'requesting', message.paperOriginal.expectedOn);
  },
  'prior-contact': noEffect,
  'oral-request': (progress, { confirmBy }, entry) => {
    begin(progress, entry);
    openItem(progress, entry, 'to-confirm', 'requesting', confirmBy);
  },
  'oral-confirmation': (progress, { about, text }, entry) => {
    if (text.by === 'request' && text.message !== progress.request?.messageId) return;
    progress.inWriting = true;
    settleOf(progress, entry, about, 'to-confirm');
  },
  'advance-copy': (progress, { expectedOn }, entry) => openItem(progress, entry, 'paper-original', 'requesting', expectedOn),
  'paper-original': (progress, { about, position }, entry) => {
    if (position.stage === 'received' && position.comparison.match !== 'differs') settleOf(progress, entry, about, 'paper-original');
  },

  acknowledgement: (progress, { register, officer, stage, expectedOn }, entry) => {
    progress.acknowledged = true;
    progress.passedOn = false;
    progress.register = register;
    progress.officer = officer;
    if (stage !== undefined) progress.stage = stage;
    expect(progress, expectedOn);
    settleItems(progress, entry, ({ kind }) => kind === 'acknowledgement');
  },
  transfer: (progress, { to, continues }, entry) => {
    if (continues === 'elsewhere') return endRequest(progress, entry, 'transferred');
    for (const { party } of to) if (party.identifier !== undefined) progress.requested.add(party.identifier);
    progress.passedOn = true;
    progress.acknowledged = false;
    settleItems(progress, entry, ({ kind }) => kind === 'acknowledgement');
    openItem(progress, entry, 'acknowledgement', 'requested');
  },

  'supplement-request': (progress, { answerBy }, entry) => {
    progress.supplementRounds += 1;
    openItem(progress, entry, 'supplement', 'requesting', answerBy);
  },
  'translation-defective': (progress, { answerBy }, entry) => {
    progress.translationRounds += 1;
    openItem(progress, entry, 'translation', 'requesting', answerBy);
  },
  supplement: (progress, { about, complete }, entry) => {
    if (complete) settleOf(progress, entry, about, 'supplement', 'translation');
  },

  'status-enquiry': (progress, { answerBy }, entry) => openItem(progress, entry, 'status-enquiry', 'requested', answerBy),
  'status-answer': (progress, { stage, officer, expectedOn }, entry) => {
    progress.stage = stage;
    if (officer !== undefined) progress.officer = officer;
    expect(progress, expectedOn);
    settleItems(progress, entry, ({ kind }) => kind === 'status-enquiry');
    if (stage !== 'postponed') resumeExecution(progress, entry);
  },

  consultation: (progress, { answerBy }, entry, side) => openItem(progress, entry, 'consultation', otherSide(side), answerBy),
  'cost-consultation': (progress, { answerBy }, entry) => openItem(progress, entry, 'costs', 'requesting', answerBy),
  'consultation-answer': (progress, { about }, entry) => settleOf(progress, entry, about, 'consultation', 'costs'),
  'conditions-offered': (progress, { answerBy }, entry) => {
    settleItems(progress, entry, ({ kind }) => kind === 'conditions');
    openItem(progress, entry, 'conditions', 'requesting', answerBy);
  },
  'conditions-accepted': (progress, { about }, entry) => {
    progress.acceptedConditions.push(about);
    settleOf(progress, entry, about, 'conditions');
  },
  'conditions-declined': (progress, { about }, entry) => settleOf(progress, entry, about, 'conditions'),

  refusal: (progress, { of }, entry) => {
    if (of.extent === 'whole') endRequest(progress, entry, 'refused');
  },
  postponement: (progress, { of, until }, entry) => {
    progress.postponed ||= of.extent === 'whole';
    expect(progress, until);
    settleItems(progress, entry, ({ kind }) => kind === 'resumption');
    openItem(progress, entry, 'resumption', 'requested', until);
  },
  delay: (progress, { expectedOn }) => expect(progress, expectedOn),
  'cannot-meet-date': (progress, { newDate }) => expect(progress, newDate),

  'cannot-keep-confidential': (progress, { executesOn }, entry) => openItem(progress, entry, 'confidentiality', 'requesting', executesOn),
  'confidentiality-decision': (progress, { about, decision }, entry) => {
    settleOf(progress, entry, about, 'confidentiality');
    if (decision === 'do-not-execute') endRequest(progress, entry, 'withdrawn');
  },

  'partial-reply': (progress, { items, expectedOn }, entry) => {
    progress.partlyAnswered = true;
    expect(progress, expectedOn);
    resumeExecution(progress, entry);
    lend(progress, entry, items);
  },
  reply: (progress, { items }, entry) => {
    endRequest(progress, entry, 'answered');
    lend(progress, entry, items);
  },
  'proof-of-service': (progress, { completes }, entry) => {
    if (completes) return endRequest(progress, entry, 'answered');
    progress.partlyAnswered = true;
    resumeExecution(progress, entry);
  },
  'return-of-objects': (progress, { items }, entry, side) => giveBack(progress, entry, items, side),

  'other-use-request': (progress, { answerBy }, entry) => openItem(progress, entry, 'other-use', 'requested', answerBy),
  'other-use-granted': (progress, { about }, entry) => {
    progress.grantedUses.push(about);
    settleOf(progress, entry, about, 'other-use');
  },
  'other-use-refused': (progress, { about }, entry) => settleOf(progress, entry, about, 'other-use'),
  'exculpatory-notice': (progress, { disclosure }, entry) => {
    if (disclosure.when === 'before' && disclosure.consultationWanted === true) {
      openItem(progress, entry, 'consultation', 'requested', disclosure.intendedOn);
    }
  },

  withdrawal: (progress, { of }, entry) => {
    if (of.extent === 'whole') endRequest(progress, entry, 'withdrawn');
  },
  'off-channel-dispatch': (progress, _message, entry, side) => openItem(progress, entry, 'off-channel-receipt', otherSide(side)),
  'off-channel-receipt': (progress, { about, received }, entry) => {
    const intact = new Set(received.filter((file) => file.intact).map(({ sha256 }) => sha256));
    const dispatch = progress.counted.get(about)?.message;
    if (dispatch?.kind !== 'off-channel-dispatch') return;
    if (dispatch.dispatched.every(({ sha256 }) => intact.has(sha256))) settleOf(progress, entry, about, 'off-channel-receipt');
  },
};

/** Applies a message that counts. */
export function applyEffect(progress: Progress, entry: LegalEntry, side: Side): void {
  const effect = EFFECTS[entry.message.kind] as Effect<MessageKind>;
  effect(progress, entry.message, entry, side);
}

/** A request has been made, in writing or not: it wants to be acknowledged. */
function begin(progress: Progress, entry: LegalEntry): void {
  if (progress.phase === 'preliminary') progress.phase = 'open';
  if (progress.phase !== 'open' || progress.acknowledged || progress.items.some(({ kind }) => kind === 'acknowledgement')) return;
  openItem(progress, entry, 'acknowledgement', 'requested');
}

function expect(progress: Progress, date: string | undefined): void {
  if (date !== undefined) progress.expectedOn = date;
}

/** Objects that were delivered on loan wait to be given back. */
function lend(progress: Progress, entry: LegalEntry, items: readonly DeliveredItem[]): void {
  const lent = items.flatMap(({ id, delivered }) => (delivered.form === 'object' && delivered.toBeReturned ? [{ id, delivered }] : []));
  if (lent.length === 0) return;
  progress.objects.set(entry.messageId, new Set(lent.map(({ id }) => id)));
  const days = lent.flatMap(({ delivered }) => delivered.returnBy ?? []).sort();
  openItem(progress, entry, 'objects-to-return', 'requesting', days[0]);
}

function giveBack(progress: Progress, entry: LegalEntry, items: readonly string[], side: Side): void {
  for (const item of progress.items.filter(({ kind, turn }) => kind === 'objects-to-return' && turn === side)) {
    const lent = progress.objects.get(item.message);
    for (const id of items) lent?.delete(id);
    if (lent === undefined || lent.size === 0) settleOf(progress, entry, item.message, 'objects-to-return');
  }
}
