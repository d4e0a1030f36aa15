import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createGuardedClock } from '../../adapters/clock/guarded-clock.ts';
import { openSignedFileDirectory } from '../../adapters/directory/signed-file-directory.ts';
import { projectFolder } from '../unit/architecture/project.ts';
import { createTestPki, flipped, openssl, type TestPki } from '../unit/cms/support.ts';

/** The command of docs/operations-keys.md with which the keeper of a directory signs it, without any program of ours. */
let pki: TestPki;
let path: string;

beforeAll(async () => {
  pki = await createTestPki();
  path = pki.file('directory.json');
  const now = Date.now();
  const content = {
    format: 'valija-directory/1',
    version: 7,
    issuedAt: new Date(now).toISOString(),
    expiresAt: new Date(now + 86_400_000).toISOString(),
    authorities: [],
  };
  await writeFile(path, JSON.stringify(content));
});
afterAll(() => pki.remove());

/** The options as the page has them, with the files of this test. */
async function documentedOptions(files: Readonly<Record<string, string>>): Promise<string[]> {
  const page = await readFile(join(projectFolder, 'docs', 'operations-keys.md'), 'utf8');
  const [, command = ''] = /^openssl (cms -sign (?:.*\\\n)*.*)$/m.exec(page) ?? [];
  const words = command.replaceAll('\\\n', ' ').split(/\s+/);
  expect(words).toEqual(expect.arrayContaining(['-cades', ...Object.keys(files)]));
  return words.map((word) => files[word] ?? word);
}

describe('a directory signed with openssl as documented', () => {
  it.each(['P-256', 'RSA-3072'] as const)('is taken from a signer with %s that is pinned', async (kind) => {
    const { certificate, certificateFile, keyFile } = await pki.issue(kind, `keeper-${kind}`);
    const files = {
      'signer.crt.pem': certificateFile,
      'signer.key.pem': keyFile,
      'directory.json': path,
      'directory.json.p7s': `${path}.p7s`,
    };
    const pss = kind === 'RSA-3072' ? ['-keyopt', 'rsa_padding_mode:pss', '-keyopt', 'rsa_pss_saltlen:digest'] : [];
    await openssl(...(await documentedOptions(files)), ...pss);
    const options = { path, signers: [certificate.sha256.toString('hex')], clock: createGuardedClock({ wall: Date.now }) };
    expect((await openSignedFileDirectory(options)).status().version).toBe(7);

    const signature = await readFile(`${path}.p7s`);
    await writeFile(`${path}.p7s`, flipped(signature, signature.length - 10));
    await expect(openSignedFileDirectory(options)).rejects.toMatchObject({ code: 'directory-signature-invalid' });
  });
});
