import { createHash } from 'node:crypto';
import { parseConsistency } from '../bundle/consistency-file.ts';
import type { BundleIndex } from '../bundle/index-document.ts';
import type { Bundle } from '../bundle/read-bundle.ts';
import type { OpenedCheckpoint } from '../log/checkpoint.ts';
import { openCheckpoint } from '../log/checkpoint.ts';
import { encodeLeaf } from '../log/leaf.ts';
import { verifyConsistency } from '../log/merkle.ts';
import type { NoteVerifier } from '../log/note-key.ts';
import { parseVerifierKey } from '../log/note-key.ts';
import type { LogPolicy } from '../log/policy.ts';
import { parseProof, verifyProof } from '../log/proof.ts';
import type { FormerLog } from '../log/succession.ts';
import { type RebuiltLog, verifyEntries } from './bundled-entries.ts';
import { type JudgedSuccession, openQuoted, verifySuccessions } from './bundled-successions.ts';
import type { Findings } from './finding.ts';
import { refusalCode } from './finding.ts';
import { judgeWitnesses } from './judge-witnesses.ts';
import { readListed } from './read-listed.ts';
import type { TrustContext } from './trust-context.ts';
import { earliest, judgeTimestamp } from './trust-context.ts';

type LogIndex = BundleIndex['logs'][number];

/** By digest: in whose logs an object is, and a time before which that was so, where a checkpoint has a time-stamp. */
export type BundledProofs = ReadonlyMap<string, { authorities: Set<string>; provenBefore?: Date | undefined }>;

/** A signed state of a log, and where it was found. */
export interface SeenCheckpoint {
  subject: string;
  checkpoint: OpenedCheckpoint;
  existedBefore?: Date | undefined;
}

export interface JudgedLog {
  authority: string;
  verifier: NoteVerifier;
  checkpoints: SeenCheckpoint[];
  consistency: { fromSize: number; toSize: number; proof: Buffer[]; subject: string }[];
  /** Sizes of the checkpoints that objects are proven against. */
  proven: Set<number>;
  /** Index of each object that is proven to be in the log, by its digest. */
  entries: Map<string, number>;
  /** Logs that this one succeeded. */
  formers: readonly FormerLog[];
  /** What the proofs say, each with the signed state that it leads to. */
  inclusions: { digest: string; index: number; checkpoint: OpenedCheckpoint }[];
  /** All entries of a signed state are in the bundle and lead to its root. */
  rebuilt: RebuiltLog | undefined;
}

interface Scope {
  bundle: Bundle;
  context: TrustContext;
  findings: Findings;
  at: Date;
  policy: LogPolicy | undefined;
}

/** Verifies keys, checkpoints, their time-stamps and every proof of inclusion. */
export async function verifyLogs(scope: Scope): Promise<{ logs: JudgedLog[]; proofs: BundledProofs }> {
  const logs: JudgedLog[] = [];
  const proofs = new Map<string, { authorities: Set<string>; provenBefore?: Date | undefined }>();
  for (const index of scope.bundle.index.logs) {
    const known = await judgeKey(scope, index);
    if (known === undefined) {
      continue;
    }
    const { verifier, succession } = known;
    const states = await readStates(scope, index, verifier);
    const log: JudgedLog = {
      authority: index.authority,
      verifier,
      proven: new Set<number>(),
      entries: new Map<string, number>(),
      formers: succession.formers,
      checkpoints: [...states.checkpoints, ...succession.states],
      consistency: states.consistency,
      inclusions: [],
      rebuilt: await verifyEntries(scope, index, states.checkpoints),
    };
    logs.push(log);
    for (const { digest, provenBefore } of await verifyInclusions(scope, index, log)) {
      const known = proofs.get(digest) ?? { authorities: new Set<string>() };
      known.authorities.add(index.authority);
      known.provenBefore = earliest([known.provenBefore, provenBefore]);
      proofs.set(digest, known);
    }
  }
  return { logs, proofs };
}

/**
 * Each state of a log against the next larger one, and a cosignature by a witness. `seenElsewhere`: states that signed objects quote.
 * Answers for each log by its authority how many states of different size were compared.
 */
export function judgeHistories(
  findings: Findings,
  logs: readonly JudgedLog[],
  seenElsewhere: readonly { subject: string; note: string }[],
  policy: LogPolicy | undefined,
): Map<string, number> {
  const compared = new Map<string, number>();
  for (const log of logs) {
    const quoted = seenElsewhere.flatMap(({ subject, note }) => {
      const opened = openQuoted(note, { log: log.verifier, formers: log.formers });
      if (opened?.isLost) findings.warn('log-succession', subject, 'former-log-went-further');
      return opened === undefined || opened.isLost ? [] : [{ subject, checkpoint: opened.checkpoint }];
    });
    const states = [...log.checkpoints, ...quoted].sort((one, other) => one.checkpoint.size - other.checkpoint.size);
    const steps = states.slice(1).map((later, position) => {
      const earlier = states[position];
      return earlier !== undefined && judgeStep(findings, log, earlier, later);
    });
    judgeWitnesses(findings, { authority: log.authority, log: log.verifier, states, steps, proven: [...log.proven] }, policy);
    compared.set(log.authority, new Set(states.map(({ checkpoint }) => checkpoint.size)).size);
  }
  return compared;
}

