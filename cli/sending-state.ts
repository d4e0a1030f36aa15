import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import type { SendingState } from '../compose/api-client/submit-by-uploads.ts';

const sendingState = z.strictObject({
  format: z.literal('valija-sending/1'),
  idempotencyKey: z.string().min(1).max(128),
  uploadsKey: z.string().min(1).max(128),
  /** SHA-256 of what is said about the files. */
  document: z.string().max(64),
  uploads: z.array(z.string().max(64)).max(1_000),
});

/** Where a command that was ended in the middle of sending left off, for the same command given again. */
export interface KeptSending {
  state: SendingState;
  keep(state: SendingState): Promise<void>;
  /** Once the message is accepted: the same command means another message then. */
  forget(): Promise<void>;
}

/**
 * The state of a sending of these files, described with length and time of change. It is a file in `$XDG_STATE_HOME/valija`
 * (`~/.local/state/valija`), named by a digest, and holds keys, identifiers and digests alone. Where that folder cannot be written, the
 * state lives as long as the command. The same files with another document are another message, of which nothing need be brought again.
 */
export async function keptSending(
  { files, document }: { files: unknown; document: unknown },
  givenKey: string | undefined,
): Promise<KeptSending> {
  const folder = join(process.env.XDG_STATE_HOME ?? join(homedir(), '.local', 'state'), 'valija');
  const path = join(folder, `sending-${digestOf(files).slice(0, 32)}.json`);
  const digest = digestOf(document);
  const keep = async (state: SendingState): Promise<void> => {
    const text = `${JSON.stringify({ format: 'valija-sending/1', ...state, document: digest })}\n`;
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await writeFile(`${path}.part`, text, { mode: 0o600, flush: true });
      await rename(`${path}.part`, path);
    } catch {
      // Without it the command given again begins anew, under another key.
    }
  };
  const kept = await readState(path);
  const ofDocument = kept?.document === digest ? kept.idempotencyKey : undefined;
  const idempotencyKey = givenKey ?? ofDocument ?? randomUUID();
  const uploads = kept?.idempotencyKey === idempotencyKey ? kept.uploads : [];
  const state = { idempotencyKey, uploadsKey: kept?.uploadsKey ?? randomUUID(), uploads };
  await keep(state);
  return { state, keep, forget: () => rm(path, { force: true }) };
}

function digestOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}

async function readState(path: string): Promise<z.infer<typeof sendingState> | undefined> {
  try {
    return sendingState.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    return undefined;
  }
}
