/** Breaks a text into lines of at most `width` characters between words; a longer word stands alone. Later lines are indented. */
export function wrapped(text: string, width: number, indent: { first: string; later: string }): string[] {
  const lines: string[] = [];
  let line = indent.first;
  let isEmpty = true;
  for (const word of text.split(' ')) {
    if (!isEmpty && line.length + 1 + word.length > width) {
      lines.push(line);
      line = indent.later;
      isEmpty = true;
    }
    line += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return [...lines, line];
}
