import { createCosigner, formatVerifierKey, type NoteSigner, type NoteVerifier, SIGNATURE_TYPE } from '../../audit/log/note-key.ts';
import type { AuthorityRecord } from '../contracts/directory.ts';
import type { NoteKey } from '../contracts/key-store.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { codeOf } from '../error.ts';
import { keysInForce } from './known-logs.ts';

/**
 * Our key as a witness, under the name that the directory lists it with; undefined when there is none or nobody could know it. The clock
 * is read at each signature.
 */
export function ownCosigner(dependencies: Pick<GatewayDependencies, 'authority' | 'clock' | 'directory' | 'keys'>): NoteSigner | undefined {
  const key = witnessKey(dependencies);
  const record = dependencies.directory.authority(dependencies.authority);
  if (key === undefined || record === undefined) return undefined;
  const own = keysInForce(dependencies, record.noteKeys, 'witness').find(({ name }) => {
    const verifierKey = formatVerifierKey({ name, type: SIGNATURE_TYPE.ed25519Cosignature, publicKey: key.publicKey });
    return record.noteKeys.some((listed) => listed.role === 'witness' && listed.verifierKey === verifierKey);
  });
  return own === undefined ? undefined : createCosigner({ name: own.name, key, now: () => dependencies.clock.now() });
}

/** Another authority that cosigns for us. */
export interface Witness {
  authority: AuthorityRecord;
  verifier: NoteVerifier;
}

/** The witnesses that the configuration names: by default everybody in the directory who can be reached and has a key for it. */
export function witnessesToAsk(dependencies: Pick<GatewayDependencies, 'authority' | 'clock' | 'directory' | 'log'>): Witness[] {
  const { witnesses } = dependencies.log;
  return dependencies.directory.authorities().flatMap((authority) => {
    const isAsked = witnesses === 'all' || witnesses.includes(authority.identifier);
    // A witness in the hands of the log witnesses nothing.
    if (!isAsked || authority.identifier === dependencies.authority || authority.endpoints.length === 0) return [];
    const verifier = keysInForce(dependencies, authority.noteKeys, 'witness').at(-1);
    return verifier === undefined ? [] : [{ authority, verifier }];
  });
}

function witnessKey({ keys }: Pick<GatewayDependencies, 'keys'>): NoteKey | undefined {
  try {
    return keys.note('witness');
  } catch (error) {
    if (codeOf(error) === 'key-file-missing') return undefined;
    throw error;
  }
}
