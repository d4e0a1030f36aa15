import { type PublishedLegalSchema, publishedLegalSchemas } from '../../treaty/published-legal-schemas.ts';
import { kindNamed } from './message-names.ts';

/** Every published schema of typed messages and of what belongs to them. */
export function schemas(): readonly PublishedLegalSchema[] {
  return publishedLegalSchemas();
}

/** One of them, by its own name, or by that of a type of request or kind of message. */
export function schemaNamed(name: string): Record<string, unknown> | undefined {
  const all = publishedLegalSchemas();
  const names = [name, `request-${name}.v1`, `message-${kindNamed(name)}.v1`];
  return names.flatMap((each) => all.filter((published) => published.name === each))[0]?.schema;
}
