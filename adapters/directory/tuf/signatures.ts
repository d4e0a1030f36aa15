import type { Metadata, Root, Targets } from '@tufjs/models';
import { DirectoryError } from '../error.ts';

type Signed = Parameters<Metadata<Root>['verifyDelegate']>[1];

/**
 * Requires that `metadata` carries as many signatures of different keys of the role as its delegator demands (TUF 5.3.4, 5.4.2, 5.5.3,
 * 5.6.3).
 *
 * @throws DirectoryError `directory-signer-unknown` when none is by a key of the role, `directory-signature-invalid` when none of those
 *   holds, `directory-threshold-not-reached` when they are too few, `directory-delegation-exceeded` when there is no such role
 */
export function requireSignatures(delegator: Metadata<Root> | Metadata<Targets>, role: string, metadata: Signed): void {
  const { keys, keyIDs, threshold } = delegationOf(delegator, role);
  const known = keyIDs.filter((id) => metadata.signatures[id] !== undefined);
  if (known.length === 0) throw new DirectoryError('directory-signer-unknown', `${role} is signed by no key of that role`);
  const valid = known.filter((id) => {
    try {
      keys[id]?.verifySignature(metadata);
      return keys[id] !== undefined;
    } catch {
      return false;
    }
  });
  if (valid.length === 0) throw new DirectoryError('directory-signature-invalid', `no signature of ${role} holds`);
  if (valid.length < threshold) {
    throw new DirectoryError(
      'directory-threshold-not-reached',
      `${role} is signed by ${valid.length} of the ${threshold} keys that it takes`,
    );
  }
  // The library counts as well, by rules of its own: both have to agree.
  delegator.verifyDelegate(role, metadata);
}

/** Whether the signatures are enough. */
export function isSigned(delegator: Metadata<Root>, role: string, metadata: Signed): boolean {
  try {
    requireSignatures(delegator, role, metadata);
    return true;
  } catch {
    return false;
  }
}

function delegationOf({ signed }: Metadata<Root> | Metadata<Targets>, role: string) {
  const keys = signed.type === 'root' ? signed.keys : (signed.delegations?.keys ?? {});
  const found = signed.type === 'root' ? ownProperty(signed.roles, role) : ownProperty(signed.delegations?.roles ?? {}, role);
  if (found === undefined) throw new DirectoryError('directory-delegation-exceeded', `nobody has delegated ${role}`);
  return { keys, keyIDs: found.keyIDs, threshold: found.threshold };
}

function ownProperty<Value>(members: Record<string, Value>, name: string): Value | undefined {
  return Object.hasOwn(members, name) ? members[name] : undefined;
}
