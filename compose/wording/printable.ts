/** Names and texts of others on a terminal: nothing in them may steer it, or turn the direction of what follows. */
export function printable(text: string): string {
  return text.replaceAll(/\p{C}/gu, ' ');
}
