import type { Language } from '../../gateway/problems/language.ts';
import { readCertificates } from '../configuration/anchors.ts';
import { type ConfigurationValue, commentedJson } from './commented-json.ts';
import { type Answers, firstOf, isFingerprint } from './questions.ts';
import { COMMENTS } from './texts/comments.ts';

/** Files of the installation, from its folder. */
export const FILES = {
  configuration: 'gateway.json',
  answers: 'answers.json',
  keys: 'keys',
  keyEncryptionKey: 'key-encryption-key.hex',
  roots: 'anchors/authorities.pem',
  tlsRoots: 'anchors/tls.pem',
  timestampRoots: 'anchors/timestamps.pem',
  issuers: 'anchors/issuers.pem',
  directory: 'directory/directory.json',
  revocation: 'revocation',
  handOver: 'hand-over/authority.json',
} as const;

/** The text of `gateway.json`, with comments in one language. Throws ConfigurationError for certificates that cannot be read. */
export async function configurationText(answers: Answers, logOrigin: string, language: Language): Promise<string> {
  const comments = new Map(Object.entries(COMMENTS).map(([path, texts]) => [path, texts[language]]));
  return commentedJson(await configurationOf(answers, logOrigin), comments);
}

async function configurationOf(answers: Answers, logOrigin: string): Promise<ConfigurationValue> {
  const first = firstOf(answers);
  const hasIssuers = (answers.issuers?.length ?? 0) > 0;
  return {
    authority: first.authority ?? '',
    dataFolder: 'data',
    keys: { folder: FILES.keys, keyEncryptionKey: FILES.keyEncryptionKey },
    log: { origin: logOrigin },
    anchors: { authorities: [FILES.roots], timestamps: [FILES.timestampRoots], tls: [FILES.tlsRoots] },
    directory: { path: FILES.directory, signers: await Promise.all((answers['directory-signer'] ?? []).map(fingerprintOf)) },
    revocation: {
      folders: [FILES.revocation],
      ...(hasIssuers ? { issuers: [FILES.issuers] } : {}),
      downloads: [...(answers['revocation-url'] ?? [])],
    },
    timestamp: { url: first['timestamp-url'] ?? '', policies: [...(answers['timestamp-policy'] ?? [])] },
    listeners: {
      client: { host: first['client-host'] ?? '', port: Number(first['client-port']) },
      peer: { host: '0.0.0.0', port: Number(first['peer-port']) },
      management: { host: '127.0.0.1', port: Number(first['management-port']) },
    },
    clients: await Promise.all((answers.client ?? []).map(clientOf)),
  };
}

async function clientOf(text: string): Promise<ConfigurationValue> {
  const [kind = '', id = '', ...path] = text.split(':');
  return { fingerprint: await fingerprintOf(path.join(':')), kind, id };
}

/** A fingerprint as it is, or that of the first certificate of a file. */
async function fingerprintOf(text: string): Promise<string> {
  if (isFingerprint(text)) return text.replaceAll(':', '').toLowerCase();
  const [certificate] = await readCertificates([text]);
  return certificate?.fingerprint ?? '';
}
