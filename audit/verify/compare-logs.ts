import type { OpenedCheckpoint } from '../log/checkpoint.ts';
import type { ForkProof } from '../log/fork-proof.ts';
import { verifyConsistency } from '../log/merkle.ts';
import { formatNote } from '../log/note.ts';
import { relate } from '../log/relate.ts';
import type { LogFacts, SignedStateFacts } from './bundle-facts.ts';
import type { Findings } from './finding.ts';
import { refusalCode } from './finding.ts';

/** What became of the states of one log. */
export interface ComparedLog {
  authority: string;
  origin: string;
  /** Signed states of different size or root. */
  states: number;
  /** Smallest and largest size. */
  from: number;
  to: number;
  /** Neighbouring states of which nothing in any bundle shows how they go together. */
  unconnected: number;
}

/** Two notes that one log signed and that cannot both be true. */
export interface FoundFork {
  authority: string;
  origin: string;
  /** Verbatim. */
  notes: readonly [string, string];
  /** For whoever has only the key of the log; missing where what contradicts itself are proofs of inclusion, or two logs one of which succeeds the other. */
  proof?: ForkProof;
}

/** States of one log by their size, each root once; several roots of one size are a fork. */
type Sizes = Map<number, SignedStateFacts[]>;

interface Scope {
  findings: Findings;
  forks: FoundFork[];
  /** The log with this key, over all bundles. */
  log: Pick<LogFacts, 'authority' | 'verifier'>;
}

/**
 * Puts the states of each log from all bundles into one row: equal sizes must have equal roots, and each state must be shown to begin with
 * the one before it, by a proof of consistency in any bundle or by the entries of one that has them all.
 */
export async function compareLogs(findings: Findings, logs: readonly LogFacts[]): Promise<{ logs: ComparedLog[]; forks: FoundFork[] }> {
  const forks: FoundFork[] = [];
  const compared: ComparedLog[] = [];
  for (const same of Map.groupBy(logs, keyOf).values()) {
    const [log] = same;
    if (log === undefined) continue;
    const scope = { findings, forks, log };
    const sizes = statesOf(log, same, logs);
    if (sizes.size === 0) continue;
    judgeRoots(scope, sizes);
    const unconnected = await judgeRow(scope, sizes, same);
    // Where two roots contradict each other already, entries that differ say nothing more.
    if (!forks.some(({ origin }) => origin === log.verifier.name)) judgeInclusions(scope, same);
    const states = [...sizes.values()].reduce((sum, roots) => sum + roots.length, 0);
    const row = [...sizes.keys()];
    compared.push({
      authority: log.authority,
      origin: log.verifier.name,
      states,
      from: Math.min(...row),
      to: Math.max(...row),
      unconnected,
    });
  }
  return { logs: compared, forks };
}

function keyOf({ verifier }: Pick<LogFacts, 'verifier'>): string {
  return `${verifier.name} ${verifier.keyId.toString('hex')}`;
}

/** Its own states, and those of the logs that it succeeded as far as it took them over. */
function statesOf(log: LogFacts, same: readonly LogFacts[], all: readonly LogFacts[]): Sizes {
  const formers = same.flatMap((facts) => facts.formers);
  const limits = new Map(formers.map((former) => [keyOf(former), former.shared]));
  limits.set(keyOf(log), Number.POSITIVE_INFINITY);
  const names = new Map([log.verifier, ...formers.map(({ verifier }) => verifier)].map((verifier) => [verifier.name, keyOf({ verifier })]));
  const sizes: Sizes = new Map();
  const related = all.filter((facts) => limits.has(keyOf(facts)));
  for (const state of related.flatMap(({ states }) => states)) {
    const { origin, size, root } = state.checkpoint;
    if (size > (limits.get(names.get(origin) ?? '') ?? -1)) continue;
    const known = sizes.get(size) ?? [];
    if (!known.some(({ checkpoint }) => checkpoint.root.equals(root))) sizes.set(size, [...known, state]);
  }
  return new Map([...sizes].sort(([one], [other]) => one - other));
}

function judgeRoots(scope: Scope, sizes: Sizes): void {
  for (const [first, ...others] of sizes.values()) {
    for (const other of others) if (first !== undefined) addFork(scope, first, other, {});
  }
}

