import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** One parser under attack. A file in `targets/` exports it as `target`. */
export interface FuzzTarget {
  name: string;
  /** Well-formed inputs from which all others are made; at least one of them must pass `run`. */
  seeds: () => Buffer[] | Promise<Buffer[]>;
  /** Feeds the bytes to the parser; when they are accepted, also checks what must then hold. */
  run: (input: Buffer) => void | Promise<void>;
  /** Whether an error is the parser's own, typed refusal; any other error is a finding. */
  acceptable: (error: unknown) => boolean;
}

export const targetsFolder = join(import.meta.dirname, 'targets');

/** The files of a folder of targets, by name. Throws when there are none: an empty set would pass for ever. */
export function targetFiles(folder: string = targetsFolder): string[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.ts'));
  if (files.length === 0) throw new Error(`no fuzz target in ${folder}`);
  return files.sort().map((name) => join(folder, name));
}

export async function loadTarget(file: string): Promise<FuzzTarget> {
  const module = (await import(pathToFileURL(file).href)) as { target?: Partial<FuzzTarget> };
  const { name, seeds, run, acceptable } = module.target ?? {};
  if (name === undefined || seeds === undefined || run === undefined || acceptable === undefined) {
    throw new Error(`${file} exports no complete \`target\``);
  }
  return { name, seeds, run, acceptable };
}
