import { createHmac } from 'node:crypto';
import type { LegalMessage } from '../../treaty/message.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { installationSecret } from '../installation-secret.ts';

/** Setting that names the blob with the secret. */
const SECRET = 'register-secret';

/** A case with more references than this is known by the first ones. */
const MAXIMUM_FINGERPRINTS = 51;

/**
 * By what a request is known again when it comes by another route: each of its references, and the letter itself. Keyed, because the numbers of
 * registers are few and anybody with the ledger could try them all.
 */
export async function fingerprintsOf(
  dependencies: GatewayDependencies,
  message: LegalMessage,
  letterDigest: string | undefined,
): Promise<string[]> {
  if (message.kind !== 'request') return [];
  const secret = await installationSecret(dependencies, SECRET);
  const digest = (text: string) => createHmac('sha256', secret).update(text, 'utf8').digest('hex');
  const references = message.references.map(({ system, number, authority }) =>
    digest(`valija/reference/1\n${[system, number, authority].map(comparable).join('\n')}`),
  );
  const letter = letterDigest === undefined ? [] : [digest(`valija/letter/1\n${letterDigest}`)];
  return [...new Set([...letter, ...references])].slice(0, MAXIMUM_FINGERPRINTS);
}

/** People write the same number with other spaces and capitals. */
function comparable(text: string): string {
  return text.normalize('NFKC').toUpperCase().toLowerCase().replaceAll(/\s+/gu, ' ').trim();
}
