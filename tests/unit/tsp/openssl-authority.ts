import { readFile } from 'node:fs/promises';
import { type Identity, openssl, type TestPki } from '../cms/support.ts';

/** Policies of the openssl time-stamp authority in the tests. */
export const DEFAULT_POLICY = '1.3.6.1.4.1.99999.1';
export const OTHER_POLICY = '1.3.6.1.4.1.99999.2';

/** Answers a request with `openssl ts -reply`; `changes` replace lines of its configuration. */
export async function replyWithOpenssl(
  pki: TestPki,
  authority: Identity,
  request: Buffer,
  changes: Readonly<Record<string, string>> = {},
): Promise<Buffer> {
  const settings = {
    serial: await pki.write('tsa.serial', '01\n'),
    crypto_device: 'builtin',
    signer_cert: authority.certificateFile,
    signer_key: authority.keyFile,
    certs: pki.rootFile,
    signer_digest: 'sha256',
    default_policy: DEFAULT_POLICY,
    other_policies: OTHER_POLICY,
    digests: 'sha1, sha256, sha384, sha512',
    accuracy: 'secs:1, millisecs:500, microsecs:100',
    ordering: 'yes',
    tsa_name: 'yes',
    ess_cert_id_chain: 'no',
    ess_cert_id_alg: 'sha256',
    ...changes,
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}`);
  const configuration = await pki.write('tsa.cnf', `[tsa]\ndefault_tsa = invented\n[invented]\n${lines.join('\n')}\n`);
  const requestFile = await pki.write('request.tsq', request);
  const responseFile = pki.file('response.tsr');
  await openssl('ts', '-reply', '-config', configuration, '-queryfile', requestFile, '-out', responseFile);
  return readFile(responseFile);
}
