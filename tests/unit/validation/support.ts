import { createHash } from 'node:crypto';
import { attachSignatureTimestamp } from '../../../crypto/cades/attach-timestamp.ts';
import { signCades } from '../../../crypto/cades/sign.ts';
import { objectIdentifier, sequence } from '../../../crypto/der/writer.ts';
import { createSigner, type Signer } from '../../../crypto/signer.ts';
import { createTimestampResponse } from '../../../crypto/tsp/authority.ts';
import { buildTimestampRequest } from '../../../crypto/tsp/request.ts';
import { grantedToken } from '../../../crypto/tsp/response.ts';
import type { ValidationContext } from '../../../crypto/validation/context.ts';
import { DEFAULT_POLICY } from '../../../crypto/validation/policy.ts';
import type { ValidationData } from '../../../crypto/validation/validation-data.ts';
import { createPathValidator } from '../../../crypto/x509/path.ts';
import type { RevocationList } from '../../../crypto/x509/revocation-list.ts';
import { extension, type Issued, issue, issueList, TIME_STAMPING } from '../x509/support.ts';

/** An invented PKI over thirty years: one root, a signer of one year, and time-stamp authorities of a few years each. */

export const year = (number: number, month = 1): Date => new Date(Date.UTC(number, month - 1, 15, 12));

export const content = Buffer.from('invented manifest of an invented package');

const TIME_STAMPING_ONLY = extension('2.5.29.37', sequence(objectIdentifier(TIME_STAMPING)), true);

export const root = issue({ name: 'Invented Root', authority: null, notBefore: year(2020), notAfter: year(2060) });
export const signerIdentity = issue({ name: 'Invented Signer', issuer: root, notBefore: year(2025), notAfter: year(2027) });

export const authority = (name: string, notBefore: Date, notAfter: Date): Issued =>
  issue({ name, issuer: root, notBefore, notAfter, extensions: [TIME_STAMPING_ONLY] });

export const firstAuthority = authority('Invented TSA one', year(2025), year(2030));
export const secondAuthority = authority('Invented TSA two', year(2028), year(2036));
export const thirdAuthority = authority('Invented TSA three', year(2034), year(2044));

export function signerOf({ privateKey, certificate }: Issued): Signer {
  return createSigner({ privateKey, certificate, chain: [] });
}

/** What the root publishes in the given month, good for a year. */
export function listAt(time: Date, revoked: { certificate: Issued; at: Date }[] = []): RevocationList {
  return issueList({
    issuer: root,
    thisUpdate: time,
    nextUpdate: new Date(time.getTime() + 365 * 24 * 60 * 60 * 1000),
    revoked: revoked.map(({ certificate, at }) => ({ certificate: certificate.certificate, at })),
    number: Math.floor(time.getTime() / 1000),
  });
}

let serialNumber = 1n;

/** Stamps like a time-stamp authority at that moment. */
export function stampWith(identity: Issued, now: Date): (imprint: Buffer) => Promise<Buffer> {
  return async (imprint) => {
    serialNumber += 1n;
    const request = buildTimestampRequest({ imprint, nonce: Buffer.alloc(8, 1) });
    const issuing = { signer: signerOf(identity), policy: '1.2.3.4', serialNumber, now, accuracyMilliseconds: 0 };
    return grantedToken(await createTimestampResponse({ request, ...issuing }));
  };
}

export async function signedAt(signingTime: Date, identity = signerIdentity): Promise<{ der: Buffer; signatureValue: Buffer }> {
  return signCades({ signer: signerOf(identity), content, signingTime });
}

/** CAdES B-T of 2026, unless told otherwise. */
export async function stampedAt(time: Date, tsa = firstAuthority, identity = signerIdentity): Promise<Buffer> {
  const { der, signatureValue } = await signedAt(time, identity);
  return attachSignatureTimestamp(der, await stampWith(tsa, time)(createHash('sha256').update(signatureValue).digest()));
}

export function dataWith(lists: readonly RevocationList[], certificates: readonly Issued[] = []): ValidationData {
  return {
    certificates: certificates.map(({ certificate }) => certificate.der),
    revocationLists: lists.map(({ der }) => der),
    ocspResponses: [],
  };
}

/** A validator that trusts the root for everything. */
export function contextAt(at: Date, lists: readonly RevocationList[] = [], changes: Partial<ValidationContext> = {}): ValidationContext {
  const paths = createPathValidator({ anchors: [root.certificate], minimumRsaBits: 2048 });
  return { signerPaths: paths, timestampPaths: paths, at, data: dataWith(lists), policy: DEFAULT_POLICY, ...changes };
}
