import { ok } from 'node:assert';
import { createHash } from 'node:crypto';
import { attachSignatureTimestamp } from '../../../crypto/cades/attach-timestamp.ts';
import { signCades } from '../../../crypto/cades/sign.ts';
import { verifyCades } from '../../../crypto/cades/verify.ts';
import { CryptoError } from '../../../crypto/error.ts';
import { SIGNATURES_WITH_PKCS1 } from '../../../crypto/suites.ts';
import { createTimestampResponse } from '../../../crypto/tsp/authority.ts';
import { buildTimestampRequest } from '../../../crypto/tsp/request.ts';
import { grantedToken } from '../../../crypto/tsp/response.ts';
import { createTestPki, STAMPING } from '../../unit/cms/support.ts';

const content = Buffer.from('invented manifest');
const signingTime = new Date('2026-11-20T07:00:00Z');

export const target = {
  name: 'cades',
  seeds: async () => {
    const pki = await createTestPki();
    try {
      const signer = (await pki.issue('P-256', 'signer')).signer();
      const authority = (await pki.issue('P-256', 'tsa', STAMPING)).signer();
      const { der, signatureValue } = await signCades({ signer, content, signingTime });
      const request = buildTimestampRequest({ imprint: createHash('sha256').update(signatureValue).digest(), nonce: Buffer.alloc(8, 1) });
      const issue = { signer: authority, policy: '1.2.3', serialNumber: 1n, now: signingTime, accuracyMilliseconds: 0 };
      const token = grantedToken(await createTimestampResponse({ request, ...issue }));
      return [der, attachSignatureTimestamp(der, token)];
    } finally {
      await pki.remove();
    }
  },
  run: (input: Buffer) => {
    const verified = verifyCades({ der: input, content, algorithms: SIGNATURES_WITH_PKCS1 });
    ok(verified.signingTime.getTime() === signingTime.getTime(), 'the signing time is the one that was signed');
    ok(
      verified.certificates.some(({ fingerprint }) => fingerprint === verified.certificate.fingerprint),
      "the signer's certificate was inside",
    );
  },
  acceptable: (error: unknown) => error instanceof CryptoError,
};
