import { isUtf8 } from 'node:buffer';
import type { GovernanceFault } from '../error.ts';

/** Caps of a table: far above a directory of all States. */
export const CSV_LIMITS = { octets: 2 * 1024 * 1024, rows: 5_000, columns: 64, cell: 8_000 } as const;

/** A row with the line of the file on which it begins, counted from 1. */
export interface CsvRow {
  line: number;
  cells: readonly string[];
}

export interface CsvTable {
  rows: readonly CsvRow[];
  faults: readonly GovernanceFault[];
}

/**
 * Reads comma-separated values (RFC 4180), or values separated by semicolons, as spreadsheets of many countries write them: whichever stands
 * more often in the first line. A cell in quotation marks may hold separators, line ends and doubled quotation marks; nothing else may hold a
 * quotation mark. Everything wrong is told with its line, up to a hundred faults.
 */
export function readCsv(bytes: Buffer): CsvTable {
  const refused = (message: string): CsvTable => ({ rows: [], faults: [{ place: '1', message }] });
  if (bytes.length > CSV_LIMITS.octets) return refused(`more than ${CSV_LIMITS.octets} octets`);
  if (!isUtf8(bytes)) return refused('not UTF-8');
  // Spreadsheets put a byte order mark first.
  const text = bytes.toString('utf8').replace(/^\uFEFF/, '');
  const [first = ''] = text.split('\n', 1);
  const reader = new CsvReader(text, first.split(';').length > first.split(',').length ? ';' : ',');
  return reader.read();
}

const MAXIMUM_FAULTS = 100;
/** Control characters but tabulator and line ends. */
const CONTROL = /[^\P{Cc}\t\n\r]/u;

class CsvReader {
  readonly #text: string;
  readonly #separator: string;
  readonly #rows: CsvRow[] = [];
  readonly #faults: GovernanceFault[] = [];
  #at = 0;
  #line = 1;

  constructor(text: string, separator: string) {
    this.#text = text;
    this.#separator = separator;
  }

  read(): CsvTable {
    while (this.#at < this.#text.length && this.#faults.length < MAXIMUM_FAULTS) {
      const row = this.#row();
      if (this.#rows.length >= CSV_LIMITS.rows) {
        this.#fault(row.line, `more than ${CSV_LIMITS.rows} rows`);
        break;
      }
      if (row.cells.length > CSV_LIMITS.columns) this.#fault(row.line, `more than ${CSV_LIMITS.columns} cells`);
      // An empty line is no row.
      if (row.cells.length > 1 || row.cells[0] !== '') this.#rows.push(row);
    }
    return { rows: this.#rows, faults: this.#faults };
  }

  #row(): CsvRow {
    const line = this.#line;
    const cells: string[] = [];
    for (;;) {
      cells.push(this.#cell());
      const end = this.#text[this.#at];
      if (end !== this.#separator) {
        this.#skipLineEnd();
        return { line, cells };
      }
      this.#at += 1;
    }
  }

  #cell(): string {
    const cell = this.#text[this.#at] === '"' ? this.#quoted() : this.#plain();
    if (cell.length > CSV_LIMITS.cell) this.#fault(this.#line, `a cell of more than ${CSV_LIMITS.cell} characters`);
    if (CONTROL.test(cell)) this.#fault(this.#line, 'a control character');
    return cell;
  }

  #plain(): string {
    const start = this.#at;
    while (this.#at < this.#text.length && !this.#isEnd(this.#text[this.#at] ?? '')) this.#at += 1;
    const cell = this.#text.slice(start, this.#at);
    if (cell.includes('"')) this.#fault(this.#line, 'a quotation mark within a cell that does not begin with one');
    return cell;
  }

  #quoted(): string {
    const line = this.#line;
    let cell = '';
    for (let from = this.#at + 1; ; ) {
      const quote = this.#text.indexOf('"', from);
      if (quote === -1) {
        this.#fault(line, 'a quotation mark that nothing closes');
        this.#at = this.#text.length;
        return cell;
      }
      cell += this.#text.slice(from, quote);
      this.#at = quote + 1;
      if (this.#text[this.#at] !== '"') break;
      cell += '"';
      from = this.#at + 1;
    }
    this.#line += cell.split('\n').length - 1;
    const next = this.#text[this.#at];
    if (next !== undefined && !this.#isEnd(next)) {
      this.#fault(this.#line, 'something after the closing quotation mark');
      this.#plain();
    }
    return cell.replaceAll('\r\n', '\n');
  }

  #isEnd(character: string): boolean {
    return character === this.#separator || character === '\n' || (character === '\r' && this.#text[this.#at + 1] === '\n');
  }

  #skipLineEnd(): void {
    if (this.#text[this.#at] === '\r') this.#at += 1;
    if (this.#text[this.#at] === '\n') this.#at += 1;
    this.#line += 1;
  }

  #fault(line: number, message: string): void {
    if (this.#faults.length < MAXIMUM_FAULTS) this.#faults.push({ place: String(line), message });
  }
}
