import type { GroundCounsel, GroundRow, RequestFamily } from '../../grounds/ground.ts';
import { type Ground, groundRow } from '../../grounds/grounds.ts';
import { familyOf } from '../../grounds/request-family.ts';
import type { LegalMessage, MessageKind } from '../../message.ts';
import type { StatedGround } from '../kinds/stated-ground.ts';
import type { SetAsideCode } from './admission.ts';
import { aboutOf, type LegalEntry } from './legal-entry.ts';
import type { Progress } from './progress.ts';

/** What is irregular about a message that counts all the same. */
export type CountedIrregularityCode =
  | 'identifier-reused'
  | 'dated-before-its-cause'
  | 'refusal-without-consultation'
  | 'postponement-without-consultation'
  | 'consultation-unanswered'
  | 'bank-secrecy-as-ground'
  | 'fiscal-character-alone-as-ground'
  | 'ground-not-usual-here'
  | 'ground-without-provision'
  | 'supplement-rather-than-refusal'
  | 'translation-rather-than-refusal'
  | 'transfer-rather-than-refusal'
  | 'priority-rather-than-refusal'
  | 'own-prosecutors-after-refusal'
  | 'answered-with-confirmation-open'
  | 'confirming-text-missing'
  | 'paper-original-differs'
  | 'off-channel-item-differs'
  | 'new-date-not-later'
  | 'confidentiality-told-late'
  | 'exculpatory-notice-after-disclosure'
  | 'item-unknown'
  | 'question-unknown'
  | 'required-question-unanswered';

export type IrregularityCode = SetAsideCode | CountedIrregularityCode;

/** Something that is not as it should be. The code is that of a row in the table of legal rules. */
export interface Irregularity {
  readonly messageId: string;
  readonly code: IrregularityCode;
  /** JSON Pointer (RFC 6901) into the typed message. */
  readonly pointer?: string;
  readonly parameters?: Readonly<Record<string, string>>;
}

type Found = Omit<Irregularity, 'messageId'>;
type Check<Kind extends MessageKind> = (message: Extract<LegalMessage, { kind: Kind }>, progress: Progress, entry: LegalEntry) => Found[];

const CHECKS: { readonly [Kind in MessageKind]?: Check<Kind> } = {
  refusal: (message, progress) => [
    ...consultationRemarks(message.consultation, progress, 'before-refusal', 'refusal-without-consultation'),
    ...message.grounds.flatMap((stated, index) => groundRemarks(stated, `/grounds/${index}`, progress)),
    ...excludedGrounds(message.grounds),
  ],
  postponement: (message, progress) => [
    ...consultationRemarks(message.consultation, progress, 'before-postponement', 'postponement-without-consultation'),
    ...message.grounds.flatMap((stated, index) => groundRemarks(stated, `/grounds/${index}`, progress)),
  ],
  consultation: (message) => excludedGrounds(message.grounds ?? []),
  'conditions-offered': (message) => excludedGrounds(message.grounds ?? []),
  reply: (_message, progress) => confirmationRemarks(progress),
  'proof-of-service': (message, progress) => (message.completes ? confirmationRemarks(progress) : []),
  'oral-confirmation': ({ text }, progress) =>
    text.by === 'request' && text.message !== progress.request?.messageId
      ? [{ code: 'confirming-text-missing', pointer: '/text/message' }]
      : [],
  'paper-original': ({ position }) =>
    position.stage === 'received' && position.comparison.match === 'differs'
      ? [{ code: 'paper-original-differs', pointer: '/position/comparison' }]
      : [],
  'off-channel-receipt': ({ about, received }, progress) => {
    const dispatch = progress.counted.get(about)?.message;
    const announced = dispatch?.kind === 'off-channel-dispatch' ? dispatch.dispatched.map(({ sha256 }) => sha256) : [];
    return received.flatMap(({ sha256, intact }, index): Found[] =>
      intact && announced.includes(sha256) ? [] : [{ code: 'off-channel-item-differs', pointer: `/received/${index}` }],
    );
  },
  'cannot-meet-date': ({ wished, newDate }) => (newDate > wished ? [] : [{ code: 'new-date-not-later', pointer: '/newDate' }]),
  'cannot-keep-confidential': (_message, { partlyAnswered }) => (partlyAnswered ? [{ code: 'confidentiality-told-late' }] : []),
  'exculpatory-notice': ({ items, disclosure }, progress) => [
    ...(disclosure.when === 'after' ? [{ code: 'exculpatory-notice-after-disclosure' as const, pointer: '/disclosure' }] : []),
    ...unknownItems(items, progress),
  ],
  'other-use-request': ({ items }, progress) => unknownItems(items, progress),
  'return-of-objects': ({ items }, progress) => unknownItems(items, progress),
  supplement: (message, progress) => supplementRemarks(message, progress),
};

/** What is irregular about a message that counts, seen from the point at which it stands. */
export function irregularitiesOf(progress: Progress, entry: LegalEntry): Irregularity[] {
  const check = CHECKS[entry.message.kind] as Check<MessageKind> | undefined;
  const found = [...dateRemarks(progress, entry), ...(check?.(entry.message, progress, entry) ?? [])];
  return found.map((irregularity) => ({ messageId: entry.messageId, ...irregularity }));
}

