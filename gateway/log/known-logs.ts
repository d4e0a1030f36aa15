import { createHash } from 'node:crypto';
import { parseNote } from '../../audit/log/note.ts';
import { type NoteVerifier, parseVerifierKey, SIGNATURE_TYPE } from '../../audit/log/note-key.ts';
import type { AuthorityRecord } from '../contracts/directory.ts';
import type { GatewayDependencies } from '../dependencies.ts';

type Knowing = Pick<GatewayDependencies, 'authority' | 'clock' | 'directory'>;

/** The log of another authority, with the key that the directory names now. */
export interface KnownLog {
  authority: string;
  /** The name of the key is the origin of the log. */
  verifier: NoteVerifier;
}

/** The log of an authority; undefined when the directory names no key in force. */
export function logOf(dependencies: Knowing, { identifier, noteKeys }: AuthorityRecord): KnownLog | undefined {
  const verifier = keysInForce(dependencies, noteKeys, 'log').at(-1);
  return verifier === undefined ? undefined : { authority: identifier, verifier };
}

/** Whose log signed this note, by origin and key id; undefined for our own log and for any that the directory does not know. */
export function logThatSigned(dependencies: Knowing, note: string): KnownLog | undefined {
  const { text, signatures } = parseNote(note);
  const origin = text.slice(0, text.indexOf('\n'));
  let named: KnownLog | undefined;
  for (const authority of dependencies.directory.authorities()) {
    if (authority.identifier === dependencies.authority) continue;
    for (const verifier of keysInForce(dependencies, authority.noteKeys, 'log')) {
      if (verifier.name !== origin) continue;
      named = { authority: authority.identifier, verifier };
      if (signatures.some(({ name, keyId }) => name === origin && keyId.equals(verifier.keyId))) return named;
    }
  }
  // A log that is known, whatever has signed here: whoever verifies says that it was not the log.
  return named;
}

/** Keys of one role that count at this moment, in the order of the directory. */
export function keysInForce({ clock }: Pick<Knowing, 'clock'>, keys: AuthorityRecord['noteKeys'], role: 'log' | 'witness'): NoteVerifier[] {
  const now = clock.now().getTime();
  const type = role === 'log' ? SIGNATURE_TYPE.ed25519 : SIGNATURE_TYPE.ed25519Cosignature;
  return keys
    .filter(
      (key) => key.role === role && Date.parse(key.notBefore) <= now && (key.notAfter === undefined || now <= Date.parse(key.notAfter)),
    )
    .map(({ verifierKey }) => parseVerifierKey(verifierKey))
    .filter((verifier) => verifier.type === type);
}

/** Under which a log is filed, and how a witness names it in a path (C2SP tlog-witness): lower-case hexadecimal SHA-256 of the origin. */
export function originDigest(origin: string): string {
  return createHash('sha256').update(origin, 'utf8').digest('hex');
}
