import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { readCertificateFile, readPrivateKeyFile } from '../../../adapters/keystore/key-files.ts';
import { type DevelopmentPkiPaths, developmentPkiPaths, type KeyFiles } from '../../../certs-dev/layout.ts';
import { publishRevocationLists } from '../../../certs-dev/revoke.ts';
import { composePdf, type DocumentText } from '../../../compose/demo/pdf-page.ts';
import type { DemonstrationResult } from '../../../compose/demo/results.ts';
import { XANDRIA } from '../../../compose/development/authorities.ts';
import { createSigner, type Signer } from '../../../crypto/signer.ts';
import { buildTimestampRequest } from '../../../crypto/tsp/request.ts';
import { grantedToken } from '../../../crypto/tsp/response.ts';
import type { Certificate } from '../../../crypto/x509/certificate.ts';
import { createTimestampAuthority, type TimestampAuthority } from '../../../services/tsa/authority.ts';
import { createSerialNumbers } from '../../../services/tsa/serial-numbers.ts';
import { startTimestampServer } from '../../../services/tsa/server.ts';
import { resultOf, runDemonstration } from '../../support/demonstration.ts';

const execute = promisify(execFile);

/** Any object identifier serves: the suites ask for no policy. This arc is for examples (ITU-T X.660). */
const POLICY = '2.999.1';
/** Of the PKCS#12 files that the other verifiers sign with; they hold keys of an installation that lives for a minute. */
export const PASSWORD = 'development';

/** A development installation that has just exchanged a message, and what is needed to make and to judge more signatures under its roots. */
export interface Development {
  readonly pki: DevelopmentPkiPaths;
  readonly root: Certificate;
  /** A PDF that nobody has signed. */
  readonly letter: Buffer;
  /** What the demonstration left behind. */
  readonly exchanged: { readonly package: Buffer; readonly evidence: readonly { readonly event: string; readonly bytes: Buffer }[] };
  readonly seal: Signer;
  readonly evidence: Signer;
  /** A folder for verifiers that are not ours: `*.root.der`, `*.crl` and `signer.p12`. */
  readonly trustFolder: string;
  readonly revocationLists: readonly Buffer[];
  /** Where time-stamp requests are posted. */
  readonly timestampUrl: string;
  requestTimestamp(imprint: Buffer): Promise<Buffer>;
  close(): Promise<void>;
}

/** Runs the demonstration in a folder of its own below `folder`, then starts its time-stamp authority again. */
export async function startDevelopment(folder: string): Promise<Development> {
  const out = join(folder, 'demonstration');
  const { code, stdout, stderr } = await runDemonstration(['--once', '--out', out, '--json']);
  if (code !== 0) throw new Error(`the demonstration ended with ${code}: ${stderr}`);
  const pki = developmentPkiPaths(join(out, 'installation', 'pki'));
  // Lists that are newer than every signature of the exchange.
  await publishRevocationLists({ directory: pki.directory, now: new Date() });
  const authority = await timestampAuthority(pki);
  const server = await startTimestampServer({ authority, host: '127.0.0.1', port: 0 });
  const { certificate: root } = await readCertificateFile(pki.root.certificate);
  const keys = pki.authority(XANDRIA.id);
  const trustFolder = await writeTrust(join(folder, 'trust'), pki, root, keys.role('seal'));
  return {
    pki,
    root,
    letter: await inventedLetter(),
    exchanged: await readExchanged(out, resultOf(stdout)),
    seal: await signerOf(keys.role('seal')),
    evidence: await signerOf(keys.role('evidence')),
    trustFolder,
    revocationLists: await Promise.all(['root.crl', 'issuing.crl'].map((name) => readFile(join(pki.revocationLists, name)))),
    timestampUrl: server.url,
    requestTimestamp: (imprint) => requestToken(authority, imprint),
    close: () => server.close(),
  };
}

async function timestampAuthority(pki: DevelopmentPkiPaths): Promise<TimestampAuthority> {
  return createTimestampAuthority({
    signer: await signerOf(pki.timestamp),
    policy: POLICY,
    clock: { now: () => new Date() },
    nextSerialNumber: createSerialNumbers({ now: Date.now, randomBytes }),
  });
}

async function requestToken(authority: TimestampAuthority, imprint: Buffer): Promise<Buffer> {
  return grantedToken(await authority.respond(buildTimestampRequest({ imprint, nonce: randomBytes(16) })));
}

async function signerOf(files: KeyFiles): Promise<Signer> {
  return createSigner({ privateKey: await readPrivateKeyFile(files.key), ...(await readCertificateFile(files.certificate)) });
}

async function inventedLetter(): Promise<Buffer> {
  const lines = Array.from({ length: 12 }, (_, index) => `Párrafo inventado número ${index + 1}, sin efecto alguno.`);
  const text: DocumentText = {
    title: 'Carta inventada',
    language: 'es',
    header: ['Autoridad inventada', 'DOCUMENTO FICTICIO'],
    footer: 'documento ficticio - página {page} de {pages}',
    blocks: lines.map((line) => ({ kind: 'paragraph', text: line })),
  };
  return composePdf(text, new Date());
}

async function readExchanged(out: string, result: DemonstrationResult): Promise<Development['exchanged']> {
  const evidence = result.evidence.map(async ({ event, path }) => ({ event, bytes: await readFile(join(out, path)) }));
  return { package: await readFile(join(out, result.package)), evidence: await Promise.all(evidence) };
}

async function writeTrust(folder: string, pki: DevelopmentPkiPaths, root: Certificate, signer: KeyFiles): Promise<string> {
  await mkdir(folder);
  await writeFile(join(folder, 'development.root.der'), root.der);
  for (const name of ['root.crl', 'issuing.crl']) await copyFile(join(pki.revocationLists, name), join(folder, name));
  // The file of the certificate holds that of its issuing authority, too; both go in.
  const input = ['-inkey', signer.key, '-in', signer.certificate, '-certfile', pki.issuing.certificate];
  await execute('openssl', ['pkcs12', '-export', ...input, '-passout', `pass:${PASSWORD}`, '-out', join(folder, 'signer.p12')]);
  return folder;
}
