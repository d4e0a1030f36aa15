import { draftTargets, endOf, type JsonObject, SPECIFICATION, unsignedRoot } from './drafting.ts';
import { GovernanceError } from './error.ts';
import type { RoleKey } from './role-keys.ts';
import { createWorkingCopy, openWorkingCopy, writeDraft } from './working-copy.ts';

/** Who may sign for a role, and how many of them it takes. */
export interface RoleKeys {
  keys: readonly RoleKey[];
  threshold: number;
}

export interface NewDirectory {
  folder: string;
  root: RoleKeys;
  targets: RoleKeys;
  snapshot: RoleKeys;
  timestamp: RoleKeys;
  now: Date;
  /** How long root and targets hold, in milliseconds. */
  validity: number;
}

/**
 * Makes a working copy with drafts of the first root and of the first targets; both wait for signatures.
 *
 * @throws GovernanceError `working-copy-exists`, `directory-document-not-accepted`
 */
export async function makeDirectory({ folder, now, validity, ...roles }: NewDirectory): Promise<void> {
  const own = { root: roles.root, targets: roles.targets, snapshot: roles.snapshot, timestamp: roles.timestamp };
  for (const [role, keys] of Object.entries(own)) requireThreshold(role, keys);
  const draft = unsignedRoot({
    _type: 'root',
    spec_version: SPECIFICATION,
    version: 1,
    expires: endOf(now, validity),
    consistent_snapshot: true,
    keys: keysOf(Object.values(own)),
    roles: Object.fromEntries(Object.entries(own).map(([role, keys]) => [role, roleOf(keys)])),
  });
  await createWorkingCopy(folder);
  await writeDraft({ folder }, 'root', draft);
  const copy = await openWorkingCopy(folder);
  await draftTargets(copy, 'targets', { now, milliseconds: validity }, { keys: {}, roles: [] });
}

/** A role of a root or of a delegation, as TUF writes it. */
export function roleOf({ keys, threshold }: RoleKeys): JsonObject {
  return { keyids: keys.map(({ id }) => id), threshold };
}

/** The keys of several roles by their identifiers. */
export function keysOf(roles: readonly Pick<RoleKeys, 'keys'>[]): JsonObject {
  return Object.fromEntries(roles.flatMap(({ keys }) => keys.map(({ id, description }) => [id, { ...description }])));
}

/** A threshold of 1 is a matter of those who govern; none, or more than there are keys, is a mistake. */
export function requireThreshold(role: string, { keys, threshold }: RoleKeys): void {
  const distinct = new Set(keys.map(({ id }) => id)).size;
  if (distinct !== keys.length) throw new GovernanceError('directory-document-not-accepted', `${role}: a key is named twice`);
  if (threshold < 1 || threshold > distinct) {
    throw new GovernanceError('directory-document-not-accepted', `${role}: ${threshold} signatures of ${distinct} keys cannot be had`);
  }
}
