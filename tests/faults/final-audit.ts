import { auditFromInside, type InsideReport } from './audit-inside.ts';
import { auditLog, type LogAudit } from './audit-log.ts';
import { auditFromOutside, type OutsideReport } from './audit-outside.ts';
import type { SeenCheckpoints } from './checkpoint-watcher.ts';
import type { GatewayClient } from './client.ts';
import { createEvidenceJudge } from './evidence-judge.ts';
import { readLedgerTables } from './ledger-tables.ts';
import { SIDES, type Side } from './schedule.ts';
import { waitUntilSettled } from './settle.ts';
import type { Traffic } from './traffic.ts';
import type { World } from './world.ts';

export interface AuditReport {
  outside: OutsideReport;
  inside: Record<Side, InsideReport>;
  logs: Record<Side, LogAudit>;
  faults: string[];
}

const LOG_LIMIT_MILLISECONDS = 20_000;

/** First through the API while the gateways run; then they are stopped in order, and their folders are taken apart. */
export async function auditEverything(parts: {
  world: World;
  traffic: Traffic;
  clients: Record<Side, GatewayClient>;
  letter: Buffer;
  seen: SeenCheckpoints;
}): Promise<AuditReport> {
  const { world, seen } = parts;
  const judge = await createEvidenceJudge(world);
  const outside = await auditFromOutside({ ...parts, judge });
  const faults = [...outside.faults];
  // The audit itself read content, and every reading is a leaf of the log.
  const { open } = await waitUntilSettled(world, parts.clients, LOG_LIMIT_MILLISECONDS);
  faults.push(...open);
  for (const side of SIDES) {
    const code = await world.authorities[side].gateway.stop();
    if (code !== 0) faults.push(`${side} stopped with exit code ${code}`);
  }
  const inside = {} as Record<Side, InsideReport>;
  const logs = {} as Record<Side, LogAudit>;
  for (const side of SIDES) {
    const authority = world.authorities[side];
    const rows = readLedgerTables(authority.dataFolder);
    logs[side] = await auditLog(authority, rows, seen.notes[side]);
    inside[side] = await auditFromInside(authority, rows, judge);
    faults.push(...logs[side].faults, ...inside[side].faults);
  }
  return { outside, inside, logs, faults };
}
