import { open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { CaseReference } from './country-gateway.ts';

const FORMAT = 'valija-demo-country/1';
/** Longer than any agenda of a training country. */
const MAXIMUM_LENGTH = 64 * 1024 * 1024;

/** What the country has to look at. Everything else it knows from its gateway. */
export interface Agenda {
  /** Up to where the changes of the gateway have been read, and in which epoch. */
  position: number;
  epoch?: string;
  /** Messages that have come and not been looked at. */
  arrived: { messageId: string; sender: string }[];
  /** Cases in which something is to be done, and when (milliseconds since 1970). */
  cases: (CaseReference & { dueAt: number })[];
}

export function emptyAgenda(): Agenda {
  return { position: 0, arrived: [], cases: [] };
}

/**
 * Reads the agenda. One that is missing or damaged is begun anew: then every change is read again, and what has been answered is found answered.
 */
export async function readAgenda(path: string): Promise<Agenda> {
  try {
    const text = await readFile(path, 'utf8');
    if (text.length > MAXIMUM_LENGTH) return emptyAgenda();
    const { format, agenda } = JSON.parse(text) as { format?: unknown; agenda?: Agenda };
    return format === FORMAT && isAgenda(agenda) ? agenda : emptyAgenda();
  } catch {
    return emptyAgenda();
  }
}

function isAgenda(agenda: Agenda | undefined): agenda is Agenda {
  return agenda !== undefined && Number.isSafeInteger(agenda.position) && Array.isArray(agenda.arrived) && Array.isArray(agenda.cases);
}

/** Replaces the agenda, durably: after a crash it is the former one or this one. */
export async function writeAgenda(path: string, agenda: Agenda): Promise<void> {
  const unfinished = `${path}.new`;
  const file = await open(unfinished, 'w', 0o600);
  try {
    await file.writeFile(`${JSON.stringify({ format: FORMAT, agenda })}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(unfinished, path);
  const folder = await open(dirname(path), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
