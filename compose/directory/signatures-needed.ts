import type { SignedRoot, SignedTargets } from '../../adapters/directory/tuf/metadata.ts';
import { requireSignatures } from '../../adapters/directory/tuf/signatures.ts';
import { currentTargets, type Draft, type WorkingCopy } from './working-copy.ts';

/** One group of keys whose signatures a draft needs. A new root needs those of the former root as well as its own (TUF 5.3.4). */
export interface NeededSignatures {
  role: string;
  /** Who asks for them. */
  delegator: SignedRoot | SignedTargets;
  keyIds: readonly string[];
  threshold: number;
}

/** Signatures that a draft needs to be published. */
export function neededFor(copy: WorkingCopy, role: string, draft: Draft): NeededSignatures[] {
  const former = copy.published?.root;
  if (role === 'root') return [...(former === undefined ? [] : [ofRoot(former, 'root')]), ofRoot(draft as SignedRoot, 'root')];
  const root = (copy.drafts.get('root') as SignedRoot | undefined) ?? former;
  if (root === undefined) return [];
  if (role === 'targets') return [ofRoot(root, 'targets')];
  const targets = currentTargets(copy, 'targets');
  const delegated = targets?.signed.delegations?.roles?.[role];
  if (targets === undefined || delegated === undefined) return [];
  return [{ role, delegator: targets, keyIds: delegated.keyIDs, threshold: delegated.threshold }];
}

/** Whose signatures a draft has among those of a group. */
export function signersOf(draft: Draft, { keyIds, delegator }: NeededSignatures): string[] {
  return keyIds.filter((id) => {
    if (draft.signatures[id] === undefined) return false;
    const keys = delegator.signed.type === 'root' ? delegator.signed.keys : delegator.signed.delegations?.keys;
    try {
      keys?.[id]?.verifySignature(draft);
      return keys?.[id] !== undefined;
    } catch {
      return false;
    }
  });
}

/** Whether everything that a draft needs is there. */
export function isComplete(copy: WorkingCopy, role: string, draft: Draft): boolean {
  const needed = neededFor(copy, role, draft);
  return needed.length > 0 && needed.every(({ delegator, role: asked }) => holds(() => requireSignatures(delegator, asked, draft)));
}

function ofRoot(root: SignedRoot, role: string): NeededSignatures {
  const { keyIDs: keyIds = [], threshold = 1 } = root.signed.roles[role] ?? {};
  return { role, delegator: root, keyIds, threshold };
}

function holds(check: () => void): boolean {
  try {
    check();
    return true;
  } catch {
    return false;
  }
}
