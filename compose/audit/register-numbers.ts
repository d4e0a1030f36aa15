/** Numbers of one year in the register of an authority, first and last included. */
export interface NumberRange {
  /** Prefix and year: `XA-CENTRAL/2026`. */
  year: string;
  first: number;
  last: number;
}

const FORM = /^(.+\/\d{4})\/(\d{6,12})$/;

/**
 * Numbers of a register that come in any order. It holds ranges, so that what it keeps grows with the gaps and not with the numbers.
 */
export class RegisterNumbers {
  readonly #years = new Map<string, { first: number; last: number }[]>();

  /** Adds a number. False for one that is there already, or is none. */
  add(registerNumber: string): boolean {
    const parsed = parseRegisterNumber(registerNumber);
    if (parsed === undefined) return false;
    const { year, number } = parsed;
    const ranges = this.#years.get(year) ?? [];
    this.#years.set(year, ranges);
    if (ranges.some(({ first, last }) => first <= number && number <= last)) return false;
    const before = ranges.find(({ last }) => last === number - 1);
    const after = ranges.find(({ first }) => first === number + 1);
    if (before !== undefined && after !== undefined) {
      before.last = after.last;
      ranges.splice(ranges.indexOf(after), 1);
    } else if (before !== undefined) before.last = number;
    else if (after !== undefined) after.first = number;
    else ranges.push({ first: number, last: number });
    return true;
  }

  /** What is missing between the numbers of each year, and before its first one. */
  gaps(): NumberRange[] {
    return [...this.#years].flatMap(([year, ranges]) => {
      const ordered = [...ranges].sort((one, other) => one.first - other.first);
      return ordered.flatMap(({ first }, index) => {
        const previous = ordered[index - 1]?.last ?? 0;
        return first - previous > 1 ? [{ year, first: previous + 1, last: first - 1 }] : [];
      });
    });
  }
}

/** The number as the register writes it. */
export function registerNumberOf(year: string, number: number): string {
  return `${year}/${String(number).padStart(6, '0')}`;
}

function parseRegisterNumber(registerNumber: string): { year: string; number: number } | undefined {
  const [, year, digits] = FORM.exec(registerNumber) ?? [];
  return year === undefined ? undefined : { year, number: Number(digits) };
}
