import { countryOfRole } from '../../adapters/directory/tuf/paths.ts';
import type { AuthorityRecord } from '../../gateway/contracts/directory.ts';
import { authoritiesOf, instrumentsOf } from './add-documents.ts';
import { GovernanceError } from './error.ts';
import type { WorkingCopy } from './working-copy.ts';

/** A role of what is published. */
export interface RoleOverview {
  role: string;
  version?: number;
  expires?: string;
  threshold: number;
  keys: readonly string[];
}

export interface DirectoryOverview {
  version: number;
  expiresAt: string;
  roles: readonly RoleOverview[];
  authorities: readonly AuthorityRecord[];
  instruments: readonly string[];
}

/** What a working copy has published. GovernanceError `working-copy-not-usable` while that is nothing. */
export function overviewOf(copy: WorkingCopy): DirectoryOverview {
  const { published } = copy;
  if (published === undefined) throw new GovernanceError('working-copy-not-usable', 'nothing is published yet');
  const { root, targets, snapshot, timestamp, states } = published;
  const common = { root, targets, snapshot, timestamp };
  const asPublished = { ...copy, documents: new Map() };
  const ends = Object.values(common).map(({ signed }) => signed.expires);
  const delegated = Object.values(targets.signed.delegations?.roles ?? {}).filter(({ name }) => countryOfRole(name) !== undefined);
  return {
    version: snapshot.signed.version,
    expiresAt: ends.sort()[0] ?? '',
    roles: [
      ...Object.entries(common).map(([role, { signed }]) => ({
        role,
        version: signed.version,
        expires: signed.expires,
        threshold: root.signed.roles[role]?.threshold ?? 0,
        keys: root.signed.roles[role]?.keyIDs ?? [],
      })),
      ...delegated.map(({ name, threshold, keyIDs }) => ({ role: name, ...partOf(states.get(name)?.signed), threshold, keys: keyIDs })),
    ],
    authorities: authoritiesOf(asPublished).map(({ authority }) => authority),
    instruments: instrumentsOf(asPublished).flatMap(({ instruments }) => instruments.map(({ identifier }) => identifier)),
  };
}

function partOf(signed: { version: number; expires: string } | undefined): { version?: number; expires?: string } {
  return signed === undefined ? {} : { version: signed.version, expires: signed.expires };
}

/** An authority by its identifier or by the end of it that no other has. GovernanceError `directory-subject-unknown`. */
export function authorityNamed<Record extends Pick<AuthorityRecord, 'identifier'>>(authorities: readonly Record[], name: string): Record {
  const exact = authorities.find(({ identifier }) => identifier === name);
  const ending = authorities.filter(({ identifier }) => identifier.endsWith(`:${name}`));
  const found = exact ?? (ending.length === 1 ? ending[0] : undefined);
  if (found === undefined) throw new GovernanceError('directory-subject-unknown', `there is no authority ${name}`);
  return found;
}
