/** Character classes of PDF syntax (ISO 32000-1 section 7.2.2), one entry for each octet. */
export const WHITE_SPACE: readonly boolean[] = classOf('\0\t\n\f\r ');
export const DELIMITER: readonly boolean[] = classOf('()<>[]{}/%');

function classOf(characters: string): boolean[] {
  return Array.from({ length: 256 }, (_, octet) => characters.includes(String.fromCharCode(octet)));
}

/** White space, a delimiter or the end of the bytes: what may follow a keyword or a number. */
export function endsToken(octet: number | undefined): boolean {
  return octet === undefined || WHITE_SPACE[octet] === true || DELIMITER[octet] === true;
}

export function isDigit(octet: number | undefined): boolean {
  return octet !== undefined && octet >= 0x30 && octet <= 0x39;
}

/** The value of a hexadecimal digit, or -1. */
export function hexadecimalDigit(octet: number | undefined): number {
  if (octet === undefined) return -1;
  if (octet >= 0x30 && octet <= 0x39) return octet - 0x30;
  const lower = octet | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}
