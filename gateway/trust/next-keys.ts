import { parsePemCertificates } from '../../crypto/x509/pem.ts';
import { causeOfAlarm } from '../../store/contracts/records.ts';
import { alarmRow } from '../alarms.ts';
import type { KeyStore } from '../contracts/key-store.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { GatewayError } from '../error.ts';
import { GATEWAY_ITSELF, recordOperation } from '../operation-record/record-operation.ts';
import { commit } from '../unit-of-work.ts';

const SIGNING_ROLES = ['seal', 'envelope', 'evidence'] as const;

/**
 * Keys are taken into use only after the directory lists them: peers refuse the signatures and connections of others. A key that is in
 * use already is not asked for again, for then it would be the directory that is to be mended.
 * Throws GatewayError `own-certificate-missing` (wait).
 */
export function requireListed(dependencies: Pick<GatewayDependencies, 'authority' | 'directory' | 'keys'>, next: KeyStore): void {
  const { authority, directory, keys } = dependencies;
  const listed = new Set((directory.authority(authority)?.certificates ?? []).map(({ role, certificate }) => `${role} ${certificate}`));
  for (const role of SIGNING_ROLES) {
    const certificate = next.signer(role).certificate.der;
    const isNew = !certificate.equals(keys.signer(role).certificate.der);
    if (isNew && !listed.has(`${role} ${certificate.toString('base64')}`)) throw notListed(role);
  }
  const [tls] = parsePemCertificates(next.tls().certificateChain);
  if (tls === undefined || next.tls().certificateChain === keys.tls().certificateChain) return;
  if (!listed.has(`tls ${tls.der.toString('base64')}`)) throw notListed('tls');
  const pin = tls.spkiSha256.toString('hex');
  if (directory.authority(authority)?.endpoints.some(({ pins }) => !pins.includes(pin)) === true) throw notListed('pin of the tls');
}

function notListed(role: string): GatewayError {
  return new GatewayError('own-certificate-missing', `the directory does not have the new ${role} certificate`, { disposition: 'wait' });
}

const ALARM = { code: 'keys-not-renewed' };

/** Shows operators that the files of keys were changed and could not be taken into use; what was in use stays so. */
export async function raiseKeysNotRenewed(dependencies: GatewayDependencies): Promise<void> {
  const rows = await alarmRow(dependencies, ALARM);
  if (rows.length > 0) await commit(dependencies, { rows });
}

/** Closes that alarm again: what it told is over. */
export async function settleKeysNotRenewed(dependencies: GatewayDependencies): Promise<void> {
  const { clock, ledger } = dependencies;
  const [row] = await ledger.list('alarms', { index: 'byCause', equals: causeOfAlarm(ALARM), limit: 1, descending: true });
  if (row === undefined || row.value.acknowledgedAt !== undefined) return;
  const value = { ...row.value, acknowledgedAt: clock.now().toISOString() };
  const operation = recordOperation(dependencies, {
    action: 'alarm-settled',
    actor: GATEWAY_ITSELF,
    facts: { alarm: row.key, code: ALARM.code },
  });
  await commit(dependencies, {
    rows: [{ table: 'alarms', key: row.key, expect: row.version, value }, operation.row],
    leaves: [operation.leaf],
  });
}
