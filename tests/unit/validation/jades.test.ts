import { describe, expect, it } from 'vitest';
import { attachSignatureTimestamp } from '../../../crypto/jades/attach-timestamp.ts';
import { signJades } from '../../../crypto/jades/sign.ts';
import { signatureTimestampImprint } from '../../../crypto/jades/signature-timestamp.ts';
import { DEFAULT_POLICY } from '../../../crypto/validation/policy.ts';
import { validateJades } from '../../../crypto/validation/validate-jades.ts';
import { createPathValidator } from '../../../crypto/x509/path.ts';
import { createTestIdentity } from '../jades/support.ts';
import { contextAt, firstAuthority, listAt, signerIdentity, signerOf, stampWith, year } from './support.ts';

const TYPE = 'invented+jose';
const types = [TYPE];
const payload = Buffer.from('{"invented":true}');
const signed = () => signJades({ payload, type: TYPE, signer: signerOf(signerIdentity), issuedAt: year(2026) });

describe('a JAdES signature', () => {
  it('passes while its certificate is valid, and longer with a time-stamp', async () => {
    const jws = await signed();
    const now = await validateJades({ jws, types, ...contextAt(year(2026, 2), [listAt(year(2026, 2))]) });
    expect(now).toMatchObject({ indication: 'PASSED', level: 'B-B', claimedTime: year(2026), timestamps: [] });
    expect(now.jades?.payload.equals(payload)).toBe(true);
    const later = contextAt(year(2028), [listAt(year(2026, 6)), listAt(year(2028))]);
    expect(await validateJades({ jws, types, ...later })).toMatchObject({
      subIndication: 'OUT_OF_BOUNDS_NOT_REVOKED',
      code: 'certificate-expired',
    });
    const stamped = attachSignatureTimestamp(jws, await stampWith(firstAuthority, year(2026))(signatureTimestampImprint(jws)));
    const proven = await validateJades({ jws: Buffer.from(JSON.stringify(stamped)), types, ...later });
    expect(proven).toMatchObject({ indication: 'PASSED', level: 'B-T', bestSignatureTime: year(2026) });
    expect(proven.timestamps.map(({ kind, indication }) => `${kind} ${indication}`)).toEqual(['signature PASSED']);
  });

  it.each<[string, (jws: Awaited<ReturnType<typeof signed>>) => object, string, string]>([
    [
      'another payload',
      (jws) => ({ ...jws, payload: Buffer.from('{}').toString('base64url') }),
      'FAILED SIG_CRYPTO_FAILURE',
      'signature-invalid',
    ],
    [
      'no signature',
      ({ payload: text, protected: header }) => ({ payload: text, protected: header }),
      'FAILED FORMAT_FAILURE',
      'jws-structure',
    ],
  ])('fails with %s', async (_, change, verdict, code) => {
    const jws = Buffer.from(JSON.stringify(change(await signed())));
    const validation = await validateJades({ jws, types, ...contextAt(year(2026, 2), [listAt(year(2026, 2))]) });
    expect(`${validation.indication} ${validation.subIndication}`).toBe(verdict);
    expect(validation.code).toBe(code);
    expect(validation.jades).toBeUndefined();
  });

  it('under a short RSA key is judged by the policy of who asks', async () => {
    const { signer } = createTestIdentity('rsa2048', 'Invented Short', 'PS256');
    const jws = await signJades({ payload, type: TYPE, signer, issuedAt: new Date(), algorithms: ['PS256'] });
    const context = { ...contextAt(new Date()), signerPaths: createPathValidator({ anchors: [signer.certificate], minimumRsaBits: 2048 }) };
    expect(await validateJades({ jws, types, ...context })).toMatchObject({ indication: 'INDETERMINATE', code: 'key-too-short' });
    const policy = { ...DEFAULT_POLICY, minimumRsaBits: 2048 };
    expect(await validateJades({ jws, types, ...context, policy })).toMatchObject({ indication: 'PASSED', algorithm: 'PS256' });
  });

  it('is not taken for another kind of object', async () => {
    const validation = await validateJades({ jws: await signed(), types: ['other+jose'], ...contextAt(year(2026, 2)) });
    expect(validation).toMatchObject({
      indication: 'INDETERMINATE',
      subIndication: 'SIG_CONSTRAINTS_FAILURE',
      code: 'jades-type-not-allowed',
    });
  });
});
