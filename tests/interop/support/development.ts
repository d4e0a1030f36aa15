import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { readCertificateFile, readPrivateKeyFile } from '../../../adapters/keystore/key-files.ts';
import { generateDevelopmentPki } from '../../../certs-dev/generate.ts';
import { type AuthorityName, type DevelopmentPkiPaths, developmentPkiPaths, type KeyFiles } from '../../../certs-dev/layout.ts';
import { revokeCertificate } from '../../../certs-dev/revoke.ts';
import { RESPONDER_PATH } from '../../../certs-dev/status-addresses.ts';
import { composePdf, type DocumentText } from '../../../compose/demo/pdf-page.ts';
import { BORELIA, XANDRIA } from '../../../compose/development/authorities.ts';
import { freePorts } from '../../../compose/development/free-ports.ts';
import { startStatusService } from '../../../compose/development/start-status-service.ts';
import { createSigner, type SignatureAlgorithm, type Signer } from '../../../crypto/signer.ts';
import { buildTimestampRequest } from '../../../crypto/tsp/request.ts';
import { grantedToken } from '../../../crypto/tsp/response.ts';
import type { Certificate } from '../../../crypto/x509/certificate.ts';
import { buildOcspRequest } from '../../../crypto/x509/ocsp-request.ts';
import { createTimestampAuthority, type TimestampAuthority } from '../../../services/tsa/authority.ts';
import { createSerialNumbers } from '../../../services/tsa/serial-numbers.ts';
import { startTimestampServer } from '../../../services/tsa/server.ts';
import { resultOf, runDemonstration } from '../../support/demonstration.ts';

const execute = promisify(execFile);

/** Any object identifier serves: the suites ask for no policy. This arc is for examples (ITU-T X.660). */
const POLICY = '2.999.1';
/** Of the PKCS#12 files that the other verifiers sign with; they hold keys of an installation that lives for a minute. */
export const PASSWORD = 'development';

/** What the time-stamp authority states, in milliseconds. */
const ACCURACY = 1000;
const ISSUERS: readonly AuthorityName[] = ['root', 'issuing'];

/**
 * A demonstration that has just run, and beside it a development PKI with everything that makes and judges more signatures: a time-stamp
 * authority, and a service that says what has been revoked, at the addresses that the certificates name.
 */
export interface Development {
  /** What the demonstration left behind, under a root of its own; its certificates name no addresses. */
  readonly exchanged: Exchanged;
  /** The root of everything that is not `exchanged`. */
  readonly root: Certificate;
  readonly anchors: readonly Certificate[];
  /** Newest lists of every authority. */
  readonly revocationLists: readonly Buffer[];
  /** What the responder says about `seal`, the time-stamp authority and their issuer. */
  readonly ocspResponses: readonly Buffer[];
  /** For verifiers that are not ours, a folder with `*.root.der`, `*.crl` and `signer.p12`. */
  readonly trustFolder: string;
  readonly seal: Signer;
  /** Of an authority whose national PKI gives RSA alone. */
  readonly rsaSeal: (algorithm: SignatureAlgorithm) => Promise<Signer>;
  readonly evidence: Signer;
  /** A PDF that nobody has signed. */
  readonly letter: Buffer;
  /** Where time-stamp requests are posted. */
  readonly timestampUrl: string;
  requestTimestamp(imprint: Buffer): Promise<Buffer>;
  /** Revokes the certificates of `seal` and `evidence`; what comes back knows of it. Everything made before is older than the revocation. */
  revokeSigners(): Promise<Development>;
  close(): Promise<void>;
}

export interface Exchanged {
  readonly package: Buffer;
  readonly letter: Buffer;
  readonly evidence: readonly Buffer[];
}

/** Everything happens below `folder`, which must exist. */
export async function startDevelopment(folder: string): Promise<Development> {
  const demonstration = await demonstrate(join(folder, 'demonstration'));
  const [port = 0] = await freePorts(1);
  const pki = await generateDevelopmentPki({
    directory: join(folder, 'pki'),
    authorities: [
      { id: XANDRIA.id, country: XANDRIA.country, name: XANDRIA.names },
      { id: BORELIA.id, country: BORELIA.country, name: BORELIA.names, keys: 'rsa' },
    ],
    now: new Date(),
    statusAddress: `http://127.0.0.1:${port}`,
  });
  const status = await startStatusService({ directory: pki.directory, host: '127.0.0.1', port, now: () => new Date() });
  const authority = await timestampAuthority(pki);
  const timestamps = await startTimestampServer({ authority, host: '127.0.0.1', port: 0 });
  const keys = pki.authority(XANDRIA.id);
  const anchors = await Promise.all(
    [pki, demonstration.pki].map(async ({ root }) => (await readCertificateFile(root.certificate)).certificate),
  );
  const revocationLists = await readRevocationLists([pki, demonstration.pki]);
  const development: Development = {
    exchanged: demonstration.exchanged,
    root: anchors[0] ?? missing('a root'),
    anchors,
    revocationLists,
    ocspResponses: await readStatus(status.url, pki, keys.role('seal')),
    trustFolder: await writeTrust(join(folder, 'trust'), { anchors, revocationLists, signer: keys.role('seal'), issuing: pki.issuing }),
    seal: await signerOf(keys.role('seal')),
    rsaSeal: (algorithm) => signerOf(pki.authority(BORELIA.id).role('seal'), algorithm),
    evidence: await signerOf(keys.role('evidence')),
    letter: await inventedLetter(),
    timestampUrl: timestamps.url,
    requestTimestamp: (imprint) => requestToken(authority, imprint),
    revokeSigners: async () => {
      await revoke(pki, [development.seal, development.evidence]);
      return { ...development, revocationLists: await readRevocationLists([pki, demonstration.pki]) };
    },
    close: async () => void (await Promise.all([timestamps.close(), status.close()])),
  };
  return development;
}

