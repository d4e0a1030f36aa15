import type { Language } from '../../../gateway/problems/language.ts';
import { statisticsCsv } from '../../../treaty/statistics/statistics-csv.ts';
import type { StatisticsAnswer, StatisticsRowAnswer } from '../../api-client/answers-cases.ts';
import { localInstant } from '../instant.ts';
import { dimensionWord, STATISTICS_WORDS, valueWord } from './statistics-words.ts';

type Column = 'requests' | 'open' | 'answered' | 'refused' | 'unanswered' | 'days';
const COLUMNS: readonly Column[] = ['requests', 'open', 'answered', 'refused', 'unanswered', 'days'];

/** Characters of a line, and between two columns. */
const WIDTH = 100;
const GAP = 2;

/** A table for each direction: by each dimension, how many requests there are, how they ended, and how many days that took (median). */
export function statisticsLines({ from, to, countedAt, rows }: StatisticsAnswer, language: Language): string[] {
  const title = STATISTICS_WORDS.title[language].replace('{from}', localInstant(from)).replace('{to}', localInstant(to));
  const counted = STATISTICS_WORDS.counted[language].replace('{at}', localInstant(countedAt));
  const directions = (['outgoing', 'incoming'] as const).map((direction) => rows.filter((row) => row.direction === direction));
  const days = STATISTICS_WORDS['days-explained'][language];
  const tables = directions.flatMap((group) => (group.length === 0 ? [] : ['', ...tableLines(group, language)]));
  return [title, counted, ...(tables.length === 0 ? ['', STATISTICS_WORDS.nothing[language]] : [days, ...tables])];
}

function tableLines(rows: readonly StatisticsRowAnswer[], language: Language): string[] {
  const [first] = rows;
  if (first === undefined) return [];
  const headings = COLUMNS.map((column) => STATISTICS_WORDS[column][language]);
  const widths = headings.map((heading) => heading.length + GAP);
  const nameWidth = WIDTH - widths.reduce((sum, width) => sum + width, 0);
  const line = (name: string, cells: readonly string[]) => {
    const numbers = cells.map((cell, index) => cell.padStart(widths[index] ?? 0)).join('');
    // A name that is longer than its column has a line of its own.
    return name.length > nameWidth ? [name, ' '.repeat(nameWidth) + numbers] : [name.padEnd(nameWidth) + numbers];
  };
  return [
    ...line(STATISTICS_WORDS[first.direction][language].toUpperCase(), headings),
    ...rows.flatMap((row, index) => [
      ...(row.dimension === 'all' || row.dimension === rows[index - 1]?.dimension ? [] : [dimensionWord(row.dimension, language)]),
      ...line(
        row.dimension === 'all' ? dimensionWord('all', language) : `  ${valueWord(row.dimension, row.value, language)}`,
        COLUMNS.map((column) => cellOf(row, column)),
      ),
    ]),
  ];
}

function cellOf(row: StatisticsRowAnswer, column: Column): string {
  if (column === 'days') return row.daysToEnd === undefined ? '-' : String(row.daysToEnd.median);
  if (column === 'answered') return String(row.answered + row.answeredInPart + row.withoutResult);
  return String(row[column]);
}

/** The same as comma-separated values (RFC 4180), with everything that is counted. */
export function statisticsAsCsv({ rows }: StatisticsAnswer): string {
  return statisticsCsv(rows as unknown as Parameters<typeof statisticsCsv>[0]);
}
