import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { rename } from 'node:fs/promises';
import { AuditError } from '../../audit/error.ts';
import { readUnverifiedCheckpoint, signCheckpoint } from '../../audit/log/checkpoint.ts';
import { restoreIntegration } from '../../audit/log/integration.ts';
import { encodeLeaf } from '../../audit/log/leaf.ts';
import { EMPTY_ROOT } from '../../audit/log/merkle.ts';
import { parseNote } from '../../audit/log/note.ts';
import { createNoteSigner, type NoteSigner, parseVerifierKey } from '../../audit/log/note-key.ts';
import { parseSuccession, signSuccession } from '../../audit/log/succession.ts';
import { openTileFiles, type TileFiles } from '../../audit/log/tile-files.ts';
import type { Clock } from '../../gateway/contracts/clock.ts';
import type { KeyStore } from '../../gateway/contracts/key-store.ts';
import { LOG_SUCCESSIONS, readSuccessions } from '../../gateway/log/successions.ts';
import { markerChange, readRestoreMarker } from '../../gateway/recovery/restore-marker.ts';
import type { Ledger, RowChange } from '../../store/contracts/ledger.ts';

interface LogPlace {
  folder: string;
  /** Of the configuration: that of the first log. */
  origin: string;
  ledger: Ledger;
  keys: Pick<KeyStore, 'note'>;
  clock: Clock;
}

/** The lease ends at once: the sequencer is next. */
const LEASE_MILLISECONDS = 1;

/** Kept checkpoints moved in one commit. */
const BATCH = 500;

/**
 * The origin under which the log goes on, and its tiles. A ledger that was restored may lack entries that its log had signed: then the
 * log is never written on, and a successor is opened that begins with what the ledger has. Whatever a crash interrupts is finished by the
 * next start. Throws AuditError where the rows are not those of the former log.
 */
export async function settleLog(place: LogPlace): Promise<{ origin: string; signer: NoteSigner; tiles: TileFiles }> {
  const found = await readRestoreMarker(place.ledger);
  if (found !== undefined && found.marker.succeeded !== true) await openSuccessor(place);
  const origin = await currentOrigin(place);
  const signer = signerOf(place, origin);
  const tiles = await openTileFiles(place.folder);
  await moveCheckpoint(place, { signer, tiles });
  return { origin, signer, tiles };
}

function signerOf({ keys }: LogPlace, name: string): NoteSigner {
  return createNoteSigner({ name, key: keys.note('log') });
}

async function currentOrigin({ ledger, origin }: LogPlace): Promise<string> {
  const last = (await readSuccessions(ledger)).at(-1);
  return last === undefined ? origin : parseVerifierKey(parseSuccession(parseNote(last).text).successorKey).name;
}

/** A name that no log of ours ever had: nobody here can know which numbers the lost ledger had given already. */
function successorOrigin(origin: string, now: Date): string {
  const day = now.toISOString().slice(0, 10).replaceAll('-', '');
  return `${origin.replace(/\.\d{8}-[0-9a-f]{8}$/, '')}.${day}-${randomBytes(4).toString('hex')}`;
}

/** One commit: the note, the mark that it was done, a leaf, and the former log's kept checkpoints out of the way of the new one's. */
async function openSuccessor(place: LogPlace): Promise<void> {
  const { ledger, clock } = place;
  const formerOrigin = await currentOrigin(place);
  await setAsideTiles(place);
  await moveKeptCheckpoints(ledger, formerOrigin);
  const found = await readRestoreMarker(ledger);
  if (found === undefined) return;
  const now = clock.now();
  const published = await ledger.log.published();
  const former = published === undefined ? { size: 0, root: EMPTY_ROOT } : readUnverifiedCheckpoint(published.note);
  const [formerSigner, successor] = [signerOf(place, formerOrigin), signerOf(place, successorOrigin(formerOrigin, now))];
  const succession = {
    former: { origin: formerOrigin, size: former.size, root: former.root },
    successorKey: successor.verifierKey,
    at: now.toISOString(),
  };
  const note = signSuccession(succession, { former: formerSigner, successor });
  const row = await ledger.get('settings', LOG_SUCCESSIONS);
  const notes = [...(await readSuccessions(ledger)), note];
  const salt = randomBytes(32);
  const digest = createHash('sha256').update(note, 'utf8').digest();
  await ledger.commit({
    rows: [
      { table: 'settings', key: LOG_SUCCESSIONS, expect: row?.version ?? 0, value: { value: JSON.stringify(notes) } },
      markerChange(found.row, { ...found.marker, succeeded: true }),
    ],
    leaves: [{ entry: encodeLeaf({ type: 'administration', salt, digest }), salt, digest }],
  });
}

/** Tiles beside a ledger that was put back may be of entries that it lacks: they are kept, and the successor's are made anew. */
async function setAsideTiles({ folder, clock }: LogPlace): Promise<void> {
  const tiles = await openTileFiles(folder);
  if ((await tiles.readCheckpoint()) === undefined) return;
  await rename(folder, `${folder}.former-${clock.now().toISOString().replaceAll(/[-:.]/g, '')}`);
}

/** Cosigned and time-stamped checkpoints of the former log stay, under a key that says of which log they are. */
async function moveKeptCheckpoints(ledger: Ledger, origin: string): Promise<void> {
  for (const index of ['cosigned', 'stamped'] as const) {
    for (;;) {
      const rows = await ledger.list('checkpoints', { index, equals: index, limit: BATCH });
      if (rows.length === 0) break;
      const changes = rows.flatMap(({ key, version, value, bytes }): RowChange[] => [
        { table: 'checkpoints', key, expect: version, value: null },
        {
          table: 'checkpoints',
          key: `${origin}/${key}`,
          expect: 0,
          value: { size: value.size, note: value.note },
          ...(bytes === undefined ? {} : { bytes }),
        },
      ]);
      await ledger.commit({ rows: changes });
    }
  }
}

/** The checkpoint of the former log is signed again by its successor, for the same tree: from there it goes on. First in the ledger. */
async function moveCheckpoint(place: LogPlace, { signer, tiles }: { signer: NoteSigner; tiles: TileFiles }): Promise<void> {
  const { log } = place.ledger;
  const published = await log.published();
  if (published === undefined) return;
  const { origin } = readUnverifiedCheckpoint(published.note);
  if (origin !== signer.name) await signAgain(place, { signer, tiles, published, origin });
  const shown = await tiles.readCheckpoint();
  if (shown !== undefined && readUnverifiedCheckpoint(shown).origin === signer.name) return;
  await tiles.publishCheckpoint((await log.published())?.note ?? '');
}

async function signAgain(
  place: LogPlace,
  given: { signer: NoteSigner; tiles: TileFiles; published: { size: number; note: string }; origin: string },
): Promise<void> {
  const { signer, tiles, published, origin } = given;
  const { log } = place.ledger;
  const lease = await log.acquire(randomUUID(), place.clock.now().getTime(), LEASE_MILLISECONDS);
  if (lease === undefined) throw new AuditError('lease-not-held', 'Another sequencer writes this log.', { disposition: 'retry' });
  const verifier = parseVerifierKey(signerOf(place, origin).verifierKey);
  const { builder } = await restoreIntegration({ log, tiles, verifier }, lease.epoch);
  const note = signCheckpoint({ origin: signer.name, size: builder.size, root: builder.root() }, signer);
  await log.publish({ size: builder.size, note, epoch: lease.epoch }, published.size);
}
