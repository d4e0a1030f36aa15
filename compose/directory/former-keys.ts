import type { AuthorityRecord } from '../../gateway/contracts/directory.ts';

/**
 * The new record of an authority with every certificate and key of log or witness that the former one has and it lacks. Records of keys are never
 * deleted: a receipt of years ago is checked with the key of its day. What the new record says of a key that both have counts, such as its end.
 */
export function keepFormerKeys(record: AuthorityRecord, former: AuthorityRecord): AuthorityRecord {
  const certificates = missing(former.certificates, record.certificates, ({ role, certificate }) => `${role} ${certificate}`);
  const noteKeys = missing(former.noteKeys, record.noteKeys, ({ role, verifierKey }) => `${role} ${verifierKey}`);
  return { ...record, certificates: [...record.certificates, ...certificates], noteKeys: [...record.noteKeys, ...noteKeys] };
}

function missing<Entry>(former: readonly Entry[], present: readonly Entry[], name: (entry: Entry) => string): Entry[] {
  const names = new Set(present.map(name));
  return former.filter((entry) => !names.has(name(entry)));
}
