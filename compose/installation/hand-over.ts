import { createHash, createPublicKey } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readCertifiedKey } from '../../adapters/keystore/certified-key.ts';
import { createNoteSigner, formatVerifierKey, noteKeyOf, SIGNATURE_TYPE } from '../../audit/log/note-key.ts';
import { type AuthorityRecord, authorityRecord } from '../../gateway/contracts/directory.ts';
import { readMadeKey } from './make-keys.ts';
import { CERTIFIED_ROLES, type CertifiedRole } from './roles.ts';

const SUITE = '2026a';

/** What the directory has to say of an authority, besides its keys. */
export interface Member {
  authority: string;
  country: string;
  name: string;
  languages: readonly string[];
  host: string;
  peerPort: number;
  logOrigin: string;
}

/**
 * The record of this authority for the keeper of the directory, from the folder of its keys: identifier, address with the pin of the key
 * of TLS, keys of log and witness, and the certificates that are there already. Nothing in it is secret.
 *
 * @throws KeyStoreError for certificates that do not belong to their keys
 */
export async function authorityRecordOf(keys: string, member: Member, now: Date): Promise<AuthorityRecord> {
  const present = new Set(await readdir(keys));
  const certified = CERTIFIED_ROLES.filter(
    (role) => present.has(`${role}.crt.pem`) || present.has(`${role}.p12`) || present.has(`${role}.pfx`),
  );
  const certificates = await Promise.all(certified.map((role) => certificateRecordOf(keys, role)));
  const [language = 'es'] = member.languages;
  return authorityRecord.parse({
    identifier: member.authority,
    country: member.country,
    kind: 'central-authority',
    names: { [language]: member.name },
    languages: [...member.languages],
    channels: ['ordinary', 'urgent'],
    certificates,
    noteKeys: [
      { role: 'log', verifierKey: await logKeyOf(keys, member.logOrigin), notBefore: now.toISOString() },
      { role: 'witness', verifierKey: await witnessKeyOf(keys, witnessName(member.logOrigin)), notBefore: now.toISOString() },
    ],
    endpoints: [{ url: addressOf(member), pins: [await tlsPinOf(keys, certified.includes('tls'))] }],
    relays: [],
    treaties: [],
  });
}

/** Where others reach the gateway. */
export function addressOf({ host, peerPort }: Pick<Member, 'host' | 'peerPort'>): string {
  return `https://${host.includes(':') ? `[${host}]` : host}:${peerPort}`;
}

/** `log.example/2026` has the witness `witness.log.example/2026`. */
function witnessName(logOrigin: string): string {
  return `witness.${logOrigin}`;
}

async function certificateRecordOf(keys: string, role: CertifiedRole): Promise<AuthorityRecord['certificates'][number]> {
  const { certificate, chain } = await readCertifiedKey(keys, role);
  return {
    role,
    certificate: certificate.der.toString('base64'),
    issuers: chain.map(({ der }) => der.toString('base64')),
    notBefore: certificate.notBefore.toISOString(),
    notAfter: certificate.notAfter.toISOString(),
    ...(role === 'encryption' ? { suites: [SUITE] } : {}),
  };
}

/** The key is known before its certificate is. */
async function tlsPinOf(keys: string, isCertified: boolean): Promise<string> {
  if (isCertified) return (await readCertifiedKey(keys, 'tls')).certificate.spkiSha256.toString('hex');
  const spki = createPublicKey(await readMadeKey(join(keys, 'tls.key.pem'))).export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(spki).digest('hex');
}

async function logKeyOf(keys: string, name: string): Promise<string> {
  return createNoteSigner({ name, key: noteKeyOf(await readMadeKey(join(keys, 'log.key.pem'))) }).verifierKey;
}

async function witnessKeyOf(keys: string, name: string): Promise<string> {
  const { publicKey } = noteKeyOf(await readMadeKey(join(keys, 'witness.key.pem')));
  return formatVerifierKey({ name, type: SIGNATURE_TYPE.ed25519Cosignature, publicKey });
}