/** One index of a log holds one entry: who proves another one there proves it in a tree that is not the same. */
function judgeInclusions(scope: Scope, same: readonly LogFacts[]): void {
  const inclusions = same.flatMap((facts) => facts.inclusions);
  for (const [index, claims] of Map.groupBy(inclusions, (claim) => claim.index)) {
    const [first] = claims;
    const other = claims.find(({ digest }) => digest !== first?.digest);
    if (first === undefined || other === undefined) continue;
    const subject = (digest: string) => `${scope.log.verifier.name} #${index} ${digest}`;
    addFork(
      scope,
      { subject: subject(first.digest), checkpoint: first.checkpoint },
      { subject: subject(other.digest), checkpoint: other.checkpoint },
    );
  }
}

/** How many neighbours nothing connects. Where there is a fork already, the states are of two histories and no row is looked for. */
async function judgeRow(scope: Scope, sizes: Sizes, same: readonly LogFacts[]): Promise<number> {
  const row = [...sizes.values()].flatMap((roots) => (roots.length === 1 ? roots : []));
  const later = await edgesOf(scope, row, same);
  let unconnected = 0;
  for (const [position, state] of row.entries()) {
    const next = row[position + 1];
    if (next === undefined) continue;
    const subject = `${state.subject} -> ${next.subject}`;
    const reached = reachable(state, later);
    // Two states that a third begins with are of one history, whether or not anything connects them directly.
    const isConnected = state.checkpoint.size === 0 || [...reachable(next, later)].some((end) => reached.has(end));
    if (isConnected) scope.findings.passed('log-consistency', scope.log.verifier.name);
    else {
      unconnected += 1;
      scope.findings.warn('log-consistency', subject, 'states-not-connected');
    }
  }
  return unconnected;
}

type Later = Map<SignedStateFacts, SignedStateFacts[]>;

/** Which states are shown to begin with which: by every proof of every bundle, and by the largest tree whose entries are there. */
async function edgesOf(scope: Scope, row: readonly SignedStateFacts[], same: readonly LogFacts[]): Promise<Later> {
  const at = new Map(row.map((state) => [state.checkpoint.size, state]));
  const later: Later = new Map();
  const connect = (from: SignedStateFacts, to: SignedStateFacts) => later.set(from, [...(later.get(from) ?? []), to]);
  for (const { fromSize, toSize, proof } of same.flatMap(({ consistency }) => consistency)) {
    const [from, to] = [at.get(fromSize), at.get(toSize)];
    if (from !== undefined && to !== undefined && holds(from.checkpoint, to.checkpoint, proof)) connect(from, to);
  }
  const rebuilt = same.flatMap((facts) => facts.rebuilt ?? []).sort((one, other) => other.size - one.size)[0];
  const whole = rebuilt && at.get(rebuilt.size);
  if (rebuilt === undefined || whole === undefined) return later;
  for (const state of row.filter(({ checkpoint }) => checkpoint.size < rebuilt.size)) {
    const relation = await relate(signed(state), signed(whole), rebuilt.tiles);
    if (relation.kind === 'consistent') connect(state, whole);
    else addFork(scope, state, whole, relation.fork);
  }
  return later;
}

function reachable(start: SignedStateFacts, later: Later): Set<SignedStateFacts> {
  const found = new Set([start]);
  for (const state of found) for (const next of later.get(state) ?? []) found.add(next);
  return found;
}

/** A proof that does not hold is a finding about its own bundle. */
function holds(from: OpenedCheckpoint, to: OpenedCheckpoint, proof: Buffer[]): boolean {
  try {
    verifyConsistency({ fromSize: from.size, fromRoot: from.root, toSize: to.size, toRoot: to.root, proof });
    return true;
  } catch (error) {
    refusalCode(error);
    return false;
  }
}

/** With a proof that anybody can check, where one key has signed both and the sizes are equal or the entries of the larger tree are known. */
function addFork({ findings, forks, log }: Scope, one: SignedStateFacts, other: SignedStateFacts, proof?: Partial<ForkProof>): void {
  const [smaller, larger] = one.checkpoint.size <= other.checkpoint.size ? [one, other] : [other, one];
  const notes = [noteOf(smaller), noteOf(larger)] as const;
  findings.failed('log-consistency', `${smaller.subject} / ${larger.subject}`, 'log-forked');
  const isOneLog = one.checkpoint.origin === other.checkpoint.origin;
  const complete = proof === undefined || !isOneLog ? undefined : { first: notes[0], second: notes[1], ...proof };
  forks.push({
    authority: log.authority,
    origin: log.verifier.name,
    notes,
    ...(complete === undefined ? {} : { proof: complete }),
  });
}

function signed(state: SignedStateFacts) {
  return { ...state.checkpoint, signed: noteOf(state) };
}

function noteOf({ checkpoint }: SignedStateFacts): string {
  return formatNote(checkpoint.note);
}
