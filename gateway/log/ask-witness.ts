import { AuditError } from '../../audit/error.ts';
import { type OpenedCheckpoint, openCheckpoint } from '../../audit/log/checkpoint.ts';
import type { NoteSignature } from '../../audit/log/note.ts';
import { parseVerifierKey } from '../../audit/log/note-key.ts';
import { formatAddCheckpoint, openCosignatures, withSignatures } from '../../audit/log/witness-request.ts';
import type { RowChange } from '../../store/contracts/ledger.ts';
import { sizeOrder } from '../../store/contracts/records.ts';
import { alarmRow } from '../alarms.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { GatewayError } from '../error.ts';
import { commit, rebuildUntilCommitted } from '../unit-of-work.ts';
import type { Witness } from './witness-keys.ts';

/** What a witness is believed to know of our log; learned from its answers, so that nothing is lost with it. */
export interface WitnessMemory {
  knownSize: number;
}

/**
 * Asks one witness to cosign what is published now, keeps the cosignature and publishes it. False when there was nothing to ask.
 * GatewayError `witness-refused`, TransportError when the witness is out of reach: the log goes on without it.
 */
export async function askWitness(
  dependencies: GatewayDependencies,
  { authority, verifier }: Witness,
  memory: WitnessMemory,
  signal: AbortSignal,
): Promise<boolean> {
  const published = await publishedCheckpoint(dependencies);
  if (
    published === undefined ||
    published.note.signatures.some(({ keyId, name }) => name === verifier.name && keyId.equals(verifier.keyId))
  )
    return false;
  const ask = async (oldSize: number) => {
    const { proof } = await dependencies.log.reader.consistency(oldSize, published.size);
    const request = formatAddCheckpoint({ oldSize, proof, checkpoint: published.signed });
    return dependencies.transport.addCheckpoint(authority, Buffer.from(request, 'utf8'), { signal });
  };
  let answer = await ask(Math.min(memory.knownSize, published.size));
  if (answer.status === 409) {
    memory.knownSize = sizeIn(answer.body);
    if (memory.knownSize > published.size) {
      // Either it cosigned a checkpoint that we have forgotten, or a newer one is being published at this moment.
      await raiseBehind(dependencies, authority.identifier, memory.knownSize);
      return false;
    }
    answer = await ask(memory.knownSize);
  }
  if (answer.status !== 200) throw refused(`the witness answered ${answer.status}`);
  const cosignatures = verified(published.signed, answer.body, { authority, verifier });
  memory.knownSize = published.size;
  await keep(dependencies, published, cosignatures);
  dependencies.observe({ name: 'checkpoint-cosigned', peer: authority.identifier });
  return true;
}

type Published = OpenedCheckpoint & { signed: string };

/** The checkpoint that everybody can see, with the cosignatures that it has already. */
export async function publishedCheckpoint({ log }: Pick<GatewayDependencies, 'log'>): Promise<Published | undefined> {
  const note = await log.tiles.readCheckpoint();
  return note === undefined ? undefined : { ...openCheckpoint(note, { log: parseVerifierKey(log.verifierKey) }), signed: note };
}

/** Our own log behind what a witness knows: restored from an old copy, unless the ledger knows better. */
async function raiseBehind(dependencies: GatewayDependencies, peer: string, knownSize: number): Promise<void> {
  const latest = await dependencies.ledger.log.published();
  if ((latest?.size ?? 0) >= knownSize) return;
  await commit(dependencies, { rows: await alarmRow(dependencies, { code: 'own-log-behind', peer }) });
}

function verified(checkpoint: string, answer: Buffer, { verifier }: Witness): NoteSignature[] {
  try {
    return openCosignatures(checkpoint, answer, verifier);
  } catch (cause) {
    if (!(cause instanceof AuditError)) throw cause;
    throw refused('the cosignature does not verify', cause);
  }
}

/** The row of the checkpoint with the new cosignatures; the one before goes, unless it was time-stamped. */
async function keep(dependencies: GatewayDependencies, published: Published, added: readonly NoteSignature[]): Promise<void> {
  const { ledger, clock } = dependencies;
  const note = await rebuildUntilCommitted(dependencies, async () => {
    const key = sizeOrder(published.size);
    const row = await ledger.get('checkpoints', key);
    const cosigned = withSignatures(row?.value.note ?? published.signed, added);
    const earlier = await ledger.list('checkpoints', { index: 'cosigned', equals: 'cosigned', limit: 100 });
    const superseded: RowChange[] = earlier
      .filter(({ key: other, value }) => other < key && value.stampedAt === undefined)
      .map(({ key: other, version }) => ({ table: 'checkpoints', key: other, expect: version, value: null }));
    const kept: RowChange = {
      table: 'checkpoints',
      key,
      expect: row?.version ?? 0,
      value: { ...row?.value, size: published.size, note: cosigned, cosignedAt: clock.now().toISOString() },
      ...(row?.bytes === undefined ? {} : { bytes: row.bytes }),
    };
    return { change: { rows: [kept, ...superseded] }, result: cosigned };
  });
  await dependencies.log.publishCosigned(note);
}

function sizeIn(body: Buffer): number {
  const size = /^(0|[1-9][0-9]{0,15})\n$/.exec(body.toString('latin1'))?.[1];
  if (size === undefined || !Number.isSafeInteger(Number(size))) throw refused('the witness does not say which size it knows');
  return Number(size);
}

function refused(message: string, cause?: unknown): GatewayError {
  return new GatewayError('witness-refused', message, { disposition: 'retry', ...(cause === undefined ? {} : { cause }) });
}
