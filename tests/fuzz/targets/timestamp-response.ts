import { ok } from 'node:assert';
import { integer, sequence } from '../../../crypto/der/writer.ts';
import { CryptoError } from '../../../crypto/error.ts';
import { parseTimestampResponse } from '../../../crypto/tsp/response.ts';
import { rejectionStatus } from '../../../crypto/tsp/status.ts';
import { parseTimestampToken } from '../../../crypto/tsp/token.ts';
import { type TimestampRequirements, verifyTimestampToken } from '../../../crypto/tsp/verify.ts';
import { createPathValidator } from '../../../crypto/x509/path.ts';
import { createTestPki, STAMPING } from '../../unit/cms/support.ts';
import { forgeToken, imprint, nonce, POLICY } from '../../unit/tsp/support.ts';

let requirements: (TimestampRequirements & { now: Date }) | undefined;

export const target = {
  name: 'timestamp-response',
  seeds: async () => {
    const pki = await createTestPki();
    try {
      const signer = (await pki.issue('P-256', 'tsa', STAMPING)).signer();
      // After the certificates have been made: they are not valid before.
      const now = new Date();
      requirements = {
        imprint,
        nonce,
        pathValidator: createPathValidator({ anchors: [pki.root] }),
        revocationLists: [],
        policies: [POLICY],
        now,
      };
      const token = await forgeToken(signer, now);
      return [sequence(sequence(integer(0)), token), sequence(rejectionStatus('badAlg', 'invented reason'))];
    } finally {
      await pki.remove();
    }
  },
  run: async (input: Buffer) => {
    const { token } = parseTimestampResponse(input);
    if (token === undefined) return;
    parseTimestampToken(token);
    // Without seeds (one saved input run alone) there is nothing to verify against: the parsers have had their turn.
    if (requirements === undefined) return;
    const verified = await verifyTimestampToken({ token, ...requirements });
    ok(verified.imprint.equals(imprint), 'a verified token covers the bytes asked for');
    ok(verified.generationTime.getTime() === requirements.now.getTime(), 'at the time that was signed');
  },
  acceptable: (error: unknown) => error instanceof CryptoError,
};
