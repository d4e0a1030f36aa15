import type { LetterDocument } from '../../../gateway/contracts/letter-renderer.ts';
import type { Row } from './row.ts';
import { STYLES } from './styles.ts';
import { type Frame, type LayoutTools, textRows } from './text-rows.ts';

/** Between the last line of the head and the rule below it, and below the rule. */
const ABOVE_RULE = 7;
const BELOW_RULE = 6;

/** The names of the authority, how to reach it, and a rule below; nothing where there is no name. */
export function letterheadRows(tools: LayoutTools, { names, contact }: LetterDocument['letterhead'], frame: Frame): Row[] {
  const { structure } = tools;
  const paragraph = () => structure.element('P', frame.parent);
  const rows = [
    ...names.flatMap((name, index) => textRows(tools, name, index === 0 ? STYLES.authority : STYLES.authorityBelow, frame, paragraph())),
    ...contact.flatMap((line, index) => textRows(tools, line, { ...STYLES.contact, before: index === 0 ? 4 : 0 }, frame, paragraph())),
  ];
  if (rows.length === 0) return [];
  const rule: Row = {
    height: ABOVE_RULE + BELOW_RULE,
    before: 0,
    keepWithNext: true,
    draw: (page, top) => page.rule(frame.x, top - ABOVE_RULE, frame.width, { thickness: 1.1, grey: 0.15 }),
  };
  for (const row of rows) row.keepWithNext = true;
  return [...rows, rule];
}
