import { ok } from 'node:assert';
import { createPublicKey } from 'node:crypto';
import { KeyStoreError } from '../../../adapters/keystore/error.ts';
import { readPkcs12 } from '../../../adapters/keystore/read-pkcs12.ts';
import { sequence } from '../../../crypto/der/writer.ts';
import { certificateBag, dataContent, exportPkcs12, keyBag, pfx } from '../../support/pkcs12.ts';
import { createTestPki } from '../../unit/cms/support.ts';

const PASSWORD = 'invented password';

export const target = {
  name: 'pkcs12',
  seeds: async () => {
    const pki = await createTestPki();
    try {
      const { keyFile, certificateFile, privateKey, certificate } = await pki.issue('P-256', 'signer');
      const out = pki.file('seed.p12');
      const form = (...more: string[]) =>
        exportPkcs12({ keyFile, certificateFile, password: PASSWORD, out, more: ['-iter', '1', ...more] });
      const bags = sequence(keyBag(privateKey.export({ type: 'pkcs8', format: 'der' })), certificateBag(certificate.der));
      return [await form(), await form('-legacy'), await form('-certpbe', 'NONE', '-keypbe', 'NONE'), pfx([dataContent(bags)], PASSWORD)];
    } finally {
      await pki.remove();
    }
  },
  run: async (input: Buffer) => {
    const { privateKey, certificate } = await readPkcs12(input, PASSWORD);
    ok(createPublicKey(privateKey).equals(certificate.publicKey), 'the certificate belongs to the key');
  },
  acceptable: (error: unknown) => error instanceof KeyStoreError,
};
