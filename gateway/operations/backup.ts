import type { Row } from '../../store/contracts/ledger.ts';
import type { BackupResult, BackupWriter } from '../contracts/backup.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { codeOf, GatewayError } from '../error.ts';
import { newMessageIdentifier } from '../identifiers.ts';
import { GATEWAY_ITSELF, type Operation, recordOperation } from '../operation-record/record-operation.ts';
import { commit, rebuildUntilCommitted } from '../unit-of-work.ts';
import { type Actor, requireActor } from './actor.ts';

/** A backup as its operator sees it. Kept in memory: what counts after a restart is what stands in the folder. */
export interface BackupStatus extends Partial<BackupResult> {
  identifier: string;
  state: 'running' | 'done' | 'failed';
  folder: string;
  startedAt: string;
  finishedAt?: string;
  /** Why it failed; a code of the error table. */
  code?: string;
}

/** Backups asked for in this process. */
export interface Backups {
  writer: BackupWriter;
  statuses: Map<string, BackupStatus>;
  running: Promise<void> | undefined;
  closing: AbortController;
}

/** Earlier ones that are remembered. */
const REMEMBERED = 20;

/** Setting with the time of the last backup that came to its end. */
export const LAST_BACKUP = 'last-backup';

export function createBackups(writer: BackupWriter): Backups {
  return { writer, statuses: new Map(), running: undefined, closing: new AbortController() };
}

/** Ends the backup that may be running, unfinished, and waits for it. */
export async function closeBackups(backups: Backups): Promise<void> {
  backups.closing.abort();
  await backups.running;
}

/**
 * Begins a backup of the running gateway and answers at once: copying may take hours. Who asked is in the log before anything is copied,
 * and so in the copy itself. GatewayError `too-busy` while another one is being made, `actor-not-allowed`; `backup-folder-not-allowed`.
 */
export async function startBackup(
  dependencies: GatewayDependencies,
  backups: Backups,
  { actor, folder, keep }: { actor: Actor; folder: string; keep: number },
): Promise<BackupStatus> {
  requireActor(actor, ['operator']);
  backups.writer.requireAllowed(folder);
  if (backups.running !== undefined) throw new GatewayError('too-busy', 'a backup is being made already', { disposition: 'wait' });
  const startedAt = dependencies.clock.now();
  const identifier = newMessageIdentifier(startedAt, dependencies.randomBytes);
  const status: BackupStatus = { identifier, state: 'running', folder, startedAt: startedAt.toISOString() };
  // Set before the first await: two requests of one moment must not both begin.
  backups.running = run(dependencies, backups, status, { identifier, folder, actor: actor.id, startedAt, keep }).finally(() => {
    backups.running = undefined;
  });
  remember(backups, status);
  return { ...status };
}

/** How a backup goes. GatewayError `not-found` for one that this process knows nothing of. */
export function showBackup(backups: Backups, { actor, identifier }: { actor: Actor; identifier: string }): BackupStatus {
  requireActor(actor, ['operator']);
  const status = backups.statuses.get(identifier);
  if (status === undefined) throw new GatewayError('not-found', 'no such backup');
  return { ...status };
}

function remember(backups: Backups, status: BackupStatus): void {
  backups.statuses.set(status.identifier, status);
  for (const [identifier] of [...backups.statuses].slice(0, -REMEMBERED)) backups.statuses.delete(identifier);
}

async function run(
  dependencies: GatewayDependencies,
  { writer, closing }: Backups,
  status: BackupStatus,
  request: Parameters<BackupWriter['write']>[0],
): Promise<void> {
  const { identifier, actor } = request;
  try {
    await record(dependencies, { action: 'backup-started', actor: { kind: 'operator', id: actor }, facts: { backup: identifier } });
    const result = await writer.write(request, { signal: closing.signal });
    const finishedAt = dependencies.clock.now().toISOString();
    const facts = { backup: identifier, statement: result.statementDigest };
    await record(dependencies, { action: 'backup-done', actor: GATEWAY_ITSELF, facts });
    await rememberTime(dependencies, status.startedAt);
    Object.assign(status, result, { state: 'done', finishedAt });
    dependencies.observe({ name: 'backup-done', octets: result.octets });
  } catch (error) {
    Object.assign(status, { state: 'failed', finishedAt: dependencies.clock.now().toISOString(), code: codeOf(error) });
    dependencies.observe({ name: 'backup-failed', code: codeOf(error) });
  }
}

async function record(dependencies: GatewayDependencies, operation: Operation): Promise<void> {
  const { row, leaf } = recordOperation(dependencies, operation);
  await commit(dependencies, { rows: [row], leaves: [leaf] });
}

async function rememberTime(dependencies: GatewayDependencies, startedAt: string): Promise<void> {
  await rebuildUntilCommitted(dependencies, async () => {
    const row: Row<'settings'> | undefined = await dependencies.ledger.get('settings', LAST_BACKUP);
    const rows = [{ table: 'settings' as const, key: LAST_BACKUP, expect: row?.version ?? 0, value: { value: startedAt } }];
    return { change: { rows }, result: undefined };
  });
}