/**
 * As of a full second, since lists and responses know no fractions, and after what the time-stamp authority says it may be off: by our
 * reckoning a time-stamp proves no earlier moment. Returns when that second has begun.
 */
async function revoke({ directory }: DevelopmentPkiPaths, signers: readonly Signer[]): Promise<void> {
  const now = new Date(Math.ceil((Date.now() + ACCURACY + 1) / 1000) * 1000);
  for (const { certificate } of signers)
    await revokeCertificate({ directory, now, serialHex: certificate.serialHex, reason: 'keyCompromise' });
  while (Date.now() <= now.getTime()) await sleep(20);
}

async function demonstrate(out: string): Promise<{ pki: DevelopmentPkiPaths; exchanged: Exchanged }> {
  const { code, stdout, stderr } = await runDemonstration(['--once', '--out', out, '--json']);
  if (code !== 0) throw new Error(`the demonstration ended with ${code}: ${stderr}`);
  const result = resultOf(stdout);
  const read = (path: string) => readFile(join(out, path));
  const evidence = await Promise.all(result.evidence.map(({ path }) => read(path)));
  const exchanged = { package: await read(result.package), letter: await read(result.pdf), evidence };
  return { pki: developmentPkiPaths(join(out, 'installation', 'pki')), exchanged };
}

function readRevocationLists(installations: readonly DevelopmentPkiPaths[]): Promise<Buffer[]> {
  const files = installations.flatMap(({ revocationLists }) => ISSUERS.map((name) => join(revocationLists, `${name}.crl`)));
  return Promise.all(files.map((file) => readFile(file)));
}

async function timestampAuthority(pki: DevelopmentPkiPaths): Promise<TimestampAuthority> {
  return createTimestampAuthority({
    signer: await signerOf(pki.timestamp),
    policy: POLICY,
    accuracyMilliseconds: ACCURACY,
    clock: { now: () => new Date() },
    nextSerialNumber: createSerialNumbers({ now: Date.now, randomBytes }),
  });
}

async function requestToken(authority: TimestampAuthority, imprint: Buffer): Promise<Buffer> {
  return grantedToken(await authority.respond(buildTimestampRequest({ imprint, nonce: randomBytes(16) })));
}

async function signerOf(files: KeyFiles, algorithm?: SignatureAlgorithm): Promise<Signer> {
  const key = { privateKey: await readPrivateKeyFile(files.key), ...(await readCertificateFile(files.certificate)) };
  return createSigner({ ...key, ...(algorithm === undefined ? {} : { algorithm }) });
}

/** Asks the responder about each certificate below the root on which a signature of this key and its time-stamps depend. */
async function readStatus(url: string, pki: DevelopmentPkiPaths, signer: KeyFiles): Promise<Buffer[]> {
  const [seal, stamping, root] = await Promise.all(
    [signer, pki.timestamp, pki.root].map(({ certificate }) => readCertificateFile(certificate)),
  );
  const issuing = seal?.chain[0];
  if (seal === undefined || stamping === undefined || root === undefined || issuing === undefined) return missing('a certificate');
  const questions: [Certificate, Certificate][] = [
    [seal.certificate, issuing],
    [stamping.certificate, issuing],
    [issuing, root.certificate],
  ];
  return Promise.all(questions.map(([certificate, issuer]) => askResponder(url, buildOcspRequest({ certificate, issuer }))));
}

async function askResponder(url: string, body: Buffer): Promise<Buffer> {
  const answer = await fetch(new URL(RESPONDER_PATH, url), {
    method: 'POST',
    headers: { 'content-type': 'application/ocsp-request' },
    body,
  });
  return Buffer.from(await answer.arrayBuffer());
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

interface Trust {
  readonly anchors: readonly Certificate[];
  readonly revocationLists: readonly Buffer[];
  readonly signer: KeyFiles;
  readonly issuing: KeyFiles;
}

async function writeTrust(folder: string, { anchors, revocationLists, signer, issuing }: Trust): Promise<string> {
  await mkdir(folder);
  for (const [index, { der }] of anchors.entries()) await writeFile(join(folder, `${index}.root.der`), der);
  for (const [index, list] of revocationLists.entries()) await writeFile(join(folder, `${index}.crl`), list);
  const input = ['-inkey', signer.key, '-in', signer.certificate, '-certfile', issuing.certificate];
  await execute('openssl', ['pkcs12', '-export', ...input, '-passout', `pass:${PASSWORD}`, '-out', join(folder, 'signer.p12')]);
  return folder;
}

function missing(what: string): never {
  throw new Error(`${what} is missing`);
}
