import type { Ledger } from '../../store/contracts/ledger.ts';

const KEY = 'directory-version';

/** The highest version of the directory this installation has accepted: a restart must not be a way to roll it back. */
export async function rememberedDirectoryVersion(ledger: Ledger): Promise<number> {
  return Number((await ledger.get('settings', KEY))?.value.value ?? 0);
}

export async function rememberDirectoryVersion(ledger: Ledger, version: number): Promise<void> {
  const row = await ledger.get('settings', KEY);
  if (Number(row?.value.value ?? 0) >= version) return;
  await ledger.commit({ rows: [{ table: 'settings', key: KEY, expect: row?.version ?? 0, value: { value: String(version) } }] });
}
