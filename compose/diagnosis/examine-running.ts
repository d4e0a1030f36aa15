import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import type { GatewayConfiguration } from '../configuration/gateway-configuration.ts';
import { localInstant } from '../wording/instant.ts';
import type { Findings } from './finding.ts';

const ANSWER_MILLISECONDS = 10_000;
const MAXIMUM_ANSWER_LENGTH = 4 * 1024 * 1024;

/** The longest interval of the reconciler and an attempt, with room: what is due longer is not being done. */
const OVERDUE_SECONDS = 900;
/** A checkpoint follows an entry within a second; time to look again. */
const LOG_PATIENCE_MILLISECONDS = 3_000;
const OLD_BACKUP_DAYS = 8;

const readiness = z.looseObject({
  ready: z.boolean(),
  reasons: z.array(z.string()),
  notes: z.array(z.string()).default([]),
  alarms: z
    .array(z.looseObject({ code: z.string().max(100), peer: z.string().max(200).optional(), count: z.number(), since: z.iso.datetime() }))
    .max(1_000)
    .default([]),
});

/** Alarms that somebody signed what cannot both be true, or took back what was signed: nothing is more urgent. */
const GRAVE: ReadonlySet<string> = new Set([
  'own-log-behind',
  'own-log-forked',
  'peer-log-forked',
  'peer-log-inconsistent',
  'peer-log-rolled-back',
  'evidence-conflict',
]);

/** What a running gateway says of itself, by its management API. */
export async function examineRunning(configuration: GatewayConfiguration, findings: Findings): Promise<void> {
  const base = managementAddress(configuration.listeners.management);
  const answer = await fetchText(`${base}/health/ready`).catch(() => undefined);
  const state = readiness.safeParse(parseOr(answer));
  if (!state.success) {
    findings.fault('gateway-not-running', base);
    return;
  }
  for (const reason of state.data.reasons) findings.told(reason, base);
  for (const note of state.data.notes) findings.told(note, base, 'warning');
  for (const { code, peer = base, count, since } of state.data.alarms) {
    findings.told(code, peer, GRAVE.has(code) ? 'fault' : 'warning', localInstant(new Date(since)), ...(count > 1 ? [`${count} x`] : []));
  }
  if (state.data.ready) findings.pass('gateway-ready', base);
  await findings.attempt(base, async () => examineMetrics(base, findings));
}

/** Where this machine finds it: "every address" is also the loopback. */
function managementAddress({ host, port }: { host: string; port: number }): string {
  const reachable = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
}

async function examineMetrics(base: string, findings: Findings): Promise<void> {
  const before = findings.found.length;
  const metrics = parseMetrics(await fetchText(`${base}/metrics`));
  const of = (name: string) => metrics.get(name) ?? 0;
  if (of('valija_dead_letters') > 0) findings.fault('dead-letters', base, String(of('valija_dead_letters')));
  if (of('valija_oldest_due_seconds') > OVERDUE_SECONDS) findings.fault('work-overdue', base, `${of('valija_oldest_due_seconds')} s`);
  if (findings.found.length === before) findings.pass('work-done', base);
  if (of('valija_open_alarms') > 0) findings.warning('open-alarms', base, String(of('valija_open_alarms')));
  if (of('valija_log_contradictions') > 0) findings.fault('log-contradicted', base, String(of('valija_log_contradictions')));
  examineBackup(base, of('valija_last_backup_timestamp_seconds'), findings);
  await examineLog(base, metrics, findings);
}

/** A gateway that was never backed up is one where backups are made some other way. */
function examineBackup(base: string, seconds: number, findings: Findings): void {
  if (seconds > 0 && Date.now() / 1_000 - seconds > OLD_BACKUP_DAYS * 86_400) {
    findings.warning('backup-old', base, localInstant(new Date(seconds * 1_000)));
  }
}

async function examineLog(base: string, first: ReadonlyMap<string, number>, findings: Findings): Promise<void> {
  const entries = (first.get('valija_log_size') ?? 0) + (first.get('valija_log_pending') ?? 0);
  let published = first.get('valija_log_published') ?? 0;
  if (published < entries) {
    await sleep(LOG_PATIENCE_MILLISECONDS);
    published = parseMetrics(await fetchText(`${base}/metrics`)).get('valija_log_published') ?? 0;
  }
  if (published < entries) findings.fault('log-behind', base, `${published} / ${entries}`);
  else findings.pass('log-published', base, String(published));
}

/** Numbers without labels, in the text format of Prometheus. */
export function parseMetrics(text: string): Map<string, number> {
  return new Map([...text.matchAll(/^([a-z_]{1,100}) ([0-9.e+-]{1,30})$/gm)].map(([, name = '', value = '']) => [name, Number(value)]));
}

async function fetchText(url: string): Promise<string> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(ANSWER_MILLISECONDS), redirect: 'error' });
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of answer.body ?? []) {
    length += chunk.length;
    if (length > MAXIMUM_ANSWER_LENGTH) break;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseOr(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}
