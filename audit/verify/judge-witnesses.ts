import type { OpenedCheckpoint } from '../log/checkpoint.ts';
import { type NoteVerifier, SIGNATURE_TYPE } from '../log/note-key.ts';
import { type LogPolicy, reachesQuorum } from '../log/policy.ts';

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
