import type { StatisticsRow } from './count-requests.ts';

type Column = readonly [name: string, value: (row: StatisticsRow) => string | number | undefined];

const COLUMNS: readonly Column[] = [
  ['direction', (row) => row.direction],
  ['dimension', (row) => row.dimension],
  ['value', (row) => row.value],
  ['requests', (row) => row.requests],
  ['open', (row) => row.open],
  ['answered', (row) => row.answered],
  ['answered_in_part', (row) => row.answeredInPart],
  ['without_result', (row) => row.withoutResult],
  ['refused', (row) => row.refused],
  ['withdrawn', (row) => row.withdrawn],
  ['transferred', (row) => row.transferred],
  ['unanswered', (row) => row.unanswered],
  ['supplement_rounds', (row) => row.supplementRounds],
  ...spans('days_to_acknowledgement', (row) => row.daysToAcknowledgement),
  ...spans('days_to_first_answer', (row) => row.daysToFirstAnswer),
  ...spans('days_to_end', (row) => row.daysToEnd),
  ...spans('days_open', (row) => row.daysOpen),
  ['costs', (row) => row.costs.map(({ currency, amount }) => `${currency} ${amount}`).join('; ')],
];

function spans(name: string, of: (row: StatisticsRow) => StatisticsRow['daysToEnd']): Column[] {
  return (['median', 'ninetieth', 'longest'] as const).map((which) => [`${name}_${which}`, (row) => of(row)?.[which]]);
}

/** Comma-separated values (RFC 4180) with a header line; decimal points, UTF-8. */
export function statisticsCsv(rows: readonly StatisticsRow[]): string {
  const lines = [COLUMNS.map(([name]) => name), ...rows.map((row) => COLUMNS.map(([, value]) => String(value(row) ?? '')))];
  return lines.map((cells) => `${cells.map(quoted).join(',')}\r\n`).join('');
}

/** A value that begins like a formula would be one to a spreadsheet: country and instrument come from others. */
function quoted(cell: string): string {
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
