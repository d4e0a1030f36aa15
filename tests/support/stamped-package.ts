import { randomBytes } from 'node:crypto';
import { parseSignedData } from '../../crypto/cms/signed-data.ts';
import { attribute } from '../../crypto/cms/signed-data-attributes.ts';
import { addUnsignedAttribute } from '../../crypto/cms/signed-data-unsigned.ts';
import { OID } from '../../crypto/der/object-identifiers.ts';
import type { Signer } from '../../crypto/signer.ts';
import { createTimestampResponse } from '../../crypto/tsp/authority.ts';
import { buildTimestampRequest } from '../../crypto/tsp/request.ts';
import { grantedToken } from '../../crypto/tsp/response.ts';
import type { Forgery } from './hostile-sender.ts';
import type { World } from './two-gateways.ts';

/** What a seal is, where a time-stamp can be put: its DER, and the value of the signature in it. */
export interface Seal {
  der: Buffer;
  value: Buffer;
}

/** A package whose seal gets the tokens that the test makes for it, and whose header says that it is stamped. */
export function stampedWith(...makers: ((seal: Seal) => Promise<Buffer>)[]): Forgery {
  return {
    stamp: 'none',
    header: { unstamped: false },
    signature: async (der) => {
      const seal = { der, value: parseSignedData(der).signerInfo.signature };
      let stamped = der;
      for (const make of makers) {
        stamped = addUnsignedAttribute(stamped, attribute(OID.aaSignatureTimeStampToken, await make(seal)));
      }
      return stamped;
    },
  };
}

/** A token over that imprint by the time-stamp authority of the world, or by somebody else, at another time or under another policy. */
export async function tokenOver(
  world: World,
  imprint: Buffer,
  {
    signer = world.timestamps.signer,
    now = new Date(world.now),
    policy = '1.3.6.1.4.1.99999.1',
  }: { signer?: Signer; now?: Date; policy?: string } = {},
): Promise<Buffer> {
  world.timestamps.issued += 1;
  const request = buildTimestampRequest({ imprint, nonce: randomBytes(16), certificateRequested: true });
  const serialNumber = BigInt(world.timestamps.issued);
  return grantedToken(await createTimestampResponse({ request, signer, policy, serialNumber, now, accuracyMilliseconds: 1_000 }));
}
