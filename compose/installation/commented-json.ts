/** A value of a configuration file. */
export type ConfigurationValue = string | number | boolean | readonly ConfigurationValue[] | { readonly [key: string]: ConfigurationValue };

/**
 * JSON with lines of comments above the keys that have one, by their path (`directory.signers`); the path '' stands above everything. The
 * reader of configurations takes such lines away again.
 */
export function commentedJson(value: ConfigurationValue, comments: ReadonlyMap<string, string>): string {
  return [...commentLines(comments.get(''), ''), ...valueLines(value, { comments, path: '', indent: '' })].join('\n').concat('\n');
}

const LONGEST_LINE = 100;

interface Place {
  comments: ReadonlyMap<string, string>;
  path: string;
  indent: string;
}

function valueLines(value: ConfigurationValue, { comments, path, indent }: Place): string[] {
  if (typeof value !== 'object' || Array.isArray(value) || (path !== '' && isFlat(value, path, comments))) return [inOneLine(value)];
  const entries = Object.entries(value);
  const inner = `${indent}  `;
  const lines = entries.flatMap(([key, member], index) => {
    const place = path === '' ? key : `${path}.${key}`;
    const [first = '', ...rest] = valueLines(member, { comments, path: place, indent: inner });
    const written = [`${inner}${JSON.stringify(key)}: ${first}`, ...rest];
    const comma = index < entries.length - 1 ? ',' : '';
    return [...commentLines(comments.get(place), inner), ...written.slice(0, -1), `${written.at(-1) ?? ''}${comma}`];
  });
  return entries.length === 0 ? ['{}'] : ['{', ...lines, `${indent}}`];
}

/** Short, with nothing inside that has members or a comment of its own. */
function isFlat(value: ConfigurationValue, path: string, comments: Place['comments']): boolean {
  const members = Object.entries(value);
  const isPlain = members.every(
    ([key, member]) => (typeof member !== 'object' || Array.isArray(member)) && !comments.has(`${path}.${key}`),
  );
  return isPlain && inOneLine(value).length <= LONGEST_LINE;
}

/** Lists are short, and stay together. */
function inOneLine(value: ConfigurationValue): string {
  if (Array.isArray(value)) return `[${value.map(inOneLine).join(', ')}]`;
  if (typeof value !== 'object') return JSON.stringify(value);
  return `{ ${Object.entries(value)
    .map(([key, member]) => `${JSON.stringify(key)}: ${inOneLine(member)}`)
    .join(', ')} }`;
}

function commentLines(text: string | undefined, indent: string): string[] {
  return text === undefined ? [] : text.split('\n').map((line) => `${indent}// ${line}`);
}
