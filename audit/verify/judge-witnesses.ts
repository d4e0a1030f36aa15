import type { OpenedCheckpoint } from '../log/checkpoint.ts';
import { type NoteVerifier, SIGNATURE_TYPE } from '../log/note-key.ts';
import { type LogPolicy, reachesQuorum } from '../log/policy.ts';
import type { Findings } from './finding.ts';

/** The witnesses whose cosignatures on this checkpoint verified, with the keys it was opened with. */
export function cosigners(checkpoint: OpenedCheckpoint): NoteVerifier[] {
  const verifiers = checkpoint.note.verified.map(({ verifier }) => verifier);
  return verifiers.filter(({ type }) => type === SIGNATURE_TYPE.ed25519Cosignature);
}

/**
 * Why a checkpoint does not satisfy a policy; undefined when it does. It must have been opened with the keys of that policy.
 */
export function policyRefusal(
  checkpoint: OpenedCheckpoint,
  log: NoteVerifier,
  policy: LogPolicy,
): 'log-not-in-policy' | 'quorum-not-reached' | undefined {
  const isNamed = policy.logs.some(({ verifier }) => verifier.name === log.name && verifier.keyId.equals(log.keyId));
  if (!isNamed) {
    return 'log-not-in-policy';
  }
  return reachesQuorum(policy, cosigners(checkpoint)) ? undefined : 'quorum-not-reached';
}

/** What is known of one log when its witnesses are judged. */
export interface WitnessedHistory {
  authority: string;
  log: NoteVerifier;
  /** In the order of their sizes. */
  states: readonly { checkpoint: OpenedCheckpoint }[];
  /** For each state but the last, whether the next one was proven to hold it. */
  steps: readonly boolean[];
  /** Sizes of the checkpoints that objects are proven against. */
  proven: readonly number[];
}

/**
 * Whether witnesses vouch for every state that something is proven against: that state or a larger one of the same proven history bears
 * their cosignatures. With a policy its quorum decides, and not to reach it is a failure; without one, any known witness does, and to
 * have none is a warning.
 */
export function judgeWitnesses(findings: Findings, history: WitnessedHistory, policy: LogPolicy | undefined): void {
  const { authority, log, states } = history;
  const vouches = (checkpoint: OpenedCheckpoint) =>
    policy === undefined ? cosigners(checkpoint).length > 0 : policyRefusal(checkpoint, log, policy) === undefined;
  const vouched = vouchedSizes(history, vouches);
  const isCovered = vouched.size > 0 && history.proven.every((size) => vouched.has(size));
  if (isCovered) {
    findings.passed('log-witness', authority);
    return;
  }
  if (policy === undefined) {
    findings.warn('log-witness', authority, vouched.size > 0 ? 'witnessed-in-part' : 'not-witnessed');
    return;
  }
  const refusals = states.map(({ checkpoint }) => policyRefusal(checkpoint, log, policy));
  findings.failed('log-witness', authority, refusals.includes('log-not-in-policy') ? 'log-not-in-policy' : 'quorum-not-reached');
}

/** Sizes up to which a history is vouched for: backwards from each cosigned state, as far as the steps hold. */
function vouchedSizes({ states, steps }: WitnessedHistory, vouches: (checkpoint: OpenedCheckpoint) => boolean): Set<number> {
  const sizes = new Set<number>();
  let isVouched = false;
  for (const [position, { checkpoint }] of [...states.entries()].reverse()) {
    isVouched = (isVouched && steps[position] === true) || vouches(checkpoint);
    if (isVouched) {
      sizes.add(checkpoint.size);
    }
  }
  return sizes;
}
