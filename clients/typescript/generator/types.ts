import type { Schema } from './document.ts';

/** A named schema as an exported TypeScript type. */
export function declaredType(name: string, schema: Schema): string {
  const comment = commentOf(schema.description, '');
  if (schema.type === 'object') return `${comment}export interface ${name} ${membersOf(schema, '')}\n`;
  return `${comment}export type ${name} = ${typeOf(schema, '')};\n`;
}

/** The type of a value; objects over several lines with that indentation. */
export function typeOf(schema: Schema, indent: string): string {
  if (schema.$ref !== undefined) return schema.$ref.split('/').at(-1) ?? 'unknown';
  if (schema.const !== undefined) return literal(schema.const);
  if (schema.enum !== undefined) return schema.enum.map(literal).join(' | ');
  switch (schema.type) {
    case 'object':
      return isMap(schema) ? `Record<string, ${typeOf(schema.additionalProperties, indent)}>` : membersOf(schema, indent);
    case 'array':
      return arrayOf(typeOf(schema.items ?? {}, indent));
    case 'integer':
    case 'number':
      return 'number';
    case 'string':
    case 'boolean':
      return schema.type;
    default:
      return 'unknown';
  }
}

/** A doc comment of one line or several, with what would end it taken out. */
export function commentOf(text: string | undefined, indent: string): string {
  if (text === undefined || text === '') return '';
  return `${indent}/** ${text.replaceAll('*/', '* /').replaceAll(/\s*\n+\s*/g, ' ')} */\n`;
}

/** An object whose names are data, such as counts by type. */
function isMap(schema: Schema): schema is Schema & { additionalProperties: Schema } {
  return schema.properties === undefined && typeof schema.additionalProperties === 'object';
}

function membersOf({ properties = {}, required = [] }: Schema, indent: string): string {
  const inner = `${indent}  `;
  const members = Object.entries(properties).map(([name, member]) => {
    const key = /^[A-Za-z_$][\w$]*$/.test(name) ? name : literal(name);
    return `${commentOf(member.description, inner)}${inner}${key}${required.includes(name) ? '' : '?'}: ${typeOf(member, inner)};\n`;
  });
  return `{\n${members.join('')}${indent}}`;
}

function arrayOf(item: string): string {
  return /[ |]/.test(item) && !item.startsWith('{') ? `(${item})[]` : `${item}[]`;
}

/** A text, number or truth value as TypeScript writes it. */
function literal(value: string | number | boolean): string {
  return typeof value === 'string' ? `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'` : String(value);
}
