import { chmod, copyFile, cp, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openKeyStore } from '../../adapters/keystore/open-key-store.ts';
import { generateDevelopmentPki } from '../../certs-dev/generate.ts';
import { activateNext, issueNext } from '../../certs-dev/renew.ts';
import { type KeyStoreDamage, keyStoreContract } from './key-store.suite.ts';

const ID = 'urn:valija:test:invented';
const NOW = new Date('2026-11-20T10:00:00Z');

keyStoreContract('a folder of PEM files', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'valija-key-store-'));
  const directory = join(folder, 'pki');
  const authorities = [{ id: ID, name: { es: 'Autoridad inventada' }, country: 'ES' }];
  const pki = await generateDevelopmentPki({ directory, authorities, now: NOW, certificateDays: 10 });
  await issueNext({ directory, id: ID, role: 'encryption', now: NOW });
  await activateNext({ directory, id: ID, role: 'encryption' });
  const { keys } = pki.authority(ID);

  return {
    open: () => openKeyStore({ directory: keys }),
    async openDamaged(damage) {
      const damaged = await mkdtemp(join(folder, 'damaged-'));
      await cp(keys, damaged, { recursive: true });
      await DAMAGES[damage](damaged);
      return openKeyStore({ directory: damaged });
    },
    close: () => rm(folder, { recursive: true }),
  };
});

const DAMAGES: Readonly<Record<KeyStoreDamage, (folder: string) => Promise<void>>> = {
  'readable-by-others': (folder) => chmod(join(folder, 'evidence.key.pem'), 0o640),
  'key-mismatch': (folder) => copyFile(join(folder, 'seal.key.pem'), join(folder, 'evidence.key.pem')),
  async 'role-not-allowed'(folder) {
    for (const kind of ['key', 'crt']) await rename(join(folder, `encryption.${kind}.pem`), join(folder, `seal.${kind}.pem`));
  },
};