/** The key is listed for the authority, or that of a log which succeeds one whose key is. */
async function judgeKey(scope: Scope, index: LogIndex): Promise<{ verifier: NoteVerifier; succession: JudgedSuccession } | undefined> {
  const { context, findings } = scope;
  const subject = index.authority;
  const keys = (context.trust?.authorities.get(index.authority)?.noteKeys ?? []).filter(({ role }) => role === 'log');
  const holders = [...(context.trust?.authorities.values() ?? [])].filter(({ noteKeys }) =>
    noteKeys.some((key) => key.verifierKey === index.verifierKey),
  );
  try {
    const verifier = parseVerifierKey(index.verifierKey);
    const succession = await verifySuccessions(scope, index, { log: verifier, listed: keys.map((key) => key.verifier) });
    if (succession.formers.length > 0 || keys.some(({ verifierKey }) => verifierKey === index.verifierKey)) {
      findings.passed('log-key', subject);
    } else if (holders.length > 0) {
      findings.failed('log-key', subject, 'key-of-another-authority');
      return undefined;
    } else {
      findings.open('log-key', subject, 'key-not-listed');
    }
    return { verifier, succession };
  } catch (error) {
    findings.failed('log-key', subject, refusalCode(error));
    return undefined;
  }
}

async function readStates(
  { bundle, context, findings, at, policy }: Scope,
  index: LogIndex,
  log: NoteVerifier,
): Promise<Pick<JudgedLog, 'checkpoints' | 'consistency'>> {
  const independent = [...(context.trust?.authorities.values() ?? [])].flatMap(({ identifier, noteKeys }) =>
    // A witness in the same hands as the log witnesses nothing.
    identifier === index.authority ? [] : noteKeys.filter(({ role }) => role === 'witness').map(({ verifier }) => verifier),
  );
  const witnesses = [...(policy?.witnesses ?? []).map(({ verifier }) => verifier), ...independent];
  const checkpoints: SeenCheckpoint[] = [];
  for (const { path } of index.checkpoints) {
    const bytes = await readListed(bundle, findings, path);
    const checkpoint = bytes && findings.attempt('log-checkpoint', path, () => openCheckpoint(bytes, { log, witnesses }));
    if (checkpoint === undefined) {
      continue;
    }
    const existedBefore = await stampedBefore({ bundle, context, findings, at, policy }, path, checkpoint);
    checkpoints.push({ subject: path, checkpoint, existedBefore });
  }
  const consistency: JudgedLog['consistency'] = [];
  for (const { fromSize, toSize, path } of index.consistency) {
    const bytes = await readListed(bundle, findings, path);
    const proof = bytes && findings.attempt('bundle-files', path, () => parseConsistency(bytes));
    if (proof !== undefined) {
      consistency.push({ fromSize, toSize, proof, subject: path });
    }
  }
  return { checkpoints, consistency };
}

async function stampedBefore(scope: Scope, path: string, checkpoint: OpenedCheckpoint): Promise<Date | undefined> {
  const { bundle, context, findings, at } = scope;
  const moments: (Date | undefined)[] = [];
  const imprint = createHash('sha256').update(checkpoint.note.text, 'utf8').digest();
  for (const stamp of bundle.index.timestamps.filter((candidate) => candidate.checkpoint === path)) {
    const token = await readListed(bundle, findings, stamp.path);
    if (token !== undefined) {
      moments.push(await judgeTimestamp(context, findings, { check: 'checkpoint-time-stamp', subject: stamp.path, token, imprint, at }));
    }
  }
  return earliest(moments);
}

async function verifyInclusions(
  { bundle, findings }: Scope,
  index: LogIndex,
  log: JudgedLog,
): Promise<{ digest: string; provenBefore: Date | undefined }[]> {
  const found: { digest: string; provenBefore: Date | undefined }[] = [];
  for (const { digest, type, salt, path } of index.proofs) {
    const bytes = await readListed(bundle, findings, path);
    const checkpoint =
      bytes &&
      findings.attempt('log-inclusion', path, () => {
        const entry = encodeLeaf({ type, salt: Buffer.from(salt, 'hex'), digest: Buffer.from(digest, 'hex') });
        const proof = parseProof(bytes);
        const verified = verifyProof(proof, { entry, log: log.verifier });
        log.entries.set(digest, proof.index);
        log.inclusions.push({ digest, index: proof.index, checkpoint: verified });
        return verified;
      });
    if (checkpoint !== undefined) {
      log.proven.add(checkpoint.size);
      const stamped = log.checkpoints.filter((seen) => seen.checkpoint.note.text === checkpoint.note.text);
      found.push({ digest, provenBefore: earliest(stamped.map(({ existedBefore }) => existedBefore)) });
    }
  }
  return found;
}

/** True when the later state is proven to hold the earlier one. */
function judgeStep(findings: Findings, log: JudgedLog, earlier: SeenCheckpoint, later: SeenCheckpoint): boolean {
  const from = earlier.checkpoint;
  const to = later.checkpoint;
  const subject = `${earlier.subject} -> ${later.subject}`;
  if (from.size === to.size || from.size === 0) {
    const isForked = from.size === to.size && !from.root.equals(to.root);
    findings.add('log-consistency', subject, isForked ? { verdict: 'FAILED', code: 'log-forked' } : { verdict: 'PASSED' });
    return !isForked;
  }
  const given = log.consistency.find(({ fromSize, toSize }) => fromSize === from.size && toSize === to.size);
  if (given === undefined) {
    findings.warn('log-consistency', subject, 'consistency-proof-missing');
    return false;
  }
  const claim = { fromSize: from.size, fromRoot: from.root, toSize: to.size, toRoot: to.root, proof: given.proof };
  const held = findings.attempt('log-consistency', subject, () => {
    verifyConsistency(claim);
    return true;
  });
  return held === true;
}
