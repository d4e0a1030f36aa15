/** A reference to an object by its number (ISO 32000-1 section 7.3.10); a new file has no other generation. */
export function referenceTo(number: number): string {
  return `${number} 0 R`;
}

/** A text string in UTF-16 and hexadecimal, which needs no escapes (section 7.9.2.2). */
export function textString(text: string): string {
  const octets = Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(text, 'utf16le').swap16()]);
  return `<${octets.toString('hex').toUpperCase()}>`;
}

/** A number with at most two digits after the point: a hundredth of a point is less than any printer can do. */
export function decimal(value: number): string {
  return String(Math.round(value * 100) / 100);
}

/** A date in coordinated universal time (section 7.9.4). */
export function dateString(date: Date): string {
  return `(D:${date.toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z)`;
}
