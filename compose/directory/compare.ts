import type { SignedRoot, SignedTargets } from '../../adapters/directory/tuf/metadata.ts';
import type { AuthorityRecord } from '../../gateway/contracts/directory.ts';
import { authoritiesOf } from './add-documents.ts';
import { progressOfAll, type SignedDraft } from './sign-drafts.ts';
import { currentTargets, type WorkingCopy } from './working-copy.ts';

/** Keys and threshold of a role that change. */
export interface KeyChange {
  role: string;
  added: readonly string[];
  removed: readonly string[];
  threshold: number;
  formerThreshold?: number;
}

export type FieldName = 'names' | 'kind' | 'languages' | 'channels' | 'endpoints' | 'relays' | 'treaties' | 'profile';

/** What becomes different about an authority. */
export interface AuthorityChange {
  identifier: string;
  country: string;
  isNew: boolean;
  fields: readonly FieldName[];
  /** Certificates and keys that come, and those whose dates or use change, each as its role. */
  newKeys: readonly string[];
  changedKeys: readonly string[];
}

export interface InstrumentChange {
  path: string;
  isNew: boolean;
}

/** What waits in a working copy, held against what is published. */
export interface Difference {
  waiting: readonly SignedDraft[];
  keys: readonly KeyChange[];
  authorities: readonly AuthorityChange[];
  instruments: readonly InstrumentChange[];
}

const FIELDS: readonly FieldName[] = ['names', 'kind', 'languages', 'channels', 'endpoints', 'relays', 'treaties', 'profile'];

/** What would be different if everything that waits were published. */
export function differenceOf(copy: WorkingCopy): Difference {
  const former = new Map(authoritiesOf({ ...copy, documents: new Map() }).map(({ authority }) => [authority.identifier, authority]));
  const published = copy.published?.set.files;
  return {
    waiting: progressOfAll(copy),
    keys: [...rootChanges(copy), ...stateChanges(copy)],
    authorities: authoritiesOf(copy).flatMap(({ authority }) => authorityChange(authority, former.get(authority.identifier))),
    instruments: [...copy.documents]
      .filter(([path, octets]) => path.startsWith('instruments/') && published?.get(path)?.equals(octets) !== true)
      .map(([path]) => ({ path, isNew: published?.has(path) !== true })),
  };
}

function rootChanges({ drafts, published }: WorkingCopy): KeyChange[] {
  const draft = drafts.get('root') as SignedRoot | undefined;
  if (draft === undefined) return [];
  return Object.entries(draft.signed.roles).flatMap(([role, { keyIDs, threshold }]) =>
    keyChange(role, { keyIDs, threshold }, published?.root.signed.roles[role]),
  );
}

function stateChanges(copy: WorkingCopy): KeyChange[] {
  if (!copy.drafts.has('targets')) return [];
  const former = copy.published?.targets.signed.delegations?.roles ?? {};
  const roles = (currentTargets(copy, 'targets') as SignedTargets).signed.delegations?.roles ?? {};
  return Object.values(roles).flatMap(({ name, keyIDs, threshold }) => keyChange(name, { keyIDs, threshold }, former[name]));
}

interface RoleOfKeys {
  keyIDs: readonly string[];
  threshold: number;
}

function keyChange(role: string, next: RoleOfKeys, former: RoleOfKeys | undefined): KeyChange[] {
  const added = next.keyIDs.filter((id) => former?.keyIDs.includes(id) !== true);
  const removed = (former?.keyIDs ?? []).filter((id) => !next.keyIDs.includes(id));
  if (added.length === 0 && removed.length === 0 && former?.threshold === next.threshold) return [];
  return [{ role, added, removed, threshold: next.threshold, ...(former === undefined ? {} : { formerThreshold: former.threshold }) }];
}

function authorityChange(next: AuthorityRecord, former: AuthorityRecord | undefined): AuthorityChange[] {
  const { identifier, country } = next;
  const newKeys = keysOf(next).filter(({ id }) => former === undefined || !keysOf(former).some((key) => key.id === id));
  const changedKeys = keysOf(next).filter(
    ({ id, text }) => former !== undefined && keysOf(former).some((key) => key.id === id && key.text !== text),
  );
  const fields = FIELDS.filter((field) => former !== undefined && JSON.stringify(next[field]) !== JSON.stringify(former[field]));
  if (former !== undefined && fields.length + newKeys.length + changedKeys.length === 0) return [];
  const roles = (keys: readonly { role: string }[]) => keys.map(({ role }) => role);
  return [{ identifier, country, isNew: former === undefined, fields, newKeys: roles(newKeys), changedKeys: roles(changedKeys) }];
}

function keysOf({ certificates, noteKeys }: AuthorityRecord): { id: string; role: string; text: string }[] {
  return [
    ...certificates.map((record) => ({ id: `${record.role} ${record.certificate}`, role: record.role, text: JSON.stringify(record) })),
    ...noteKeys.map((record) => ({ id: `${record.role} ${record.verifierKey}`, role: record.role, text: JSON.stringify(record) })),
  ];
}
