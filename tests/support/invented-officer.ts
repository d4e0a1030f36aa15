import { createPrivateKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generateDevelopmentOfficer, type OfficerPaths } from '../../certs-dev/officer.ts';
import { signPades } from '../../crypto/pades/sign.ts';
import { createSigner, type Signer } from '../../crypto/signer.ts';
import type { Certificate } from '../../crypto/x509/certificate.ts';
import { parsePemCertificates } from '../../crypto/x509/pem.ts';
import { parseRevocationList, type RevocationList } from '../../crypto/x509/revocation-list.ts';

export const OFFICER_NAME = 'Aurelia Kestrel Inventada';

/** An officer who signs letters before they are submitted, with a certificate of a PKI of its own. */
export interface InventedOfficer {
  signer: Signer;
  root: Certificate;
  revocationList: RevocationList;
  /** The letter with the officer's signature, B-T where a source of time-stamps is given. */
  sign(letter: Buffer, signingTime: Date, requestTimestamp?: (imprint: Buffer) => Promise<Buffer>): Promise<Buffer>;
}

export async function createOfficer(folder: string): Promise<InventedOfficer> {
  const officer = { name: OFFICER_NAME, country: 'XA', revocationListDays: 400 };
  return readOfficer(await generateDevelopmentOfficer({ directory: join(folder, 'officer-pki'), officer, now: new Date() }));
}

/** The officer of an installation. */
export async function readOfficer(paths: OfficerPaths): Promise<InventedOfficer> {
  const [root] = parsePemCertificates(await readFile(paths.root, 'utf8'));
  const [certificate] = parsePemCertificates(await readFile(paths.officer.certificate, 'utf8'));
  if (root === undefined || certificate === undefined) throw new Error('the officer has no certificate');
  const signer = createSigner({ privateKey: createPrivateKey(await readFile(paths.officer.key)), certificate });
  return {
    signer,
    root,
    revocationList: parseRevocationList(await readFile(join(paths.revocationLists, 'officers.crl'))),
    sign: async (pdf, signingTime, requestTimestamp) => {
      const stamp = requestTimestamp === undefined ? {} : { requestTimestamp };
      return (await signPades({ pdf, signer, signingTime, maximumLength: 64 * 1024 * 1024, ...stamp })).pdf;
    },
  };
}
