import { createPrivateKey, randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { signDirectory } from '../../adapters/directory/write-directory.ts';
import { serializeTrust } from '../../audit/trust.ts';
import { generateDevelopmentPki } from '../../certs-dev/generate.ts';
import type { DevelopmentKeys } from '../../certs-dev/issue.ts';
import { CLIENT_ROLES, type ClientRole, type DevelopmentPkiPaths } from '../../certs-dev/layout.ts';
import { generateDevelopmentOfficer, type OfficerPaths } from '../../certs-dev/officer.ts';
import { RESPONDER_PATH } from '../../certs-dev/status-addresses.ts';
import { createSigner, type Signer } from '../../crypto/signer.ts';
import type { DirectoryDocument } from '../../gateway/contracts/directory.ts';
import { COUNTRY_LANGUAGES } from '../../services/demo-country/texts/country-languages.ts';
import type { Environment } from '../../treaty/competence/authority-profile.ts';
import { readCertificates } from '../configuration/anchors.ts';
import type { InventedAuthority } from './authorities.ts';
import { developmentDirectory, logOriginOf } from './directory-document.ts';

/** Below the arc that ITU-T X.660 keeps for examples. */
const TIMESTAMP_POLICY = '2.999.3161.1';
const HOST = '127.0.0.1';

/** Ports of one gateway on loopback. */
export interface GatewayPorts {
  client: number;
  peer: number;
  management: number;
}

export interface InstallationOptions {
  /** New or empty. */
  folder: string;
  authorities: readonly { authority: InventedAuthority; ports: GatewayPorts }[];
  timestampPort: number;
  /** Of an OCSP responder that the certificates name and the gateways ask; left out, there is none. */
  statusPort?: number;
  now: Date;
  /** Put over every gateway's configuration: settings, queue, operation. */
  gateway?: (authority: InventedAuthority) => Record<string, unknown>;
  /** Kind of the keys of those who issue certificates, tokens and the directory; default P-256. */
  issuingKeys?: DevelopmentKeys;
  /** `training`: with a root that says so, and gateways that deal with nobody else. Default `production`, played with invented authorities. */
  environment?: Environment;
}

/** A gateway of the installation and how to call it. */
export interface InstalledGateway {
  authority: InventedAuthority;
  /** Its `gateway.json`. */
  configuration: string;
  api: string;
  management: string;
  /** `demo-country.json` of a training installation: who answers for the authority when nobody is there. */
  demoCountry?: string;
  /** Configuration of the `valija` commands that call it in a role. */
  client(role: ClientRole): string;
}

export interface Installation {
  folder: string;
  environment: Environment;
  pki: DevelopmentPkiPaths;
  /** An invented officer whose signature on letters every gateway of the installation can check. */
  officer: OfficerPaths;
  /** `tsa.json`. */
  timestampAuthority: string;
  /** `ocsp.json`, where there is a responder. */
  statusService?: string;
  directory: string;
  /** Trust snapshot for `valija verify --trust`. */
  trust: string;
  gateways: readonly InstalledGateway[];
}

/**
 * Makes everything that a time-stamp authority and some gateways on one machine need: development PKI, signed directory, trust
 * snapshot, configurations of the processes and of the commands that call them. For trying out and for tests only.
 */
export async function createInstallation(options: InstallationOptions): Promise<Installation> {
  const { folder, now, authorities, environment = 'production' } = options;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const pki = await generateDevelopmentPki({
    directory: join(folder, 'pki'),
    authorities: authorities.map(({ authority: { id, names, country, keys = 'ec' } }) => ({ id, name: names, country, keys })),
    keys: options.issuingKeys ?? 'ec',
    environment,
    now,
    ...(options.statusPort === undefined ? {} : { statusAddress: `http://${HOST}:${options.statusPort}` }),
  });
  const members = authorities.map(({ authority, ports }) => ({ authority, url: `https://${HOST}:${ports.peer}` }));
  const document = await developmentDirectory(pki, members, { now, environment });
  const directory = await publishDirectory(folder, pki, document, now);
  const officer = await generateDevelopmentOfficer({
    directory: join(folder, 'officer'),
    officer: { name: 'Persona Inventada (firmante ficticia)', country: authorities[0]?.authority.country ?? 'XA' },
    now,
  });
  const place = { folder, environment, pki, directory, officer };
  return {
    ...place,
    trust: await writeTrust(place, document),
    timestampAuthority: await writeTimestampConfiguration(place, options.timestampPort),
    ...(options.statusPort === undefined ? {} : { statusService: await writeStatusConfiguration(place, options.statusPort) }),
    gateways: await Promise.all(authorities.map((entry) => writeGateway(place, options, entry))),
  };
}

/**
 * Writes directory and trust snapshot anew, with the certificates that the folders of keys hold now; the gateways read the directory
 * at their next look. Both replace what is there.
 */
export async function renewDirectory(
  installation: Pick<Installation, 'folder' | 'environment' | 'pki' | 'directory' | 'gateways' | 'officer'>,
  now: Date,
): Promise<void> {
  const { folder, environment, pki, directory } = installation;
  const former = JSON.parse(await readFile(directory, 'utf8')) as DirectoryDocument;
  const urls = new Map(former.authorities.map(({ identifier, endpoints }) => [identifier, endpoints[0]?.url ?? '']));
  const members = installation.gateways.map(({ authority }) => ({ authority, url: urls.get(authority.id) ?? '' }));
  const document = await developmentDirectory(pki, members, { now, version: former.version + 1, environment });
  await publishDirectory(folder, pki, document, now);
  await writeTrust(installation, document);
}

interface Place {
  folder: string;
  environment: Environment;
  pki: DevelopmentPkiPaths;
  officer: OfficerPaths;
  directory: string;
}

/** Signs a directory and puts it where the gateways of the installation read it. */
export async function publishDirectory(folder: string, pki: DevelopmentPkiPaths, document: DirectoryDocument, now: Date): Promise<string> {
  const path = join(folder, 'directory.json');
  const signed = await signDirectory({ document, signer: await directorySigner(pki), now });
  await writeFile(`${path}.p7s`, signed.signature);
  await writeFile(path, signed.document);
  return path;
}

async function directorySigner(pki: DevelopmentPkiPaths): Promise<Signer> {
  const [certificate, ...chain] = await readCertificates([pki.directorySigner.certificate]);
  if (certificate === undefined) throw new TypeError('the signer of the directory has no certificate');
  return createSigner({ privateKey: createPrivateKey(await readFile(pki.directorySigner.key)), certificate, chain });
}

async function writeTrust({ folder, pki }: Pick<Place, 'folder' | 'pki'>, { authorities }: DirectoryDocument): Promise<string> {
  const roots = (await readCertificates([pki.root.certificate])).map(({ der }) => der.toString('base64'));
  const path = join(folder, 'trust.json');
  const parties = authorities.map(({ identifier, certificates, noteKeys }) => ({ identifier, certificates, noteKeys }));
  await writeFile(path, serializeTrust({ format: 'valija-trust/1', roots, timestampRoots: roots, authorities: parties }));
  return path;
}

async function writeTimestampConfiguration({ folder, pki }: Place, port: number): Promise<string> {
  const inFolder = (path: string) => relative(folder, path);
  return writeJson(join(folder, 'tsa.json'), {
    signer: { key: inFolder(pki.timestamp.key), certificate: inFolder(pki.timestamp.certificate) },
    policy: TIMESTAMP_POLICY,
    listener: { host: HOST, port },
  });
}

async function writeStatusConfiguration({ folder, pki }: Place, port: number): Promise<string> {
  return writeJson(join(folder, 'ocsp.json'), { pki: relative(folder, pki.directory), listener: { host: HOST, port } });
}

/** Lists and, where there is one, the responder: either is enough when the other is away. */
function revocationOf({ pki, officer }: Place, statusPort: number | undefined, inHome: (path: string) => string) {
  const issuers = [inHome(pki.root.certificate), inHome(pki.issuing.certificate)];
  return {
    folders: [inHome(pki.revocationLists), inHome(officer.revocationLists)],
    issuers: [inHome(pki.issuing.certificate)],
    ...(statusPort === undefined ? {} : { responders: [{ url: `http://${HOST}:${statusPort}${RESPONDER_PATH}`, issuers }] }),
  };
}

async function writeGateway(
  place: Place,
  options: InstallationOptions,
  { authority, ports }: InstallationOptions['authorities'][number],
): Promise<InstalledGateway> {
  const { pki, officer } = place;
  const home = join(place.folder, authority.folder);
  await mkdir(home, { mode: 0o700 });
  await writeSecret(join(home, 'key-encryption-key.hex'), `${randomBytes(32).toString('hex')}\n`);
  const inHome = (path: string) => relative(home, path);
  const root = [inHome(pki.root.certificate)];
  const [signer] = await readCertificates([pki.directorySigner.certificate]);
  const overrides: { settings?: object } = options.gateway?.(authority) ?? {};
  const configuration = await writeJson(join(home, 'gateway.json'), {
    authority: authority.id,
    dataFolder: 'data',
    keys: {
      folder: inHome(pki.authority(authority.id).keys),
      keyEncryptionKey: 'key-encryption-key.hex',
      ...(authority.signatures === undefined ? {} : { signatures: authority.signatures }),
    },
    log: { origin: logOriginOf(authority) },
    anchors: { authorities: root, timestamps: root, tls: root, letters: [inHome(officer.root)] },
    directory: { path: inHome(place.directory), signers: [signer?.sha256.toString('hex')] },
    revocation: revocationOf(place, options.statusPort, inHome),
    timestamp: { url: `http://${HOST}:${options.timestampPort}/`, policies: [TIMESTAMP_POLICY] },
    listeners: {
      client: { host: HOST, port: ports.client },
      peer: { host: HOST, port: ports.peer },
      management: { host: HOST, port: ports.management },
    },
    clients: await Promise.all(CLIENT_ROLES.map((role) => clientEntry(pki, authority, role))),
    oauth: { issuer: `https://${HOST}:${ports.client}` },
    operation: { diskFloor: '64MiB', backupFolders: ['backups'] },
    ...overrides,
    ...(place.environment === 'training' ? { settings: { ...overrides.settings, environment: place.environment } } : {}),
  });
  const api = `https://${HOST}:${ports.client}`;
  const clients = new Map<ClientRole, string>();
  for (const role of CLIENT_ROLES) {
    const { key, certificate } = pki.authority(authority.id).client(role);
    const content = { api, key: inHome(key), certificate: inHome(certificate), anchors: root };
    clients.set(role, await writeJson(join(home, `${role}.client.json`), content));
    await writeFile(join(home, `${role}.curl`), curlConfiguration({ cacert: pki.root.certificate, key, cert: certificate }));
  }
  const management = `http://${HOST}:${ports.management}`;
  return {
    authority,
    configuration,
    api,
    management,
    ...(place.environment === 'training' ? { demoCountry: await writeDemoCountry(home, authority) } : {}),
    client: (role) => clients.get(role) ?? '',
  };
}

/** Who plays the authority answers in the first of its languages that there are texts for, as its office would. */
async function writeDemoCountry(home: string, { id, country, names, languages }: InventedAuthority): Promise<string> {
  const language = COUNTRY_LANGUAGES.find((each) => each === languages[0]) ?? 'en';
  const content = { client: 'system.client.json', authority: id, name: names[language], country, language, dataFolder: 'country' };
  return writeJson(join(home, 'demo-country.json'), content);
}

/** Options with which curl (`-K`) calls as a client. */
function curlConfiguration(files: Readonly<Record<'cacert' | 'key' | 'cert', string>>): string {
  const quoted = (path: string) => `"${path.replaceAll(/["\\]/g, '\\$&')}"`;
  return ['silent', 'show-error', ...Object.entries(files).map(([name, path]) => `${name} = ${quoted(path)}`), ''].join('\n');
}

async function clientEntry(pki: DevelopmentPkiPaths, authority: InventedAuthority, role: ClientRole) {
  const [certificate] = await readCertificates([pki.authority(authority.id).client(role).certificate]);
  return { fingerprint: certificate?.sha256.toString('hex'), kind: role, id: `${authority.folder}-${role}` };
}

async function writeJson(path: string, content: unknown): Promise<string> {
  await writeFile(path, `${JSON.stringify(content, null, 2)}\n`);
  return path;
}

async function writeSecret(path: string, content: string): Promise<void> {
  await writeFile(path, content, { mode: 0o600 });
  await chmod(path, 0o600);
}
