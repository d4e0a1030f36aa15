import { randomBytes } from 'node:crypto';
import { createGuardedClock } from '../../adapters/clock/guarded-clock.ts';
import { openRenewableKeyStore, type RenewableKeyStore } from '../../adapters/keystore/renewable-key-store.ts';
import type { Certificate } from '../../crypto/x509/certificate.ts';
import type { Clock } from '../../gateway/contracts/clock.ts';
import type { Directory } from '../../gateway/contracts/directory.ts';
import type { RevocationSource } from '../../gateway/contracts/revocation.ts';
import { readRestoreMarker } from '../../gateway/recovery/restore-marker.ts';
import type { Blobs } from '../../store/contracts/blobs.ts';
import type { Ledger } from '../../store/contracts/ledger.ts';
import { openFileBlobs } from '../../store/files/blobs.ts';
import { openSqliteLedger } from '../../store/sqlite/ledger.ts';
import type { InstrumentsDocument } from '../../treaty/instruments/configured-instruments.ts';
import { readCertificates } from '../configuration/anchors.ts';
import type { GatewayConfiguration } from '../configuration/gateway-configuration.ts';
import { readKeyEncryptionKey } from '../configuration/secrets.ts';
import { openDataFolder } from '../data-folder.ts';
import type { Logger } from '../process/logger.ts';
import { createRandomOctets } from '../process/random-octets.ts';
import { collectYoungGarbage } from '../process/young-garbage.ts';
import type { ClosingStack } from './closing-stack.ts';
import { openDirectory } from './open-directory.ts';
import { type OwnLog, openLog } from './open-log.ts';
import { openRevocation } from './open-revocation.ts';
import { readInstruments } from './read-instruments.ts';

export interface Anchors {
  authorities: Certificate[];
  timestamps: Certificate[];
  tls: Certificate[];
  letters: Certificate[];
}

/** What everything else stands on: time, keys, trust and storage. */
export interface Foundation {
  clock: Clock;
  randomBytes: (length: number) => Buffer;
  keys: RenewableKeyStore;
  anchors: Anchors;
  ledger: Ledger;
  blobs: Blobs;
  directory: Directory;
  instruments: readonly InstrumentsDocument[];
  revocation: RevocationSource;
  log: OwnLog;
  /** Folder of the tiles of the log. */
  logFolder: string;
}

/** Opens time, keys, storage, directory, revocation lists and log, in this order; `stack` learns how to close them. */
export async function openFoundation(configuration: GatewayConfiguration, logger: Logger, stack: ClosingStack): Promise<Foundation> {
  const clock = createGuardedClock({ wall: Date.now, authoritativeSources: [configuration.timestamp.url] });
  const keys = await openRenewableKeyStore({ directory: configuration.keys.folder, signatures: configuration.keys.signatures });
  const anchors = await readAnchors(configuration.anchors);
  const instruments = await readInstruments(configuration.instruments);
  const randomOctets = createRandomOctets();
  const { ledger, blobs, logFolder, revocationFolder, floorPath } = await openStorage(configuration, randomOctets, stack);
  const directory = await openDirectory(configuration.directory, { ledger, floorPath, clock, logger }, stack);
  const trusted = [...anchors.authorities, ...anchors.timestamps, ...anchors.tls, ...anchors.letters];
  const revocation = await openRevocation(configuration.revocation, { anchors: trusted, folder: revocationFolder, clock }, stack);
  const { origin } = configuration.log;
  const log = await openLog({ folder: logFolder, origin, ledger, keys, clock, logger });
  stack.add('log', () => log.sequencer.stop());
  return { clock, randomBytes: randomOctets, keys, anchors, ledger, blobs, directory, instruments, revocation, log, logFolder };
}

async function readAnchors(paths: GatewayConfiguration['anchors']): Promise<Anchors> {
  const [authorities, timestamps, tls, letters] = await Promise.all([
    readCertificates(paths.authorities),
    readCertificates(paths.timestamps),
    readCertificates(paths.tls),
    readCertificates(paths.letters),
  ]);
  return { authorities, timestamps, tls, letters };
}

async function openStorage(configuration: GatewayConfiguration, randomOctets: (length: number) => Buffer, stack: ClosingStack) {
  const { keyEncryptionKey, formerKeyEncryptionKeys } = configuration.keys;
  const current = await readKeyEncryptionKey(keyEncryptionKey);
  const former = await Promise.all(formerKeyEncryptionKeys.map(readKeyEncryptionKey));
  const folder = await openDataFolder(configuration.dataFolder);
  const ledger = await openLedger(folder.ledger);
  stack.add('ledger', () => ledger.close());
  const blobs = await openFileBlobs({
    directory: folder.blobs,
    keyEncryptionKey: current,
    formerKeyEncryptionKeys: former,
    randomBytes: randomOctets,
    onChunk: collectYoungGarbage(),
    ledgerLookup: async (blobId) => {
      const row = await ledger.get('blobs', blobId);
      if (row === undefined) return undefined;
      const { size, location } = row.value;
      return { size, location, ...(row.bytes === undefined ? {} : { bytes: row.bytes }) };
    },
  });
  return { ledger, blobs, logFolder: folder.log, revocationFolder: folder.revocation, floorPath: folder.directoryFloor };
}

/** A ledger that was found to be older than what its readers have seen gets another feed epoch before anybody reads on. */
async function openLedger(path: string): Promise<Ledger> {
  const ledger = await openSqliteLedger({ path });
  const found = await readRestoreMarker(ledger);
  if (found?.marker.reason !== 'rolled-back' || found.marker.succeeded === true) return ledger;
  await ledger.close();
  return openSqliteLedger({ path, feedEpoch: randomBytes(16).toString('hex') });
}
