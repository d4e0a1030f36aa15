import type { Language } from '../../gateway/problems/language.ts';
import { wrapped } from '../wording/wrap.ts';
import type { MadeInstallation } from './install.ts';
import { KEEP_A_COPY, MADE, NEXT_STEPS, PENDING_TEXTS, STEPS, STILL_MISSING } from './texts/outcome.ts';

const WIDTH = 100;

/** What was made, what is missing still, and what to do in which order; commands stand on lines of their own, to be copied. */
export function outcomeLines(made: MadeInstallation, language: Language): string[] {
  const { folder, configuration, handOver, pending } = made;
  const item = (text: string) => wrapped(text, WIDTH, { first: '  - ', later: '    ' });
  const isWaiting = pending.includes('certificates');
  const steps = [
    ...(isWaiting ? [{ text: STEPS.handOver, line: `valija init ${folder} --hand-over` }] : []),
    { text: STEPS.give, line: handOver },
    { text: STEPS.examine, line: `valija doctor --config ${configuration} --stopped` },
    { text: STEPS.run, line: `valija gateway --config ${configuration}` },
  ];
  return [
    `${MADE[language]} ${folder}`,
    ...wrapped(KEEP_A_COPY[language], WIDTH, { first: '', later: '' }),
    '',
    STILL_MISSING[language],
    ...pending.flatMap((name) => item(PENDING_TEXTS[name][language])),
    '',
    NEXT_STEPS[language],
    ...steps.flatMap(({ text, line }, index) => [
      ...wrapped(text[language], WIDTH, { first: `  ${index + 1}. `, later: '     ' }),
      `     ${line}`,
    ]),
  ];
}
