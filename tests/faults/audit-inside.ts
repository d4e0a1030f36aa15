import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Blobs } from '../../store/contracts/blobs.ts';
import type { Ledger } from '../../store/contracts/ledger.ts';
import { openFileBlobs } from '../../store/files/blobs.ts';
import { openSqliteLedger } from '../../store/sqlite/ledger.ts';
import { inBatches } from './batches.ts';
import { blobFiles } from './blob-files.ts';
import type { EvidenceJudge } from './evidence-judge.ts';
import type { LedgerTables } from './ledger-tables.ts';
import type { Authority } from './world.ts';

export interface InsideReport {
  faults: string[];
  messages: number;
  evidence: number;
  /** Evidence whose message never arrived: what the sender stated and pushed all the same. */
  evidenceWithoutMessage: number;
  blobs: { rows: number; files: number; octetsRead: number; filesSwept: number };
  transfersLeft: number;
  jobsLeft: number;
  alarms: Record<string, number>;
}

interface Inside {
  authority: Authority;
  report: InsideReport;
  rows: LedgerTables;
  fault: (what: string) => void;
}

/** Looks into the data folder of a gateway that has stopped: what the API does not show. */
export async function auditFromInside(authority: Authority, rows: LedgerTables, judge: EvidenceJudge): Promise<InsideReport> {
  const report: InsideReport = {
    faults: [],
    messages: 0,
    evidence: 0,
    evidenceWithoutMessage: 0,
    blobs: { rows: 0, files: 0, octetsRead: 0, filesSwept: 0 },
    transfersLeft: 0,
    jobsLeft: 0,
    alarms: {},
  };
  const fault = (what: string) => report.faults.push(`${authority.side}: ${what}`);
  const inside: Inside = { authority, report, rows, fault };
  if (rows.integrity !== 'ok') fault(`the database is damaged: ${rows.integrity}`);
  report.jobsLeft = rows.jobs.length;
  for (const { id, state, lastError } of rows.jobs) fault(`job ${id} is left as ${state} (${lastError})`);
  auditAlarms(inside);
  await auditEvidence(inside, judge);
  const ledger = await openSqliteLedger({ path: join(authority.dataFolder, 'ledger.sqlite') });
  try {
    await auditBlobs(inside, ledger);
  } finally {
    await ledger.close();
  }
  return report;
}

/** A late answer after B.3 raises one; anything else would be a fault of ours, for nobody attacks here. */
function auditAlarms({ rows, report, fault }: Inside): void {
  for (const { value } of rows.alarms) {
    report.alarms[value.code] = (report.alarms[value.code] ?? 0) + 1;
    if (value.code !== 'evidence-conflict') fault(`alarm ${value.code} about ${value.messageKey ?? 'no message'}`);
  }
}

async function auditEvidence({ rows, report, fault }: Inside, judge: EvidenceJudge): Promise<void> {
  report.messages = rows.messages.length;
  report.evidence = rows.evidence.length;
  const messages = new Set(rows.messages.map(({ key }) => key));
  const identifiers = new Map<string, string>();
  for (const { key, value } of rows.evidence) {
    const [summary] = await judge.verify([{ evidence: value.jws, salt: value.salt }], (what) => fault(`evidence ${key}: ${what}`));
    if (summary?.evidenceDigest !== value.evidenceDigest) fault(`evidence ${key} is stored under another digest`);
    if (identifiers.has(value.evidenceDigest)) fault(`evidence ${key} is stored twice`);
    identifiers.set(value.evidenceDigest, key);
    if (messages.has(value.messageKey)) continue;
    report.evidenceWithoutMessage += 1;
    if (value.source === 'own') fault(`own evidence ${key} has lost its message`);
  }
  for (const message of messages) {
    for (const event of ['RelayAcceptance', 'ContentHandover']) {
      const own = rows.evidence.filter(({ value }) => value.messageKey === message && value.source === 'own' && value.event === event);
      if (own.length > 1) fault(`${message} has ${own.length} ${event} of our own`);
    }
  }
}

/** Every row has its octets and they decrypt; after a sweep every file has its row. */
async function auditBlobs(inside: Inside, ledger: Ledger): Promise<void> {
  const { authority, rows, report, fault } = inside;
  const folder = join(authority.dataFolder, 'blobs');
  const blobs = await openFileBlobs({
    directory: folder,
    keyEncryptionKey: Buffer.from((await readFile(authority.keyEncryptionKey, 'utf8')).trim(), 'hex'),
    ledgerLookup: async (blobId) => {
      const row = await ledger.get('blobs', blobId);
      return row && { ...row.value, ...(row.bytes === undefined ? {} : { bytes: row.bytes }) };
    },
  });
  report.transfersLeft = rows.transfers.length;
  report.blobs.rows = rows.blobs.length;
  const wrappedKeys = new Map([
    ...rows.transfers.map(({ value }) => [value.blobId, value.wrappedKey] as const),
    ...rows.settings.flatMap(({ key, value }) => {
      // The one blob of the installation itself (gateway/outbound/submission-nonce.ts).
      if (key !== 'submission-secret') return [];
      const { blobId, wrappedKey } = JSON.parse(value.value) as { blobId: string; wrappedKey: string };
      return [[blobId, wrappedKey] as const];
    }),
    ...rows.blobs.flatMap(({ key, value }) => {
      const message = rows.messages.find((row) => row.key === value.messageKey);
      return message === undefined ? [] : [[key, message.value.wrappedKey] as const];
    }),
  ]);
  await inBatches(4, rows.blobs, async ({ key, value }) => {
    const wrappedKey = wrappedKeys.get(key);
    if (wrappedKey === undefined) return void fault(`blob ${key} belongs to no message`);
    report.blobs.octetsRead += await readWhole(blobs, { wrappedKey, blobId: key }, value.size, fault);
  });
  const before = (await blobFiles(folder)).length;
  const keep = new Set(rows.transfers.map(({ value }) => value.blobId));
  report.blobs.filesSwept = await blobs.sweep(new Date(Date.now() + 1_000), keep);
  const after = await blobFiles(folder);
  report.blobs.files = after.length;
  if (before - after.length !== report.blobs.filesSwept) fault('the sweep does not say how many files it removed');
  const known = new Set([...rows.blobs.filter(({ value }) => value.location === 'file').map(({ key }) => key), ...keep]);
  for (const { blobId, path } of after) if (!known.has(blobId)) fault(`file ${path} has no row (${(await stat(path)).size} octets)`);
}

async function readWhole(
  blobs: Blobs,
  place: { wrappedKey: string; blobId: string },
  size: number,
  fault: Inside['fault'],
): Promise<number> {
  try {
    const reader = await blobs.open(place);
    let length = 0;
    for await (const chunk of reader.stream()) length += chunk.length;
    await reader.close();
    if (length !== size) fault(`blob ${place.blobId} has ${length} octets instead of ${size}`);
    return length;
  } catch (error) {
    fault(`blob ${place.blobId} cannot be read: ${String(error)}`);
    return 0;
  }
}
