import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DeadlinePreset } from '../../treaty/deadlines/preset.ts';
import { DEADLINE_PRESETS } from '../../treaty/deadlines/presets.ts';
import type { InstrumentParty } from '../../treaty/instruments/instrument.ts';
import { instrumentName } from '../../treaty/instruments/instrument-texts.ts';
import { KNOWN_INSTRUMENTS } from '../../treaty/instruments/known-instruments.ts';
import { DEFAULT_PRIORITY_WEIGHTS } from '../../treaty/priority/weights.ts';
import { LEGAL_TEXTS } from '../../treaty/rules/legal-sentence.ts';
import { LEGAL_RULE_CODES, LEGAL_RULES, type LegalRule } from '../../treaty/rules/rule-table.ts';

export const LEGAL_RULES_PAGE = join(import.meta.dirname, '..', '..', 'docs', 'legal-rules.md');

/** The text of docs/legal-rules.md. `node bootstrap/run.mjs tests/support/legal-rules-page.ts` writes it; a test holds the page against it. */
export function legalRulesPage(): string {
  return `${[introduction(), basis(), instruments(), receipt(), deadlines(), priority(), rules()].join('\n\n')}\n`;
}

function introduction(): string {
  return `# Legal rules

Generated from \`treaty/\` by \`node bootstrap/run.mjs tests/support/legal-rules-page.ts\`; a test fails when this page is not current.

What a message is in law is judged by rules as data, the same on both sides. They advise and warn. On sending, a finding that **stops** needs a
supervisor's recorded reason; on receipt nothing is rejected: the message is consigned, shown as "irregular: rule N", and an officer decides.`;
}

function basis(): string {
  return `## Legal basis

\`resolveLegalBasis\` in \`treaty/basis/\` takes two authorities, a day, a matter, a type of request and the instruments, and answers:

- **what carries a formal request**: instruments that bind both States on that day (the requested one alone for reciprocity and comity) and cover matter,
  type and territory, without a declaration against it; best first: cited, confirmed, direct, then the closer tie before the wider one;
- **why not** for every other instrument, each reason with a code and a sentence;
- **whether the authorities may write directly**, or the diplomatic channel is the way, because the instrument or the requested State says so;
- **what governs**: another treaty on assistance sets paragraphs 9 to 29 aside unless both States agreed to apply them (UNTOC 18(6)-(7), UNCAC
  46(6)-(7)); another convention with the same clause is no such treaty;
- **whether a transmission treaty covers the sending**: both States bound, both ends central authorities, and a treaty in force between them that allows
  direct contact (Medellín Treaty 1). Other means of sending stay lawful;
- **whether the routes through INTERPOL or by word of mouth are open**: only if the case is urgent, an instrument provides for it, and both States accept it.

A party without a date of entry into force counts as bound but **not confirmed**, and a finding says so; no date is ever guessed. A signature alone binds nobody.

Instruments come with the product and from the [directory](directory.md), where States configure bilateral ones, in the format \`valija-instruments/1\`
([schema](schemas/legal/instruments.v1.schema.json), [example](examples/instruments.json)). One with the identifier of a known one takes its place; rows of a
State replace its rows there. What the directory says of an authority has a [schema](schemas/legal/authority-profile.v1.schema.json) too.`;
}

