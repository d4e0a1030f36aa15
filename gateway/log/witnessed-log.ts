import { type Checkpoint, readUnverifiedCheckpoint } from '../../audit/log/checkpoint.ts';
import { formatNote, type NoteSignature, parseNote } from '../../audit/log/note.ts';
import type { NoteSigner, NoteVerifier } from '../../audit/log/note-key.ts';
import type { SignedState } from '../../audit/log/relate.ts';
import type { WitnessedState } from '../../audit/log/witness.ts';
import { withSignatures } from '../../audit/log/witness-request.ts';
import type { Row, RowChange } from '../../store/contracts/ledger.ts';
import { originDigest } from './known-logs.ts';

/** The note with the signature of its log alone: others may have added dozens, and ours must fit into a header. */
export function bareNote(note: string, log: NoteVerifier): string {
  const { text, signatures } = parseNote(note);
  return formatNote({ text, signatures: signatures.filter(({ name, keyId }) => name === log.name && keyId.equals(log.keyId)) });
}

/** Cosigns a checkpoint whose consistency has been verified. */
export function cosign(note: string, cosigner: NoteSigner): NoteSignature {
  const signature = cosigner.sign(Buffer.from(parseNote(note).text, 'utf8'));
  return { name: cosigner.name, keyId: cosigner.keyId, signature };
}

/** The state of a log as we know it, in the form in which a witness compares. */
export function knownState(row: Row<'witnessedLogs'> | undefined): (WitnessedState & SignedState) | undefined {
  if (row === undefined) return undefined;
  const { note, size, root, origin } = row.value;
  return { origin, size, root: Buffer.from(root, 'hex'), signed: note };
}

/** The row that says how far a log is known: written only for states that hold everything known before. */
export function witnessedRow(
  row: Row<'witnessedLogs'> | undefined,
  next: { authority: string; checkpoint: Checkpoint; bare: string; cosignature: NoteSignature | undefined; at: Date },
): RowChange {
  const { origin, size, root } = next.checkpoint;
  return {
    table: 'witnessedLogs',
    key: originDigest(origin),
    expect: row?.version ?? 0,
    value: {
      origin,
      authority: next.authority,
      size,
      root: root.toString('hex'),
      note: next.cosignature === undefined ? next.bare : withSignatures(next.bare, [next.cosignature]),
      isCosigned: next.cosignature !== undefined,
      at: next.at.toISOString(),
    },
  };
}

/** Whether the row states exactly this checkpoint. */
export function isKnown(row: Row<'witnessedLogs'> | undefined, note: string): boolean {
  if (row === undefined) return false;
  const { size, root } = readUnverifiedCheckpoint(note);
  return row.value.size === size && row.value.root === root.toString('hex');
}
