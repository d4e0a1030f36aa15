import { Option } from 'commander';
import type { Direction } from '../compose/api-client/client.ts';
import { type Options, UsageError } from './command-line.ts';

/** Identifier of a message: a UUID. */
export const MESSAGE_IDENTIFIER = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Priorities of a message. */
export const LANES = ['urgent', 'ordinary', 'bulk'];

/** `--direction inbound|outbound`. */
export function directionOption(description: string): Option {
  return new Option('--direction <side>', description).choices(['inbound', 'outbound']);
}

/** What was chosen with it. */
export function directionChoice({ direction }: Options): Direction | undefined {
  return direction as Direction | undefined;
}

/** A whole number given on the command line. UsageError for anything else. */
export function numberOption(value: unknown, name: string, minimum: number, maximum: number): number {
  const number = /^\d{1,16}$/.test(String(value)) ? Number(value) : Number.NaN;
  if (!(number >= minimum && number <= maximum)) throw new UsageError(`${name} takes a whole number from ${minimum} to ${maximum}`);
  return number;
}

/** A moment given as `2026-11-01T00:00:00Z`, or as the day that begins then in UTC, in RFC 3339. UsageError for anything else. */
export function momentOption(value: unknown, name: string): string {
  const text = /^\d{4}-\d\d-\d\d$/.test(String(value)) ? `${value}T00:00:00Z` : String(value);
  const moment = new Date(text);
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(text) || Number.isNaN(moment.getTime())) {
    throw new UsageError(`${name} takes a day such as 2026-11-01, or a time such as 2026-11-01T00:00:00Z`);
  }
  return moment.toISOString();
}
