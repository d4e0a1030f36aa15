import type { Language } from '../../../gateway/problems/language.ts';
import { CONCEPT_GLOSSARY } from '../../../treaty/glossary/concepts.ts';
import { MESSAGE_KIND_GLOSSARY } from '../../../treaty/glossary/message-kinds.ts';
import { STAGE_GLOSSARY } from '../../../treaty/glossary/stages.ts';
import type { CaseAnswer, LegalStateAnswer, RegisteredCaseAnswer, SideAnswer } from '../../api-client/answers-cases.ts';
import { localInstant } from '../instant.ts';
import { printable } from '../printable.ts';
import { wrapped } from '../wrap.ts';
import { caseTimesLines } from './case-times-lines.ts';
import { type CaseWord, caseWord } from './case-words.ts';
import { irregularityLines, LINE_WIDTH } from './finding-lines.ts';
import { timelineLines } from './timeline-lines.ts';
import { glossaryName } from './typed-message-lines.ts';

/** Columns of the labels at the head of a case. */
const LABEL_WIDTH = 24;

/** A case of the register: number, day and other authority, and below it the conversation by which it is shown. */
export function registeredCaseLines({ registerNumber, openedAt, openedBy, peer, conversation }: RegisteredCaseAnswer): string[] {
  const direction = openedBy === 'outbound' ? '>' : '<';
  return [[registerNumber, localInstant(openedAt), direction, peer].map(printable).join('  '), `  ${printable(conversation)}`];
}

/** A case as a clerk reads it: where it stands, whose turn it is, what is open, when it came and what is due, and everything that was said. */
export function caseLines(shown: CaseAnswer, language: Language): string[] {
  const { legal, registerNumber, times, sameRequest } = shown;
  const ours = ourSide(shown);
  return [
    `${printable(registerNumber)}  ${printable(legal.stateTerm)}`,
    ...paragraph(legal.stateText),
    ...turnLines(legal, ours, language),
    '',
    ...headLines(shown, language),
    ...openLines(legal, ours, language),
    ...chainLines(shown, language),
    ...(times === undefined ? [] : caseTimesLines(times, language)),
    '',
    caseWord('messages', language),
    ...timelineLines(shown, language),
    ...irregularLines(legal, language),
    ...(sameRequest.length === 0
      ? []
      : ['', caseWord('same-request', language), ...sameRequest.flatMap((other) => registeredCaseLines(other).map((line) => `  ${line}`))]),
  ];
}

/** On which side we are: told by any message whose direction and side are known. */
function ourSide({ legal, messages }: CaseAnswer): SideAnswer | undefined {
  for (const { messageId, side } of legal.timeline) {
    const direction = messages.find((message) => message.messageId === messageId)?.direction;
    if (side === undefined || direction === undefined) continue;
    if (direction === 'outbound') return side;
    return side === 'requesting' ? 'requested' : 'requesting';
  }
  return undefined;
}

function turnLines({ turn, closed }: LegalStateAnswer, ours: SideAnswer | undefined, language: Language): string[] {
  const turnOf = (side: SideAnswer): CaseWord => (ours === undefined ? `${side}-turn` : side === ours ? 'our-turn' : 'their-turn');
  return [
    ...(closed ? paragraph(caseWord('closed', language)) : []),
    ...turn.flatMap((side) => paragraph(caseWord(turnOf(side), language))),
  ];
}

function headLines(shown: CaseAnswer, language: Language): string[] {
  const { peer, conversation, openedAt, peerRegisterNumber, references, legal } = shown;
  const { officer, stage, expectedOn, supplementRounds, translationRounds, pauses } = legal;
  const numbers = (list: typeof references.own) => list.map(({ number, system, authority }) => `${number} (${system}, ${authority})`);
  const contact =
    officer === undefined ? [] : [officer.name, officer.functions, officer.telephone, officer.email].filter((part) => part !== undefined);
  const rounds = supplementRounds + translationRounds;
  const rows: [CaseWord, readonly string[]][] = [
    ['with', [peer]],
    ['their-number', peerRegisterNumber === undefined ? [] : [peerRegisterNumber]],
    ['officer', contact.length === 0 ? [] : [contact.join(', ')]],
    ['stage', stage === undefined ? [] : [glossaryName(STAGE_GLOSSARY, stage, language)]],
    ['expected', expectedOn === undefined ? [] : [expectedOn]],
    ['our-references', numbers(references.own)],
    ['their-references', numbers(references.peer)],
    ['rounds', rounds === 0 ? [] : [String(rounds)]],
    ['paused', pauses.map((pause) => pauseText(pause, language))],
    ['opened', [localInstant(openedAt)]],
    ['conversation', [conversation]],
  ];
  return rows.flatMap(([label, values]) => labelled(caseWord(label, language), values));
}

function pauseText({ from, to }: LegalStateAnswer['pauses'][number], language: Language): string {
  if (to === undefined) return caseWord('since', language, { from: localInstant(from) });
  return caseWord('since-until', language, { from: localInstant(from), to: localInstant(to) });
}

/** Values in one column beside their label. */
function labelled(label: string, values: readonly string[]): string[] {
  const indent = ' '.repeat(LABEL_WIDTH);
  return values.flatMap((value, index) =>
    wrapped(printable(value), LINE_WIDTH, { first: index === 0 ? `  ${label}`.padEnd(LABEL_WIDTH) : indent, later: indent }),
  );
}

function openLines({ openItems, next, closed }: LegalStateAnswer, ours: SideAnswer | undefined, language: Language): string[] {
  const items = openItems.flatMap(({ text, turn, since, by, message }) => {
    const whose = ours === undefined ? [] : [caseWord(turn === ours ? 'ours' : 'theirs', language)];
    const dates = [
      ...(by === undefined ? [] : [caseWord('by', language, { date: by })]),
      caseWord('since', language, { from: localInstant(since) }),
    ];
    return [...paragraph([text, ...whose, ...dates].join(', ')), `    ${printable(message)}`];
  });
  const kinds = ours === undefined || closed ? [] : [...new Set(next[ours].map(({ kind }) => kind))];
  const names = kinds.map((kind) => glossaryName(MESSAGE_KIND_GLOSSARY, kind, language)).join('; ');
  return [
    ...(items.length === 0 ? [] : ['', caseWord('open', language), ...items]),
    ...(names === '' ? [] : ['', caseWord('can-say', language), ...paragraph(names)]),
  ];
}

/** Through whose hands the request goes on both sides, and when. */
function chainLines({ chain }: CaseAnswer, language: Language): string[] {
  const links = chain.flatMap(({ role, party, handOver }) => {
    const country = party.country === undefined ? '' : ` (${party.country})`;
    const days = [
      ...(handOver?.receivedOn === undefined ? [] : [caseWord('received', language, { date: handOver.receivedOn })]),
      ...(handOver === undefined ? [] : [caseWord('handed-over', language, { date: handOver.on })]),
    ];
    return paragraph([`${glossaryName(CONCEPT_GLOSSARY, role, language)}: ${party.name}${country}`, ...days].join(', '));
  });
  return links.length === 0 ? [] : ['', caseWord('chain', language), ...links];
}

function irregularLines({ irregularities }: LegalStateAnswer, language: Language): string[] {
  if (irregularities.length === 0) return [];
  const lines = irregularities.flatMap((found) => [
    ...irregularityLines([found], language).map((line) => `  ${line}`),
    `    ${printable(found.messageId)}`,
  ]);
  return ['', caseWord('irregular', language), ...lines];
}

function paragraph(text: string): string[] {
  return wrapped(printable(text), LINE_WIDTH, { first: '  ', later: '  ' });
}
