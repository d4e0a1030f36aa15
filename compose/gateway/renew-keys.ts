import { createSecureContext } from 'node:tls';
import type { RenewableKeyStore } from '../../adapters/keystore/renewable-key-store.ts';
import type { KeyStore } from '../../gateway/contracts/key-store.ts';
import { peerTlsProfile } from '../../gateway/contracts/tls-profile.ts';
import type { GatewayDependencies } from '../../gateway/dependencies.ts';
import { codeOf, dispositionOf } from '../../gateway/error.ts';
import type { ServerCredentials } from '../../gateway/http/servers.ts';
import { raiseKeysNotRenewed, requireListed, settleKeysNotRenewed } from '../../gateway/trust/next-keys.ts';
import type { Logger } from '../process/logger.ts';

export interface KeyRenewal {
  /** Takes the keys of the folder into use, or keeps those of now and says so. Never throws. */
  renew(reason: 'signal' | 'files-changed'): Promise<boolean>;
  /** Resolves when nothing is being renewed. */
  idle(): Promise<void>;
  /** Renews when the files have changed and then stood still from one look to the next. Never throws. */
  look(): Promise<void>;
}

interface RenewalParts {
  dependencies: GatewayDependencies;
  keys: RenewableKeyStore;
  anchors: readonly string[];
  servers: { renewCredentials(credentials: { client?: ServerCredentials; peer?: ServerCredentials }): void };
  logger: Logger;
}

/**
 * New keys for a gateway that runs (docs/operations-keys.md). All of them or none: when a file is bad, a certificate is not in the
 * directory or TLS does not take it, everything stays as it is, an alarm is raised, and the log and the metrics tell the code.
 */
export function createKeyRenewal(parts: RenewalParts): KeyRenewal {
  const { keys, logger } = parts;
  let last: Promise<unknown> = Promise.resolve();
  let isWaiting = false;
  const renew = (reason: string): Promise<boolean> => {
    const turn = last.then(async () => {
      const failure = await attempt(parts, reason);
      // What the directory lacks now it may have at the next look; what is wrong with a file stays so until it is changed.
      isWaiting = failure !== undefined && dispositionOf(failure) === 'wait';
      return failure === undefined;
    });
    last = turn;
    return turn;
  };
  return {
    renew,
    idle: async () => void (await last),
    async look() {
      try {
        if ((await keys.look()) === 'settled' || isWaiting) await renew('files-changed');
      } catch (error) {
        logger.error({ event: 'keys-not-looked-at', error });
      }
    },
  };
}

/** The error that kept the keys of now in use; undefined when those of the folder are. */
async function attempt(parts: RenewalParts, reason: string): Promise<unknown> {
  const { dependencies, keys, logger } = parts;
  try {
    // A directory that cannot be read is told elsewhere, and the one held may list the keys already.
    await dependencies.directory.refresh().catch(() => {});
    const before = identitiesOf(keys);
    await keys.renew((next) => accept(parts, next));
    const roles = Object.entries(identitiesOf(keys)).flatMap(([role, identity]) => (before[role] === identity ? [] : [role]));
    logger.info({ event: 'keys-renewed', reason, roles });
    dependencies.observe({ name: 'key-renewal-done' });
    await settleKeysNotRenewed(dependencies);
    return undefined;
  } catch (error) {
    logger.error({ event: 'keys-not-renewed', reason, error });
    dependencies.observe({ name: 'key-renewal-failed', code: codeOf(error) });
    await raiseKeysNotRenewed(dependencies).catch((failure: unknown) => logger.error({ event: 'alarm-not-raised', error: failure }));
    return error;
  }
}

/** Runs before the keys are taken into use: whatever fails here leaves all of them as they are. */
function accept({ dependencies, servers, anchors, keys }: RenewalParts, next: KeyStore): void {
  requireListed(dependencies, next);
  const tls = next.tls();
  if (tls.certificateChain === keys.tls().certificateChain && tls.key === keys.tls().key) return;
  // One listener must not take what the other refuses.
  createSecureContext({ ...peerTlsProfile(), key: tls.key, cert: tls.certificateChain });
  const credentials = { ...tls, anchors: [...anchors] };
  servers.renewCredentials({ client: credentials, peer: credentials });
}

/** What tells the keys of a store from others, by role. */
function identitiesOf(keys: KeyStore): Readonly<Record<string, string>> {
  const signing = (['seal', 'envelope', 'evidence'] as const).map((role) => [role, keys.signer(role).certificate.fingerprint]);
  const encryption = keys.decryptionKeys().map(({ certificate }) => certificate.fingerprint);
  return Object.fromEntries([...signing, ['encryption', encryption.join(' ')], ['tls', keys.tls().certificateChain]]);
}
