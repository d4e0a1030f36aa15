import { countryOfRole, statePattern } from '../../adapters/directory/tuf/paths.ts';
import { draftRoot, draftTargets, type JsonObject } from './drafting.ts';
import { GovernanceError } from './error.ts';
import { requireThreshold } from './make-directory.ts';
import type { RoleKey } from './role-keys.ts';
import { currentRoot, currentTargets, openWorkingCopy, type WorkingCopy } from './working-copy.ts';

export interface KeyExchange {
  folder: string;
  /** `root`, `targets`, `snapshot`, `timestamp`, or `state-xa`. */
  role: string;
  add: readonly RoleKey[];
  /** Identifiers, or beginnings of them that one key alone has. */
  remove: readonly string[];
  threshold?: number;
  now: Date;
  validity: number;
}

interface Member {
  id: string;
  description: JsonObject;
}

/**
 * Drafts what gives a role other keys, or a State its first ones: a new root for `root`, `targets`, `snapshot` and `timestamp`; new targets for a
 * State. What the former keys have signed, the new ones have to sign again: it is drafted as well. Gives the roles that wait for signatures now.
 *
 * @throws GovernanceError `directory-subject-unknown`, `directory-document-not-accepted`
 */
export async function exchangeKeys(exchange: KeyExchange): Promise<string[]> {
  const copy = await openWorkingCopy(exchange.folder);
  const isState = countryOfRole(exchange.role) !== undefined;
  const drafted = isState ? await exchangeOfState(copy, exchange) : await exchangeInRoot(copy, exchange);
  return drafted;
}

async function exchangeInRoot(copy: WorkingCopy, exchange: KeyExchange): Promise<string[]> {
  const { role, now, validity } = exchange;
  const { signed } = currentRoot(copy);
  const former = Object.hasOwn(signed.roles, role) ? signed.roles[role] : undefined;
  if (former === undefined) throw new GovernanceError('directory-subject-unknown', `there is no role ${role}`);
  const members = exchanged(
    former.keyIDs.map((id) => ({ id, description: signed.keys[id]?.toJSON() as JsonObject })),
    exchange,
  );
  const threshold = exchange.threshold ?? former.threshold;
  requireThreshold(role, { keys: members.map(asRoleKey), threshold });
  await draftRoot(
    copy,
    (next) => {
      (next.roles as JsonObject)[role] = { keyids: members.map(({ id }) => id), threshold };
      next.keys = usedKeys({ ...(next.keys as JsonObject), ...byIdentifier(members) }, Object.values(next.roles as JsonObject));
    },
    { now, milliseconds: validity },
  );
  if (role !== 'targets') return ['root'];
  await draftTargets(await openWorkingCopy(copy.folder), 'targets', { now, milliseconds: validity });
  return ['root', 'targets'];
}

async function exchangeOfState(copy: WorkingCopy, exchange: KeyExchange): Promise<string[]> {
  const { role, now, validity } = exchange;
  const { roles = {}, keys = {} } = currentTargets(copy, 'targets')?.signed.delegations ?? {};
  const former = Object.hasOwn(roles, role) ? roles[role] : undefined;
  const members = exchanged(
    (former?.keyIDs ?? []).map((id) => ({ id, description: keys[id]?.toJSON() as JsonObject })),
    exchange,
  );
  const threshold = exchange.threshold ?? former?.threshold ?? Math.min(2, members.length);
  requireThreshold(role, { keys: members.map(asRoleKey), threshold });
  const delegation = {
    name: role,
    keyids: members.map(({ id }) => id),
    threshold,
    terminating: true,
    paths: [statePattern(countryOfRole(role) ?? '')],
  };
  const others = Object.values(roles)
    .filter(({ name }) => name !== role)
    .map((other) => other.toJSON() as JsonObject);
  const delegated = [...others, delegation].sort((left, right) => (String(left.name) < String(right.name) ? -1 : 1));
  const known = Object.fromEntries(Object.entries(keys).map(([id, key]) => [id, key.toJSON() as JsonObject]));
  const delegations = { keys: usedKeys({ ...known, ...byIdentifier(members) }, delegated), roles: delegated };
  await draftTargets(copy, 'targets', { now, milliseconds: validity }, delegations);
  if (currentTargets(copy, role) === undefined) return ['targets'];
  await draftTargets(await openWorkingCopy(copy.folder), role, { now, milliseconds: validity });
  return ['targets', role];
}

function exchanged(former: readonly Member[], { role, add, remove }: KeyExchange): Member[] {
  const leaving = remove.map((beginning) => {
    const found = former.filter(({ id }) => id.startsWith(beginning.toLowerCase()));
    if (found.length !== 1)
      throw new GovernanceError('directory-subject-unknown', `${role} has ${found.length} keys that begin with ${beginning}`);
    return found[0]?.id;
  });
  const added = add.map(({ id, description }) => ({ id, description: { ...description } }));
  const staying = former.filter(({ id }) => !leaving.includes(id));
  return [...staying, ...added.filter(({ id }) => !staying.some((other) => other.id === id))];
}

function asRoleKey({ id, description }: Member): RoleKey {
  return { id, description: description as unknown as RoleKey['description'] };
}

function byIdentifier(members: readonly Member[]): JsonObject {
  return Object.fromEntries(members.map(({ id, description }) => [id, description]));
}

/** Keys that no role has any more are left out. */
function usedKeys(keys: JsonObject, roles: readonly unknown[]): JsonObject {
  const used = new Set(roles.flatMap((role) => (role as { keyids: string[] }).keyids));
  return Object.fromEntries(Object.entries(keys).filter(([id]) => used.has(id)));
}