function dateRemarks({ counted }: Progress, entry: LegalEntry): Found[] {
  const cause = counted.get(aboutOf(entry) ?? '');
  return cause !== undefined && Date.parse(entry.issuedAt) < Date.parse(cause.issuedAt) ? [{ code: 'dated-before-its-cause' }] : [];
}

type StatedConsultation = Extract<LegalMessage, { kind: 'refusal' }>['consultation'];

/** UNTOC 18(26): consultation before the decision. One held otherwise is taken at its word; one in the conversation has to be there. */
function consultationRemarks(
  stated: StatedConsultation,
  { counted, items }: Progress,
  purpose: string,
  code: 'refusal-without-consultation' | 'postponement-without-consultation',
): Found[] {
  const pointer = '/consultation';
  if (stated.held === 'otherwise') return [];
  if (stated.held === 'none') return [{ code, pointer }];
  const held = counted.get(stated.message)?.message;
  const isOffer = held?.kind === 'conditions-offered';
  if (!isOffer && !(held?.kind === 'consultation' && held.purpose === purpose)) return [{ code, pointer }];
  return items.some(({ message }) => message === stated.message) ? [{ code: 'consultation-unanswered', pointer }] : [];
}

const COUNSEL: Readonly<Record<GroundCounsel, CountedIrregularityCode>> = {
  'ask-for-supplement': 'supplement-rather-than-refusal',
  'ask-for-translation': 'translation-rather-than-refusal',
  'transfer-to-competent-authority': 'transfer-rather-than-refusal',
  'consult-on-priority': 'priority-rather-than-refusal',
  'submit-to-own-prosecutors': 'own-prosecutors-after-refusal',
};

function groundRemarks({ ground, provision }: StatedGround, pointer: string, progress: Progress): Found[] {
  const row = groundRow(ground);
  const parameters = { ground };
  const family = requestFamily(progress);
  return [
    ...(family === undefined || isUsual(row, family) ? [] : [{ code: 'ground-not-usual-here' as const, pointer, parameters }]),
    ...(needsProvision(row, ground) && provision === undefined ? [{ code: 'ground-without-provision' as const, pointer, parameters }] : []),
    ...(row.counsel === undefined ? [] : [{ code: COUNSEL[row.counsel], pointer, parameters }]),
  ];
}

function requestFamily({ request }: Progress): RequestFamily | undefined {
  return request?.message.kind === 'request' ? familyOf(request.message.requestType) : undefined;
}

function isUsual({ families }: GroundRow, family: RequestFamily): boolean {
  return families === 'every' || families.includes(family);
}

/** Grounds of law that no convention quoted in the table provides for; what is a matter of fact needs no article. */
const LEGAL_GROUNDS: ReadonlySet<Ground> = new Set([
  'political-offence',
  'military-offence',
  'limitation',
  'amnesty',
  'immunity',
  'already-judged',
  'refugee',
  'penalty-not-accepted',
]);

function needsProvision({ articles }: GroundRow, ground: Ground): boolean {
  return articles.length === 0 && LEGAL_GROUNDS.has(ground);
}

/** Bank secrecy is no ground (UNTOC 18(8)), nor is the fiscal character of an offence where it is the only one (18(22), 16(15)). */
function excludedGrounds(grounds: readonly StatedGround[]): Found[] {
  const isFiscalAlone = grounds.every(({ ground }) => ground === 'fiscal-character');
  return grounds.flatMap(({ ground }, index): Found[] => {
    const pointer = `/grounds/${index}`;
    if (ground === 'bank-secrecy') return [{ code: 'bank-secrecy-as-ground', pointer }];
    return ground === 'fiscal-character' && isFiscalAlone ? [{ code: 'fiscal-character-alone-as-ground', pointer }] : [];
  });
}

/** UNTOC 18(14): the signed text of an oral request is still missing. */
function confirmationRemarks({ items }: Progress): Found[] {
  return items.some(({ kind }) => kind === 'to-confirm') ? [{ code: 'answered-with-confirmation-open' }] : [];
}

function unknownItems(items: readonly string[], { counted }: Progress): Found[] {
  const delivered = new Set(
    [...counted.values()].flatMap(({ message }) =>
      message.kind === 'reply' || message.kind === 'partial-reply' ? message.items.map(({ id }) => id) : [],
    ),
  );
  return items.flatMap((item, index): Found[] =>
    delivered.has(item) ? [] : [{ code: 'item-unknown', pointer: `/items/${index}`, parameters: { item } }],
  );
}

function supplementRemarks({ about, answers, complete }: Extract<LegalMessage, { kind: 'supplement' }>, { counted }: Progress): Found[] {
  const asked = counted.get(about)?.message;
  const questions = asked?.kind === 'supplement-request' ? asked.questions : [];
  const answered = new Set(
    [...counted.values()]
      .flatMap(({ message }) => (message.kind === 'supplement' && message.about === about ? message.answers : []))
      .concat(answers)
      .map(({ question }) => question),
  );
  const unknown = answers.flatMap(({ question }, index): Found[] =>
    questions.some(({ id }) => id === question)
      ? []
      : [{ code: 'question-unknown', pointer: `/answers/${index}`, parameters: { question } }],
  );
  const open = questions.filter(({ id, required }) => complete && required && !answered.has(id));
  return [...unknown, ...open.map(({ id }): Found => ({ code: 'required-question-unanswered', parameters: { question: id } }))];
}
