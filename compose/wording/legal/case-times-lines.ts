import type { Language, Texts } from '../../../gateway/problems/language.ts';
import type { CaseTimesAnswer, ShownInstantAnswer } from '../../api-client/answers-cases.ts';
import { localInstant } from '../instant.ts';
import { printable } from '../printable.ts';
import { wrapped } from '../wrap.ts';
import { type CaseWord, CLOCK_WORDS, caseWord, MOMENT_WORDS } from './case-words.ts';
import { LINE_WIDTH } from './finding-lines.ts';

/** Columns of the names of moments. */
const MOMENT_WIDTH = 32;

/** When a request came, in fact and in law; what is due; and how pressing it is. Days and times of the addressee, each with its zone. */
export function caseTimesLines(times: CaseTimesAnswer, language: Language): string[] {
  const { deadlines, clocks, priority } = times;
  const due = [...deadlines.map((deadline) => deadlineText(deadline, language)), ...clocks.map((clock) => clockText(clock, language))];
  return [
    '',
    caseWord('receipt', language),
    ...paragraphs([receiptText(times, language)]),
    ...Object.entries(times.instants).flatMap(([moment, instant]) =>
      instant === undefined ? [] : [`  ${momentWord(moment, language).padEnd(MOMENT_WIDTH)}${atAddressee(instant)}`],
    ),
    ...(due.length === 0 ? [] : ['', caseWord('deadlines', language), ...paragraphs(due)]),
    ...(priority === undefined
      ? []
      : ['', caseWord('priority', language, { score: priority.score }), ...paragraphs(reasons(priority, language))]),
  ];
}

function receiptText({ receipt, officeKnown }: CaseTimesAnswer, language: Language): string {
  const unknown = officeKnown ? [] : [caseWord('office-unknown', language)];
  if (receipt === undefined) return [caseWord('no-legal-date', language), ...unknown].join(' ');
  const { date, rule, moment, at, rolledOver, confirmed, zoneKnown } = receipt;
  const known = rule === 'platform-instant' || rule === 'working-day-roll-over';
  const ruleText = known ? caseWord(rule, language, { moment: momentWord(moment, language) }) : printable(rule);
  return [
    caseWord('legal-date', language, { date, zone: at.timeZone, rule: ruleText }),
    ...(rolledOver ? [caseWord('rolled-over', language)] : []),
    caseWord(confirmed ? 'rule-confirmed' : 'rule-unconfirmed', language),
    ...unknown,
    ...(zoneKnown ? [] : [caseWord('zone-unknown', language)]),
  ].join(' ');
}

function deadlineText(
  { preset, instrument, article, confirmed, deadline }: CaseTimesAnswer['deadlines'][number],
  language: Language,
): string {
  const source = [instrument, article ?? preset].join(', ');
  const text =
    deadline.state === 'running'
      ? caseWord('deadline-running', language, {
          ...{ source, day: deadline.lastDay, zone: deadline.timeZone, end: localInstant(deadline.endsAt) },
        })
      : caseWord('deadline-paused', language, { source, since: localInstant(deadline.since), left: lengthText(deadline.left, language) });
  return confirmed ? text : `${text} ${caseWord('unconfirmed', language)}`;
}

function lengthText({ amount, unit }: { amount: number; unit: string }, language: Language): string {
  const known: readonly CaseWord[] = ['hours', 'days', 'working-days'];
  const word = known.find((name) => name === unit);
  return word === undefined ? `${amount} ${unit}` : caseWord(word, language, { amount });
}

function clockText({ clock, since, lastDay, days }: CaseTimesAnswer['clocks'][number], language: Language): string {
  if (since !== undefined) return caseWord('custody', language, { day: since, days });
  const values = { clock: wordIn(CLOCK_WORDS, clock, language), day: lastDay ?? '', days: Math.abs(days) };
  return caseWord(days < 0 ? 'days-past' : 'days-left', language, values);
}

function reasons({ reasons: found }: NonNullable<CaseTimesAnswer['priority']>, language: Language): string[] {
  return found.map(({ text, points, of }) => caseWord('priority-reason', language, { text, points, of }));
}

/** As the clocks of the addressee showed it, to the minute. */
function atAddressee({ local, timeZone }: ShownInstantAnswer): string {
  return printable(timeZone === 'UTC' ? `${local.date} ${local.time} UTC` : `${local.date} ${local.time} ${local.offset} ${timeZone}`);
}

function momentWord(moment: string, language: Language): string {
  return wordIn(MOMENT_WORDS, moment, language);
}

function wordIn(words: Readonly<Record<string, Texts>>, name: string, language: Language): string {
  return (Object.hasOwn(words, name) ? words[name]?.[language] : undefined) ?? printable(name);
}

function paragraphs(texts: readonly string[]): string[] {
  return texts.flatMap((text) => wrapped(printable(text), LINE_WIDTH, { first: '  ', later: '    ' }));
}
