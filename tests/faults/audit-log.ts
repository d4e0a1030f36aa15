import { join } from 'node:path';
import { openCheckpoint } from '../../audit/log/checkpoint.ts';
import { checkLog } from '../../audit/log/fsck.ts';
import { encodeLeaf } from '../../audit/log/leaf.ts';
import { verifyConsistency } from '../../audit/log/merkle.ts';
import { parseVerifierKey } from '../../audit/log/note-key.ts';
import { parseProof, verifyProof } from '../../audit/log/proof.ts';
import { openTileFiles } from '../../audit/log/tile-files.ts';
import { createLogReader } from '../../audit/log-reader.ts';
import type { Ledger } from '../../store/contracts/ledger.ts';
import { openSqliteLedger } from '../../store/sqlite/ledger.ts';
import type { LedgerTables } from './ledger-tables.ts';
import type { Authority } from './world.ts';

export interface LogAudit {
  faults: string[];
  size: number;
  /** Checkpoints seen during the run, all proven to be prefixes of the last one. */
  checkpointsConsistent: number;
  inclusionsProven: number;
}

/**
 * Checks one transparency log after its gateway has stopped: tiles and root from the entries up, every checkpoint that was ever seen
 * against the last one, and a proof of inclusion for every piece of evidence.
 */
export async function auditLog(authority: Authority, rows: LedgerTables, seen: readonly string[]): Promise<LogAudit> {
  const audit: LogAudit = { faults: [], size: 0, checkpointsConsistent: 0, inclusionsProven: 0 };
  const fault = (what: string) => audit.faults.push(`log of ${authority.side}: ${what}`);
  const ledger = await openSqliteLedger({ path: join(authority.dataFolder, 'ledger.sqlite') });
  try {
    await auditOpenLog({ authority, rows, ledger, audit, fault }, seen);
  } finally {
    await ledger.close();
  }
  return audit;
}

interface OpenLog {
  authority: Authority;
  rows: LedgerTables;
  ledger: Ledger;
  audit: LogAudit;
  fault: (what: string) => void;
}

async function auditOpenLog({ authority, rows, ledger, audit, fault }: OpenLog, seen: readonly string[]): Promise<void> {
  const tiles = await openTileFiles(join(authority.dataFolder, 'log'));
  const verifier = parseVerifierKey(authority.logVerifierKey);
  const origin = authority.logOrigin;
  const report = await checkLog({ tiles, log: verifier, origin, rows: ledger.log });
  for (const { code, subject, message } of report.findings) fault(`${code} at ${subject}: ${message}`);
  const reader = createLogReader({ log: ledger.log, tiles, verifier, origin });
  const last = await reader.latest();
  if (last === undefined || report.checkpoint === undefined) return fault('has no checkpoint');
  audit.size = last.size;
  if (last.note !== (await tiles.readCheckpoint())) fault('publishes another checkpoint than its ledger has');
  if ((await ledger.log.pendingCount()) > 0) fault('has leaves without an index');
  for (const note of seen) {
    try {
      const checkpoint = openCheckpoint(note, { log: verifier, origin });
      const { proof } = await reader.consistency(checkpoint.size, last.size);
      verifyConsistency({ fromSize: checkpoint.size, fromRoot: checkpoint.root, toSize: last.size, toRoot: last.root, proof });
      audit.checkpointsConsistent += 1;
    } catch (error) {
      fault(`a checkpoint that was seen does not fit the last one: ${String(error)}`);
    }
  }
  for (const { value: evidence } of rows.evidence) {
    try {
      const digest = Buffer.from(evidence.evidenceDigest, 'hex');
      const { proof } = await reader.prove(digest);
      const entry = encodeLeaf({ type: 'evidence', salt: Buffer.from(evidence.ownSalt, 'hex'), digest });
      verifyProof(parseProof(Buffer.from(proof, 'utf8')), { entry, log: verifier, origin });
      audit.inclusionsProven += 1;
    } catch (error) {
      fault(`evidence ${evidence.evidenceDigest} is not provably in it: ${String(error)}`);
    }
  }
}
