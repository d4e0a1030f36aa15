import { AuditError } from '../../audit/error.ts';
import { readUnverifiedCheckpoint } from '../../audit/log/checkpoint.ts';
import { formatNote, parseNote } from '../../audit/log/note.ts';
import { judgeAddCheckpoint, type WitnessRefusal } from '../../audit/log/witness.ts';
import { type AddCheckpoint, parseAddCheckpoint } from '../../audit/log/witness-request.ts';
import type { Row } from '../../store/contracts/ledger.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { GatewayError } from '../error.ts';
import { requireTrustedClock } from '../outbound/recipient-certificate.ts';
import { commit, isVersionConflict } from '../unit-of-work.ts';
import { forkChange } from './keep-fork.ts';
import { type KnownLog, logThatSigned, originDigest } from './known-logs.ts';
import { ownCosigner } from './witness-keys.ts';
import { bareNote, cosign, isKnown, knownState, witnessedRow } from './witnessed-log.ts';

/** What `add-checkpoint` of C2SP tlog-witness v1.0 answers. */
export interface WitnessAnswer {
  status: 200 | 400 | 403 | 404 | 409 | 422;
  mediaType: string;
  body: string;
}

const TEXT = 'text/plain; charset=utf-8';
const SIZE = 'text/x.tlog.size';
const MAXIMUM_ATTEMPTS = 8;

/**
 * We as a witness: cosigns a checkpoint that holds everything of the one we know of that log. What is known is moved on by
 * compare-and-set before the cosignature leaves, so that of two requests at once only one can win. Two histories of one log are kept as
 * proof. Anybody in the directory may bring a checkpoint of any log there: what counts is who signed it.
 */
export async function addCheckpoint(
  dependencies: GatewayDependencies,
  { from, body }: { from: string; body: Buffer },
): Promise<WitnessAnswer> {
  const request = parse(body);
  if (request === undefined) return refusal(400, 'the request does not have its form');
  const log = logThatSigned(dependencies, request.checkpoint);
  const cosigner = ownCosigner(dependencies);
  if (log === undefined || cosigner === undefined) return refusal(404, 'no log that is witnessed here');
  requireTrustedClock(dependencies);
  for (let attempt = 1; attempt <= MAXIMUM_ATTEMPTS; attempt += 1) {
    const row = await dependencies.ledger.get('witnessedLogs', originDigest(log.verifier.name));
    const judged = judgeAddCheckpoint(request, { log: log.verifier, known: knownState(row) });
    if ('status' in judged) {
      await keepContradiction(dependencies, { judged, request, row, log, from });
      return answerTo(judged);
    }
    const { checkpoint } = judged;
    const cosignature = cosign(request.checkpoint, cosigner);
    // The same state again changes nothing, and need not be stored again.
    const isNew = row?.value.isCosigned !== true || !isKnown(row, request.checkpoint);
    const bare = bareNote(request.checkpoint, log.verifier);
    const next = { authority: log.authority, checkpoint, bare, cosignature, at: dependencies.clock.now() };
    try {
      if (isNew) await commit(dependencies, { rows: [witnessedRow(row, next)] });
      const { text } = parseNote(request.checkpoint);
      const lines = formatNote({ text, signatures: [cosignature] }).slice(text.length + 1);
      return { status: 200, mediaType: TEXT, body: lines };
    } catch (error) {
      if (!isVersionConflict(error)) throw error;
    }
  }
  throw new GatewayError('too-busy', 'other requests about this log were faster every time', { disposition: 'retry' });
}

/** The last checkpoint that we cosigned of the log with this digest of its origin; undefined when there is none. */
export async function witnessedCheckpoint(dependencies: Pick<GatewayDependencies, 'ledger'>, digest: string): Promise<string | undefined> {
  const row = /^[0-9a-f]{64}$/.test(digest) ? await dependencies.ledger.get('witnessedLogs', digest) : undefined;
  return row?.value.isCosigned === true ? row.value.note : undefined;
}

function parse(body: Buffer): AddCheckpoint | undefined {
  try {
    return parseAddCheckpoint(body);
  } catch (error) {
    if (error instanceof AuditError) return undefined;
    throw error;
  }
}

/** The log signed something that does not go with what it signed before. For one size that is a proof; otherwise the tiles must show it. */
async function keepContradiction(
  dependencies: GatewayDependencies,
  given: { judged: WitnessRefusal; request: AddCheckpoint; row: Row<'witnessedLogs'> | undefined; log: KnownLog; from: string },
): Promise<void> {
  const { judged, request, row, log, from } = given;
  if (judged.status !== 422 || row === undefined || isKnown(row, request.checkpoint)) return;
  const second = bareNote(request.checkpoint, log.verifier);
  const isSameSize = readUnverifiedCheckpoint(second).size === row.value.size;
  const change = await forkChange(dependencies, {
    authority: log.authority,
    kind: isSameSize ? 'proven' : 'unproven',
    fork: { first: row.value.note, second },
    ...(from === log.authority ? {} : { shownBy: from }),
  });
  await commit(dependencies, change);
  dependencies.observe({ name: 'checkpoint-contradicted', peer: log.authority, code: isSameSize ? 'log-forked' : judged.code });
}

function answerTo(judged: WitnessRefusal): WitnessAnswer {
  if (judged.status === 409) return { status: 409, mediaType: SIZE, body: `${judged.knownSize}\n` };
  return refusal(judged.status, judged.code);
}

function refusal(status: 400 | 403 | 404 | 422, why: string): WitnessAnswer {
  return { status, mediaType: TEXT, body: `${why}\n` };
}
