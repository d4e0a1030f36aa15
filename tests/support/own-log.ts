import { createPrivateKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { AuditError } from '../../audit/error.ts';
import { createNoteSigner, formatVerifierKey, noteKeyOf, parseVerifierKey, SIGNATURE_TYPE } from '../../audit/log/note-key.ts';
import { openTileFiles } from '../../audit/log/tile-files.ts';
import { createLogReader } from '../../audit/log-reader.ts';
import { startSequencer } from '../../audit/sequencer.ts';
import { type DevelopmentPkiPaths, NOTE_ROLES } from '../../certs-dev/layout.ts';
import type { Clock } from '../../gateway/contracts/clock.ts';
import type { AuthorityRecord } from '../../gateway/contracts/directory.ts';
import type { KeyStore } from '../../gateway/contracts/key-store.ts';
import type { OwnLog } from '../../gateway/dependencies.ts';
import type { Ledger } from '../../store/contracts/ledger.ts';

/** A log as a gateway has it, and what a test does with it. */
export interface TestLog {
  own: OwnLog;
  /** Gives indexes to what waits, and publishes a checkpoint. */
  publish(): Promise<void>;
  stop(): Promise<void>;
}

export function logOriginOf(name: string): string {
  return `${name}.example/log`;
}

/** The keys of log and witness of an authority of a development PKI, as a directory has them. */
export async function noteKeysOf(pki: DevelopmentPkiPaths, identifier: string): Promise<AuthorityRecord['noteKeys']> {
  const name = identifier.split(':').at(-1) ?? identifier;
  return Promise.all(
    NOTE_ROLES.map(async (role) => {
      const { publicKey } = noteKeyOf(createPrivateKey(await readFile(pki.authority(identifier).note(role))));
      const key =
        role === 'log'
          ? { name: logOriginOf(name), type: SIGNATURE_TYPE.ed25519, publicKey }
          : { name: `${name}.example/witness`, type: SIGNATURE_TYPE.ed25519Cosignature, publicKey };
      return { role, verifierKey: formatVerifierKey(key), notBefore: '2020-01-01T00:00:00.000Z' };
    }),
  );
}

/** A log on disk whose sequencer works when it is told to. */
export async function openOwnLog(
  folder: string,
  { name, ledger, keys, clock }: { name: string; ledger: Ledger; keys: KeyStore; clock: Clock },
): Promise<TestLog> {
  const origin = logOriginOf(name);
  const signer = createNoteSigner({ name: origin, key: keys.note('log') });
  const tiles = await openTileFiles(folder);
  const sequencer = startSequencer({ log: ledger.log, tiles, signer, origin, clock, intervalMilliseconds: 1_000 });
  return {
    own: {
      reader: createLogReader({ log: ledger.log, tiles, verifier: parseVerifierKey(signer.verifierKey), origin }),
      verifierKey: signer.verifierKey,
      tiles,
      witnesses: 'all',
      publishCosigned: (note) => sequencer.publishCosigned(note),
    },
    publish: async () => {
      await sequencer.runOnce();
    },
    stop: () => sequencer.stop(),
  };
}

/** No sequencer runs: leaves wait, and nothing depends on them. */
export function silentLog(): TestLog {
  const own: OwnLog = {
    reader: {
      latest: async () => undefined,
      prove: async () => {
        throw new AuditError('not-logged', 'no sequencer runs in this test');
      },
      consistency: async () => {
        throw new AuditError('tree-range', 'no sequencer runs in this test');
      },
    },
    verifierKey: '',
    tiles: { read: async () => undefined, readCheckpoint: async () => undefined },
    witnesses: 'all',
    publishCosigned: async () => false,
  };
  return { own, publish: async () => {}, stop: async () => {} };
}
