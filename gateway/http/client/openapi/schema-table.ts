import { escapeHtml, paragraphs } from './html.ts';
import type { JsonSchema } from './schemas.ts';

/** The members of an object as a table; members of members follow with their path. */
export function schemaTable(schema: JsonSchema, name: string): string {
  const rows = membersOf(schema, '').map(
    ({ path, form, required, description }) =>
      `<tr><th scope="row"><code>${escapeHtml(path)}</code></th><td>${form}${required ? '' : ', optional'}</td><td>${paragraphs(description)}</td></tr>`,
  );
  const head = '<tr><th scope="col">Member</th><th scope="col">Form</th><th scope="col">Meaning</th></tr>';
  return `${paragraphs(textOf(schema))}<div class="wide" tabindex="0" role="region" aria-label="Members of ${escapeHtml(name)}"><table><thead>${head}</thead><tbody>${rows.join('')}</tbody></table></div>`;
}

/** The form of a value in a few words, as HTML. */
export function typeOf(schema: JsonSchema): string {
  const reference = schema.$ref;
  if (typeof reference === 'string') {
    const name = escapeHtml(reference.split('/').at(-1) ?? '');
    return `<a href="#schema-${name}">${name}</a>`;
  }
  if (Array.isArray(schema.enum)) return schema.enum.map((value) => `<code>${escapeHtml(String(value))}</code>`).join(' ');
  if (schema.type === 'array') return `list of ${typeOf((schema.items ?? {}) as JsonSchema)}`;
  if (schema.type === 'object' && typeof schema.properties === 'object' && schema.properties !== null)
    return Object.entries(schema.properties as Record<string, JsonSchema>)
      .map(([key, member]) => `<code>${escapeHtml(key)}</code> (${typeOf(member)})`)
      .join(', ');
  return [escapeHtml(String(schema.format ?? schema.type ?? 'any')), ...limitsOf(schema)].join(', ');
}

function limitsOf({ minimum, maximum, maxLength, pattern, default: standard }: JsonSchema): string[] {
  return [
    ...(minimum === undefined ? [] : [`from ${minimum}`]),
    ...(maximum === undefined ? [] : [`to ${maximum}`]),
    ...(maxLength === undefined ? [] : [`at most ${maxLength} characters`]),
    ...(pattern === undefined ? [] : [`<code>${escapeHtml(String(pattern))}</code>`]),
    ...(standard === undefined ? [] : [`default <code>${escapeHtml(JSON.stringify(standard))}</code>`]),
  ];
}

interface MemberRow {
  path: string;
  form: string;
  required: boolean;
  description: string;
}

function membersOf(schema: JsonSchema, prefix: string): MemberRow[] {
  const required = new Set((schema.required ?? []) as string[]);
  return Object.entries((schema.properties ?? {}) as Record<string, JsonSchema>).flatMap(([name, member]) => {
    const path = `${prefix}${name}`;
    const inner = member.type === 'array' ? ((member.items ?? {}) as JsonSchema) : member;
    const isObject = inner.properties !== undefined;
    const form = isObject ? (member.type === 'array' ? 'list of objects' : 'object') : typeOf(member);
    const row = { path, form, required: required.has(name), description: textOf(member) || textOf(inner) };
    return [row, ...(isObject ? membersOf(inner, `${path}${member.type === 'array' ? '[]' : ''}.`) : [])];
  });
}

function textOf({ description }: JsonSchema): string {
  return typeof description === 'string' ? description : '';
}
