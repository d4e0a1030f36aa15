import fc from 'fast-check';
import type * as z from 'zod';
import { fileName } from '../../treaty/common/text.ts';

type Definition = z.core.$ZodTypes['_zod']['def'];

/** Most elements that an arbitrary list has, whatever its schema allows: examples stay readable. */
const MAXIMUM_ELEMENTS = 3;

/**
 * Values that a schema accepts, made from the schema itself: strict objects with any of their optional members, every variant of a union,
 * texts of any letters. Knows the kinds of schema that typed messages are made of and throws on any other, so that a new kind is not left out.
 */
export function arbitraryOf<Schema extends z.core.$ZodType>(schema: Schema): fc.Arbitrary<z.output<Schema>> {
  return build(schema, new Map()) as fc.Arbitrary<z.output<Schema>>;
}

/** What has been built of a schema that stands in several places. */
type Built = Map<z.core.$ZodType, fc.Arbitrary<unknown>>;

function build(schema: z.core.$ZodType, built: Built): fc.Arbitrary<unknown> {
  const known = built.get(schema) ?? make(schema, built);
  built.set(schema, known);
  return known;
}

function make(schema: z.core.$ZodType, built: Built): fc.Arbitrary<unknown> {
  const definition = (schema as z.core.$ZodTypes)._zod.def as Definition;
  switch (definition.type) {
    case 'object':
      return objects(definition.shape, built);
    case 'array':
      return lists(schema, definition.element, built);
    case 'union':
      return fc.oneof(...definition.options.map((option) => build(option, built)));
    case 'optional':
      return build(definition.innerType, built);
    case 'enum':
      return fc.constantFrom(...Object.values(definition.entries));
    case 'literal':
      return fc.constantFrom(...definition.values);
    case 'boolean':
      return fc.boolean();
    case 'number':
      return integers(schema);
    case 'string':
      return strings(schema);
    default:
      throw new Error(`no arbitrary for a schema of type ${definition.type}`);
  }
}

function objects(shape: Readonly<Record<string, z.core.$ZodType>>, built: Built): fc.Arbitrary<unknown> {
  const members = Object.entries(shape);
  const required = members.filter(([, member]) => (member as z.core.$ZodTypes)._zod.def.type !== 'optional').map(([name]) => name);
  const model = Object.fromEntries(members.map(([name, member]) => [name, build(member, built)]));
  return fc.record(model, { requiredKeys: required, noNullPrototype: true });
}

function lists(schema: z.core.$ZodType, element: z.core.$ZodType, built: Built): fc.Arbitrary<unknown> {
  const { minimum, maximum } = limitsOf(schema);
  return fc.array(build(element, built), { minLength: minimum, maxLength: Math.min(maximum, Math.max(minimum, MAXIMUM_ELEMENTS)) });
}

function integers(schema: z.core.$ZodType): fc.Arbitrary<unknown> {
  const { minimum, maximum } = limitsOf(schema);
  return fc.integer({ min: minimum, max: Math.min(maximum, 1_000_000) });
}

function strings(schema: z.core.$ZodType): fc.Arbitrary<unknown> {
  const accepted = (text: string) => (schema as z.ZodType).safeParse(text).success;
  const { format } = (schema as z.core.$ZodTypes)._zod.def as { format?: string };
  if (format === 'date') return dates().map((date) => date.toISOString().slice(0, 10));
  if (format === 'datetime') return dates().map((date) => date.toISOString());
  if (format === 'email') return fc.stringMatching(/^[a-z][a-z0-9]{0,9}@[a-z]{1,9}\.example$/);
  const pattern = patternOf(schema);
  if (pattern === undefined) return texts(limitsOf(schema).maximum);
  if (pattern.source === patternOf(fileName)?.source) return fc.constantFrom('carta.pdf', 'anexos/prueba n.º 1.pdf', 'tradução.pdf');
  // Texts: letters of any language, rather than any character of the ranges that the pattern lists.
  if (pattern.source.includes('uFFFD')) return texts(limitsOf(schema).maximum).filter(accepted);
  return fc.stringMatching(pattern, { size: 'small' }).filter(accepted);
}

function texts(maximum: number): fc.Arbitrary<string> {
  return fc.oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: maximum }),
    fc.constantFrom('Señora jueza', 'ação', 'l’État', '証人'),
  );
}

function dates(): fc.Arbitrary<Date> {
  return fc.date({ min: new Date('2000-01-01T00:00:00Z'), max: new Date('2060-12-31T00:00:00Z'), noInvalidDate: true });
}

interface Limits {
  minimum: number;
  maximum: number;
}

/** What the checks of a schema say of length or value. */
function limitsOf(schema: z.core.$ZodType): Limits {
  const limits: Limits = { minimum: 0, maximum: Number.POSITIVE_INFINITY };
  for (const { check, minimum, maximum, length, value } of checksOf(schema)) {
    const least = ({ min_length: minimum, length_equals: length, greater_than: value } as Partial<Record<string, number>>)[check];
    const most = ({ max_length: maximum, length_equals: length, less_than: value } as Partial<Record<string, number>>)[check];
    if (least !== undefined) limits.minimum = least;
    if (most !== undefined) limits.maximum = most;
  }
  return limits;
}

function patternOf(schema: z.core.$ZodType): RegExp | undefined {
  return checksOf(schema).find(({ pattern }) => pattern !== undefined)?.pattern;
}

interface CheckDefinition {
  check: string;
  minimum?: number;
  maximum?: number;
  length?: number;
  value?: number;
  pattern?: RegExp;
}

function checksOf(schema: z.core.$ZodType): CheckDefinition[] {
  const { checks = [] } = (schema as z.core.$ZodTypes)._zod.def as { checks?: { _zod: { def: object } }[] };
  return checks.map((check) => check._zod.def as CheckDefinition);
}
