import { createHash } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { KeyStore } from '../../gateway/contracts/key-store.ts';
import { KeyStoreError } from './error.ts';
import { type KeyStoreOptions, openKeyStore } from './open-key-store.ts';

/** A key store whose keys can be replaced while they are in use; whoever asks it gets those of now. */
export interface RenewableKeyStore extends KeyStore {
  /**
   * Opens the folder again and, when `accept` does not throw, takes what is there into use, all of it at once; otherwise everything
   * stays as it is. `accept` sees the keys to come and is the place for what else must change with them.
   *
   * @throws KeyStoreError those of `openKeyStore`; `log-key-changed`; what `accept` throws
   */
  renew(accept: (next: KeyStore) => void | Promise<void>): Promise<void>;
  /**
   * Compares the files with those that were opened, or tried, last. They are `settled` when they differ and have stood still since
   * the call before: whoever replaces several files is between two of them meanwhile.
   */
  look(): Promise<'unchanged' | 'changing' | 'settled'>;
}

/** Opens a folder of keys that is read again on demand. Throws what `openKeyStore` throws. */
export async function openRenewableKeyStore(options: KeyStoreOptions): Promise<RenewableKeyStore> {
  let seen = await stateOf(options.directory);
  let looked = seen;
  let current = await openKeyStore(options);
  return {
    signer: (role) => current.signer(role),
    decryptionKeys: () => current.decryptionKeys(),
    note: (role) => current.note(role),
    tls: () => current.tls(),
    async renew(accept) {
      // Before the files are read: what changes while they are read is looked at again.
      seen = await stateOf(options.directory);
      const next = await openKeyStore(options);
      requireSameLog(current, next);
      await accept(next);
      current = next;
    },
    async look() {
      const state = await stateOf(options.directory);
      const before = looked;
      looked = state;
      if (state === seen) return 'unchanged';
      return state === before ? 'settled' : 'changing';
    },
  };
}

/** Checkpoints are signed by the key under which the log was opened; another one begins another log. */
function requireSameLog(current: KeyStore, next: KeyStore): void {
  if (!current.note('log').publicKey.equals(next.note('log').publicKey)) {
    throw new KeyStoreError('log-key-changed', 'the key of the log is another one: a log keeps its key');
  }
}

/** Names, sizes, times and numbers of the files: what changes when one is written or put in another's place. */
async function stateOf(directory: string): Promise<string> {
  const hash = createHash('sha256');
  for (const name of (await readdir(directory).catch(() => [])).sort()) {
    const status = await stat(join(directory, name), { bigint: true }).catch(() => undefined);
    hash.update(`${name}\n${status === undefined ? '' : [status.size, status.mtimeNs, status.ino, status.mode].join(' ')}\n`);
  }
  return hash.digest('hex');
}
