import { deepStrictEqual } from 'node:assert';
import { createPublicKey } from 'node:crypto';
import { CryptoError } from '../../../crypto/error.ts';
import { attachSignatureTimestamp } from '../../../crypto/jades/attach-timestamp.ts';
import { parseJws, serializeJws } from '../../../crypto/jades/flattened-jws.ts';
import { signJades } from '../../../crypto/jades/sign.ts';
import { readSignatureTimestamps } from '../../../crypto/jades/signature-timestamp.ts';
import { verifyJades } from '../../../crypto/jades/verify.ts';
import { SIGNATURES_FOR_ACCEPTANCE } from '../../../crypto/suites.ts';
import { createTestIdentity } from '../../unit/jades/support.ts';

const TYPE = 'valija-test+jose';
const identity = createTestIdentity('p256', 'Invented Authority');

export const target = {
  name: 'jws',
  seeds: async () => {
    const common = { type: TYPE, signer: identity.signer, issuedAt: new Date('2026-11-20T07:00:00Z') };
    const plain = await signJades({ ...common, payload: Buffer.from('{"sample":"invented"}') });
    const stamped = attachSignatureTimestamp(plain, Buffer.from('3003020101', 'hex'));
    return [
      serializeJws(plain),
      serializeJws(stamped),
      serializeJws(await signJades({ ...common, payload: Buffer.alloc(0), contentType: 'json' })),
    ];
  },
  run: (input: Buffer) => {
    const jws = parseJws(input);
    deepStrictEqual(parseJws(serializeJws(jws)), jws, 'survives a round trip');
    readSignatureTimestamps(jws);
    const verified = verifyJades(jws, { types: [TYPE], algorithms: SIGNATURES_FOR_ACCEPTANCE });
    deepStrictEqual(verified.payload.toString('base64url'), jws.payload, 'the payload is what was signed');
    deepStrictEqual(createPublicKey(identity.privateKey).equals(verified.certificate.publicKey), true, 'signed by the one key there is');
  },
  acceptable: (error: unknown) => error instanceof CryptoError,
};