function instruments(): string {
  const rows = KNOWN_INSTRUMENTS.map((each) => {
    const { identifier, kind, matters, contact, parties, provenance } = each;
    const stated = parties.map(partyText).join('; ');
    return `| \`${identifier}\` | ${instrumentName(each, 'en')} | ${kind} | ${matters.join(', ')} | ${contact} | ${stated || 'none: by the directory'} | ${provenance.confidence} |`;
  });
  return [
    '## Instruments that come with the product',
    '',
    '| identifier | name | kind | matters | contact | parties | confidence |',
    '|---|---|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}

function partyText({ country, status, inForceFrom, provenance }: InstrumentParty): string {
  const since = inForceFrom === undefined ? 'no date confirmed' : `since ${inForceFrom}`;
  return status === 'signatory' ? `${country} signed only` : `${country} ${status}, ${since} (${provenance.confidence})`;
}

function receipt(): string {
  return `## Date of receipt

Five moments stay apart, each from a receipt of its own: submitted, accepted, made available, first opened, acknowledged. A rule of the instrument makes
one of them the **legal date of receipt** (\`treaty/receipt/\`): \`platform-instant\`, the day on which the moment falls in the addressee's time zone, or
\`working-day-roll-over\`, which moves what comes after the close of a working day, or on a day without work, to the next working day. Moment and date are
shown together, with the zone. Without a rule in the data the moment of being made available counts, marked as our own setting; the Medellín Treaty's rule was not found.`;
}

function deadlines(): string {
  const rows = DEADLINE_PRESETS.map((preset: DeadlinePreset) => {
    const { identifier, length, extension, startsFrom, pausesForSupplement, article, provenance } = preset;
    const more = extension === undefined ? '' : ` + ${extension}`;
    return `| \`${identifier}\` | ${length.amount}${more} ${length.unit} | ${startsFrom} | ${pausesForSupplement ? 'yes' : 'no'} | ${article ?? ''} | ${provenance.confidence} |`;
  });
  return [
    `## Time limits

Hours run through nights and holidays. Days leave out the day on which the limit starts and end with the last moment of their last day at the
addressee's; working days count only those of its published office hours. While a supplement is awaited a limit that pauses does not run: hours of the
pause are added, days touched by it do not count. Presets bind nobody until an instrument in the data names them.`,
    '',
    '| preset | length | runs from | pauses | article | confidence |',
    '|---|---|---|---|---|---|',
    ...rows,
    '',
    `Clocks of a case count beside them: custody (upwards), provisional arrest, safe-conduct, loss of evidence, lead time for service, hearing, wished deadline,
limitation.`,
  ].join('\n');
}

function priority(): string {
  const { stage, ...others } = DEFAULT_PRIORITY_WEIGHTS;
  const rows = Object.entries(others).map(([criterion, weight]) => `| ${criterion} | ${weightText(weight)} |`);
  const stages = Object.entries(stage).map(([name, points]) => `${name} ${points}`);
  return [
    `## Priority

The sender declares criteria, and \`treaty/priority/\` adds up points with the reason for each. Urgency, seriousness, arrest before trial, risk of losing crucial
evidence and stage of the proceedings were proposed to the UNTOC Working Group on International Cooperation in 2021 and are no adopted text. More declared, a nearer
date or another day of waiting never gives less; ties go by receipt, then by identifier. These weights are our own setting:`,
    '',
    '| criterion | points |',
    '|---|---|',
    ...rows,
    `| stage | ${stages.join(', ')} |`,
  ].join('\n');
}

function weightText(weight: number | { points: number; withinDays?: number; fullAfterDays?: number }): string {
  if (typeof weight === 'number') return `up to ${weight}`;
  return weight.withinDays === undefined
    ? `up to ${weight.points}, all after ${weight.fullAfterDays} days of waiting`
    : `up to ${weight.points}, growing over the last ${weight.withinDays} days`;
}

function rules(): string {
  const rows = LEGAL_RULE_CODES.map((code) => {
    const { rule, severity, article }: LegalRule = LEGAL_RULES[code];
    return `| ${rule} | \`${code}\` | ${severity === 'stop' ? '**stop**' : severity} | ${article ?? ''} | ${LEGAL_TEXTS.en[code]} |`;
  });
  return [
    `## The rules

Each has its sentences in Spanish, Portuguese, French and English in \`treaty/rules/texts/\`. Names in braces are filled in.`,
    '',
    '| rule | code | severity | article | says |',
    '|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}

if (import.meta.main) writeFileSync(LEGAL_RULES_PAGE, legalRulesPage());
