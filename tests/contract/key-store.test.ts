import { chmod, copyFile, cp, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openKeyStore } from '../../adapters/keystore/open-key-store.ts';
import { generateDevelopmentPki } from '../../certs-dev/generate.ts';
import { activateNext, issueNext } from '../../certs-dev/renew.ts';
import { exportPkcs12 } from '../support/pkcs12.ts';
import { type KeyStoreDamage, type KeyStoreHarness, keyStoreContract } from './key-store.suite.ts';

const ID = 'urn:valija:test:invented';
const NOW = new Date('2026-11-20T10:00:00Z');

keyStoreContract('a folder of PEM files', () => createHarness(async () => {}, DAMAGES));
keyStoreContract('a folder of PKCS#12 files, some of them old', () => createHarness(toPkcs12, PKCS12_DAMAGES));

type Damages = Readonly<Record<KeyStoreDamage, (folder: string) => Promise<void>>>;

async function createHarness(convert: (keys: string) => Promise<void>, damages: Damages): Promise<KeyStoreHarness> {
  const folder = await mkdtemp(join(tmpdir(), 'valija-key-store-'));
  const directory = join(folder, 'pki');
  const authorities = [{ id: ID, name: { es: 'Autoridad inventada' }, country: 'ES' }];
  const pki = await generateDevelopmentPki({ directory, authorities, now: NOW, certificateDays: 10 });
  await issueNext({ directory, id: ID, role: 'encryption', now: NOW });
  await activateNext({ directory, id: ID, role: 'encryption' });
  const { keys } = pki.authority(ID);
  await convert(keys);

  return {
    open: () => openKeyStore({ directory: keys }),
    async openDamaged(damage) {
      const damaged = await mkdtemp(join(folder, 'damaged-'));
      await cp(keys, damaged, { recursive: true });
      await damages[damage](damaged);
      return openKeyStore({ directory: damaged });
    },
    close: () => rm(folder, { recursive: true }),
  };
}

/** Puts PKCS#12 files in the place of all PEM files but those of the log and the witness, every other one in the old form. */
async function toPkcs12(keys: string): Promise<void> {
  const names = (await readdir(keys)).flatMap((name) => /^(.+)\.crt\.pem$/.exec(name)?.[1] ?? []);
  for (const [index, name] of names.entries()) {
    const files = { keyFile: join(keys, `${name}.key.pem`), certificateFile: join(keys, `${name}.crt.pem`) };
    const password = `contraseña ${index}`;
    const out = join(keys, index % 2 === 0 ? `${name}.p12` : `${name}.pfx`);
    await exportPkcs12({ ...files, password, out, more: index % 2 === 0 ? [] : ['-legacy'] });
    await rename(`${out}.pass`, join(keys, `${name}.password`));
    await chmod(out, 0o600);
    for (const file of Object.values(files)) await rm(file);
  }
}

const PKCS12_DAMAGES: Damages = {
  'readable-by-others': (folder) => chmod(join(folder, 'evidence.password'), 0o640),
  async 'key-mismatch'(folder) {
    const [evidence = ''] = (await readdir(folder)).filter((name) => /^evidence\.(p12|pfx)$/.test(name));
    await rm(join(folder, evidence));
    await copyFile(join(folder, 'log.key.pem'), join(folder, 'evidence.key.pem'));
    await copyFile(join(folder, '..', 'pki', 'ca', 'issuing.crt.pem'), join(folder, 'evidence.crt.pem'));
  },
  async 'role-not-allowed'(folder) {
    const [encryption = ''] = (await readdir(folder)).filter((name) => /^encryption\.(p12|pfx)$/.test(name));
    const [seal = ''] = (await readdir(folder)).filter((name) => /^seal\.(p12|pfx)$/.test(name));
    await rm(join(folder, seal));
    await rename(join(folder, encryption), join(folder, `seal${encryption.slice('encryption'.length)}`));
    await rename(join(folder, 'encryption.password'), join(folder, 'seal.password'));
  },
};

const DAMAGES: Damages = {
  'readable-by-others': (folder) => chmod(join(folder, 'evidence.key.pem'), 0o640),
  'key-mismatch': (folder) => copyFile(join(folder, 'seal.key.pem'), join(folder, 'evidence.key.pem')),
  async 'role-not-allowed'(folder) {
    for (const kind of ['key', 'crt']) await rename(join(folder, `encryption.${kind}.pem`), join(folder, `seal.${kind}.pem`));
  },
};
