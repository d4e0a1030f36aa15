import { parseArgs } from 'node:util';
import { DEFAULT_SIZES, type MessageSize, parseSizes } from './sizes.ts';

export interface BenchOptions {
  sizes: MessageSize[];
  json: boolean;
  /** Where data folders are made and the disk is measured; undefined for the system's folder for temporary files. */
  folder: string | undefined;
  keep: boolean;
  /** Most seconds in which messages of one size are submitted. */
  seconds: number;
  /** Over the defaults of `sizes.ts`, for every size. */
  messages: number | undefined;
  inFlight: number | undefined;
}

export const HELP = `npm run bench -- [options]

Messages from acceptance to a verified receipt of their hand-over (E.1), through two gateways and a time-stamp authority as
processes of their own on this machine. docs/benchmarks.md tells what is measured and what was reached.

  --sizes LIST      sizes of messages, default ${DEFAULT_SIZES}
  --messages N      messages of each size, instead of the default for the size
  --in-flight N     messages under way at once, instead of the default for the size
  --seconds N       most seconds of submitting per size, default 60
  --folder DIR      where data folders are made; default: the folder for temporary files
  --keep            leaves data folders and logs there
  --json            one JSON object per size, one per line (run npm with --silent)
`;

/** Reads the command line. Undefined when help is wanted. Throws TypeError for what cannot be understood. */
export function readOptions(args: string[]): BenchOptions | undefined {
  const { values } = parseArgs({
    args,
    options: {
      sizes: { type: 'string', default: DEFAULT_SIZES },
      messages: { type: 'string' },
      'in-flight': { type: 'string' },
      seconds: { type: 'string', default: '60' },
      folder: { type: 'string' },
      keep: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  return {
    sizes: parseSizes(values.sizes),
    json: values.json,
    folder: values.folder,
    keep: values.keep,
    seconds: count('--seconds', values.seconds),
    messages: values.messages === undefined ? undefined : count('--messages', values.messages),
    inFlight: values['in-flight'] === undefined ? undefined : count('--in-flight', values['in-flight']),
  };
}

function count(name: string, text: string): number {
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new TypeError(`${name} takes a number from 1, not ${text}`);
  return Number(text);
}
