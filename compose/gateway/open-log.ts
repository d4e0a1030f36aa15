import { createNoteSigner, parseVerifierKey } from '../../audit/log/note-key.ts';
import { openTileFiles, type TileFiles } from '../../audit/log/tile-files.ts';
import { createLogReader, type LogReader } from '../../audit/log-reader.ts';
import { type Sequencer, startSequencer } from '../../audit/sequencer.ts';
import type { Clock } from '../../gateway/contracts/clock.ts';
import type { KeyStore } from '../../gateway/contracts/key-store.ts';
import type { Ledger } from '../../store/contracts/ledger.ts';
import type { Logger } from '../process/logger.ts';

/** A quarter of the second by which a checkpoint may be late. */
const INTERVAL_MILLISECONDS = 250;

/** Our own transparency log: its one writer, its readers, and the key that its checkpoints verify with. */
export interface OwnLog {
  sequencer: Sequencer;
  reader: LogReader;
  tiles: TileFiles;
  verifierKey: string;
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
  const { folder, origin, ledger, keys, clock, logger } = options;
  const signer = createNoteSigner({ name: origin, key: keys.note('log') });
  const tiles = await openTileFiles(folder);
  const verifier = parseVerifierKey(signer.verifierKey);
  return {
    tiles,
    verifierKey: signer.verifierKey,
    reader: createLogReader({ log: ledger.log, tiles, verifier, origin }),
    sequencer: startSequencer({
      log: ledger.log,
      tiles,
      signer,
      origin,
      clock,
      intervalMilliseconds: INTERVAL_MILLISECONDS,
      onProblem: (error) => logger.error({ event: 'log-problem', error }),
    }),
  };
}
