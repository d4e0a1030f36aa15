import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLocalRevocationFiles } from '../../adapters/revocation/local-files.ts';
import { openRevocationSource } from '../../adapters/revocation/open-revocation-source.ts';
import { generateDevelopmentPki } from '../../certs-dev/generate.ts';
import { issueRevocationList, newKeyPair, readAuthority } from '../../certs-dev/issue.ts';
import { revokeCertificate } from '../../certs-dev/revoke.ts';
import { parsePemCertificates } from '../../crypto/x509/pem.ts';
import { startStatusUpstream } from '../support/status-upstream.ts';
import { revocationContract } from './revocation.suite.ts';

const ID = 'urn:valija:test:invented';
const HOUR = 60 * 60 * 1000;
const START = new Date('2026-11-20T10:00:00Z');

/** The same suite over DER files, over PEM files under the same names, and over the DER files served by HTTP. */
for (const form of ['local DER', 'local PEM', 'downloaded'] as const) {
  revocationContract(`${form} files`, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'valija-revocation-'));
    const directory = join(folder, 'pki');
    const lists = { directory, revocationListDays: 7 };
    const authorities = [{ id: ID, name: { es: 'Autoridad inventada' }, country: 'ES' }];
    const pki = await generateDevelopmentPki({ ...lists, authorities, now: START });
    const path = join(pki.revocationLists, 'issuing.crl');
    const publish = async (): Promise<void> => {
      if (form === 'local PEM')
        for (const name of ['root', 'issuing'])
          await rename(join(pki.revocationLists, `${name}.crl.pem`), join(pki.revocationLists, `${name}.crl`));
    };
    await publish();

    const certificatesOf = async (file: string) => parsePemCertificates(await readFile(file, 'utf8'));
    const issuers = [...(await certificatesOf(pki.root.certificate)), ...(await certificatesOf(pki.issuing.certificate))];
    let now = START;
    const upstream = await startStatusUpstream();
    upstream.answerWith(async ({ path }) => ({ body: await readFile(join(pki.revocationLists, path)) }));
    const urls = ['root', 'issuing'].map((name) => `${upstream.url}/${name}.crl`);
    const clock = (): Date => now;
    const source =
      form === 'downloaded'
        ? await openRevocationSource({
            folders: [],
            issuers,
            now: clock,
            randomBytes,
            downloads: { urls, folder: join(folder, 'downloaded') },
          })
        : await openLocalRevocationFiles({ folders: [pki.revocationLists], issuers, now: clock });
    /** A download is repeated after an hour at most. */
    const later = (): void => {
      now = new Date(now.getTime() + 2 * HOUR);
    };
    let intact = await readFile(path);
    return {
      source,
      issuers,
      start: START,
      setNow: (moment) => {
        now = moment;
      },
      async revokeOne() {
        const [seal] = await certificatesOf(pki.authority(ID).role('seal').certificate);
        const serialHex = seal?.serialHex ?? '';
        await revokeCertificate({ ...lists, serialHex, now: START, reason: 'keyCompromise' });
        await publish();
        intact = await readFile(path);
        later();
        return serialHex;
      },
      breakUpstream: () => writeFile(path, intact.subarray(0, 100)).then(later),
      repairUpstream: () => writeFile(path, intact).then(later),
      async forge() {
        const { certificate } = await readAuthority(pki.issuing);
        const { privateKey } = newKeyPair();
        const nextUpdate = new Date(START.getTime() + 1_000_000);
        await writeFile(
          path,
          await issueRevocationList({ issuer: { certificate, privateKey }, revoked: [], number: 99, thisUpdate: START, nextUpdate }),
        );
        later();
      },
      async close() {
        await source.close();
        await upstream.close();
        await rm(folder, { recursive: true });
      },
    };
  });
}
