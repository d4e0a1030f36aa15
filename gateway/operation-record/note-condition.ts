import { createHash } from 'node:crypto';
import type { RowChange } from '../../store/contracts/ledger.ts';
import type { LogLeaf } from '../../store/contracts/log-rows.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { commit } from '../unit-of-work.ts';
import { GATEWAY_ITSELF, type Operation, recordOperation } from './record-operation.ts';

/** What of the gateway's own condition is recorded when it changes: the value last recorded stands in the settings. */
interface Condition {
  name: 'directory' | 'keys' | 'clock';
  value: string;
  /** Given what was recorded last, where anything was. */
  operation(former: string | undefined): Pick<Operation, 'action' | 'facts'>;
}

/** Records that the process came up, with which configuration. */
export async function noteStart(
  dependencies: GatewayDependencies,
  facts: { readonly configuration: string; readonly version: string },
): Promise<void> {
  const { row, leaf } = recordOperation(dependencies, { action: 'started', actor: GATEWAY_ITSELF, facts });
  await commit(dependencies, { rows: [row], leaves: [leaf] });
}

/** Records what has changed since it was last recorded, each change once: another directory, other keys, a clock that cannot be believed. */
export async function noteCondition(dependencies: GatewayDependencies): Promise<void> {
  const rows: RowChange[] = [];
  const leaves: LogLeaf[] = [];
  for (const { name, value, operation } of conditionsOf(dependencies)) {
    const key = `condition/${name}`;
    const known = await dependencies.ledger.get('settings', key);
    if ((known?.value.value ?? FIRST[name]) === value) continue;
    const { row, leaf } = recordOperation(dependencies, { ...operation(known?.value.value), actor: GATEWAY_ITSELF });
    rows.push({ table: 'settings', key, expect: known?.version ?? 0, value: { value } }, row);
    leaves.push(leaf);
  }
  if (rows.length > 0) await commit(dependencies, { rows, leaves });
}

/** What needs no record when it is so from the beginning. */
const FIRST: Readonly<Record<Condition['name'], string | undefined>> = { directory: undefined, keys: undefined, clock: 'trusted' };

function conditionsOf({ clock, directory, keys }: GatewayDependencies): Condition[] {
  const { trusted, reason = 'stepped-back' } = clock.status();
  const { version, digest } = directory.status();
  const fingerprints = fingerprintsOf(keys);
  return [
    {
      name: 'directory',
      value: `${version} ${digest}`,
      operation: (former) => ({ action: 'directory-changed', facts: { version: String(version), digest, ...formerDirectory(former) } }),
    },
    {
      name: 'keys',
      value: createHash('sha256').update(JSON.stringify(fingerprints)).digest('hex'),
      operation: () => ({ action: 'keys-changed', facts: fingerprints }),
    },
    {
      name: 'clock',
      value: trusted ? 'trusted' : reason,
      operation: () => (trusted ? { action: 'clock-resumed' } : { action: 'clock-suspended', facts: { reason } }),
    },
  ];
}

/** Version and digest of the directory that was in use before. */
function formerDirectory(former: string | undefined): Record<string, string> {
  const [formerVersion, formerDigest] = former?.split(' ') ?? [];
  return { ...(formerVersion === undefined ? {} : { formerVersion }), ...(formerDigest === undefined ? {} : { formerDigest }) };
}

/** Certificates are public, and so are their digests. */
function fingerprintsOf(keys: GatewayDependencies['keys']): Record<string, string> {
  const signing = (['seal', 'envelope', 'evidence'] as const).map((role) => [role, keys.signer(role).certificate.fingerprint]);
  const [current] = keys.decryptionKeys();
  const tls = createHash('sha256').update(keys.tls().certificateChain).digest('hex');
  return Object.fromEntries([...signing, ['encryption', current?.certificate.fingerprint ?? 'none'], ['tls', tls]]);
}
