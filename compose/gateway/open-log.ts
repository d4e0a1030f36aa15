import { AuditError } from '../../audit/error.ts';
import { parseVerifierKey } from '../../audit/log/note-key.ts';
import type { TileFiles } from '../../audit/log/tile-files.ts';
import { createLogReader, type LogReader } from '../../audit/log-reader.ts';
import { type Sequencer, startSequencer } from '../../audit/sequencer.ts';
import type { Clock } from '../../gateway/contracts/clock.ts';
import type { KeyStore } from '../../gateway/contracts/key-store.ts';
import { readRestoreMarker } from '../../gateway/recovery/restore-marker.ts';
import type { Ledger } from '../../store/contracts/ledger.ts';
import type { Logger } from '../process/logger.ts';
import { settleLog } from './log-succession.ts';

/** A quarter of the second by which a checkpoint may be late. */
const INTERVAL_MILLISECONDS = 250;

/** Our own transparency log: its one writer, its readers, and the key that its checkpoints verify with. */
export interface OwnLog {
  sequencer: Sequencer;
  reader: LogReader;
  tiles: TileFiles;
  verifierKey: string;
  /** That of the configuration, or of the log that succeeds it. */
  origin: string;
}

/** Opens the log and starts its sequencer. Throws AuditError for a key that cannot sign under this origin. */
export async function openLog(options: {
  folder: string;
  origin: string;
  ledger: Ledger;
  keys: KeyStore;
  clock: Clock;
  logger: Logger;
}): Promise<OwnLog> {
  const { ledger, clock, logger } = options;
  const { origin, signer, tiles } = await settleLog(options);
  logger.info({ event: 'log-opened', origin, verifierKey: signer.verifierKey });
  const verifier = parseVerifierKey(signer.verifierKey);
  return {
    tiles,
    origin,
    verifierKey: signer.verifierKey,
    reader: createLogReader({ log: ledger.log, tiles, verifier, origin }),
    sequencer: startSequencer({
      log: ledger.log,
      tiles,
      signer,
      origin,
      clock,
      intervalMilliseconds: INTERVAL_MILLISECONDS,
      precondition: () => requireNothingForgotten(ledger),
      onProblem: (error) => logger.error({ event: 'log-problem', error }),
    }),
  };
}

/** A peer has shown a later state of this log: nothing more is signed in it, and the next start opens its successor. */
async function requireNothingForgotten(ledger: Ledger): Promise<void> {
  const found = await readRestoreMarker(ledger);
  if (found === undefined || found.marker.succeeded === true) return;
  throw new AuditError('log-behind-checkpoint', 'A peer knows a later state of this log.', { disposition: 'operator' });
}
