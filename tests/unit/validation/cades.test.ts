import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addArchiveTimestamp } from '../../../crypto/cades/archive-timestamp.ts';
import { attachSignatureTimestamp } from '../../../crypto/cades/attach-timestamp.ts';
import { addValidationData } from '../../../crypto/cms/add-validation-data.ts';
import { parseSignedData } from '../../../crypto/cms/signed-data.ts';
import { validationDataOf } from '../../../crypto/validation/collect-validation-data.ts';
import type { ValidationContext } from '../../../crypto/validation/context.ts';
import { DEFAULT_POLICY } from '../../../crypto/validation/policy.ts';
import { type CadesValidation, validateCades } from '../../../crypto/validation/validate-cades.ts';
import { createPathValidator } from '../../../crypto/x509/path.ts';
import { issue, issueList } from '../x509/support.ts';
import {
  content,
  contextAt,
  dataWith,
  firstAuthority,
  listAt,
  root,
  secondAuthority,
  signedAt,
  signerIdentity,
  stampedAt,
  stampWith,
  thirdAuthority,
  year,
} from './support.ts';

const validate = (der: Buffer, context: ValidationContext): Promise<CadesValidation> => validateCades({ der, content, ...context });

/** Verdict, level and the verdicts of the time-stamps in one line each. */
function told({ indication, subIndication, level, timestamps }: CadesValidation) {
  return {
    verdict: [indication, subIndication ?? ''].join(' ').trim(),
    level,
    stamps: timestamps.map((stamp) => [stamp.kind, stamp.indication, stamp.subIndication ?? ''].join(' ').trim()),
  };
}

/** B-LTA of January 2026, as the archive makes it: with the revocation list of that month inside. */
async function archivedIn2026(): Promise<Buffer> {
  const stamped = await stampedAt(year(2026));
  const der = addValidationData(stamped, dataWith([listAt(year(2026))], [root, signerIdentity, firstAuthority]));
  return addArchiveTimestamp({ der, content, timestamp: stampWith(firstAuthority, year(2026)) });
}

/** The same, stamped again before the first authority's certificate ended. */
async function renewedIn2029(): Promise<Buffer> {
  const der = addValidationData(await archivedIn2026(), dataWith([listAt(year(2029))], [secondAuthority]));
  return addArchiveTimestamp({ der, content, timestamp: stampWith(secondAuthority, year(2029)) });
}

describe('a CAdES signature without a time-stamp', () => {
  it('passes while its certificate is valid and not revoked', async () => {
    const { der } = await signedAt(year(2026));
    const validation = await validate(der, contextAt(year(2026, 2), [listAt(year(2026, 2))]));
    expect(told(validation)).toEqual({ verdict: 'PASSED', level: 'B-B', stamps: [] });
    expect(validation.bestSignatureTime).toEqual(year(2026, 2));
    expect(validation.claimedTime).toEqual(year(2026));
    expect(validation.certificate?.fingerprint).toBe(signerIdentity.certificate.fingerprint);
  });

  it.each<[string, ValidationContext, string]>([
    ['nothing is known of revocation', contextAt(year(2026, 2)), 'INDETERMINATE TRY_LATER'],
    ['the list is stale', contextAt(year(2026, 9), [listAt(year(2025, 3))]), 'INDETERMINATE TRY_LATER'],
    ['its certificate has expired', contextAt(year(2028), [listAt(year(2028))]), 'INDETERMINATE OUT_OF_BOUNDS_NO_POE'],
    [
      'it expired and was not revoked until then',
      contextAt(year(2028), [listAt(year(2026, 6))]),
      'INDETERMINATE OUT_OF_BOUNDS_NOT_REVOKED',
    ],
    [
      'its certificate is revoked',
      contextAt(year(2026, 3), [listAt(year(2026, 3), [{ certificate: signerIdentity, at: year(2026, 2) }])]),
      'INDETERMINATE REVOKED_NO_POE',
    ],
    ['its certificate is not valid yet', contextAt(year(2024), [listAt(year(2024))]), 'FAILED NOT_YET_VALID'],
    [
      'its algorithm is not accepted',
      contextAt(year(2026, 2), [listAt(year(2026, 2))], { policy: { ...DEFAULT_POLICY, algorithms: ['ES384'] } }),
      'INDETERMINATE CRYPTO_CONSTRAINTS_FAILURE',
    ],
    [
      'its digest has lost its strength',
      contextAt(year(2026, 2), [listAt(year(2026, 2))], {
        policy: {
          ...DEFAULT_POLICY,
          constraints: [{ kind: 'digest', name: 'sha256', reliableUntil: year(2025) }, ...DEFAULT_POLICY.constraints],
        },
      }),
      'INDETERMINATE CRYPTO_CONSTRAINTS_FAILURE_NO_POE',
    ],
    [
      'nobody knows its authority',
      contextAt(year(2026, 2), [], { signerPaths: createPathValidator({ anchors: [] }) }),
      'INDETERMINATE NO_CERTIFICATE_CHAIN_FOUND',
    ],
  ])('does not pass when %s', async (_, context, verdict) => {
    const { der } = await signedAt(year(2026));
    expect(told(await validate(der, context)).verdict).toBe(verdict);
  });

  it('passes without revocation data where the policy does not ask for it', async () => {
    const { der } = await signedAt(year(2026));
    const policy = { ...DEFAULT_POLICY, revocation: 'if-available' as const };
    expect(told(await validate(der, contextAt(year(2026, 2), [], { policy }))).verdict).toBe('PASSED');
  });

  it('does not pass under a key that is not for signing', async () => {
    const identity = issue({
      name: 'Invented TLS server',
      issuer: root,
      notBefore: year(2025),
      notAfter: year(2027),
      keyUsage: ['keyAgreement'],
    });
    const { der } = await signedAt(year(2026), identity);
    expect(told(await validate(der, contextAt(year(2026, 2), [listAt(year(2026, 2))]))).verdict).toBe(
      'INDETERMINATE CHAIN_CONSTRAINTS_FAILURE',
    );
  });

  it('names the authority when that is revoked', async () => {
    const middle = issue({ name: 'Invented Middle', issuer: root, authority: 0, notBefore: year(2024), notAfter: year(2034) });
    const identity = issue({ name: 'Invented Clerk', issuer: middle, notBefore: year(2025), notAfter: year(2027) });
    const { der } = await signedAt(year(2026), identity);
    const list = listAt(year(2026, 3), [{ certificate: middle, at: year(2026, 2) }]);
    const context = contextAt(year(2026, 3), [list], { data: dataWith([list], [middle]) });
    expect(told(await validate(der, context)).verdict).toBe('INDETERMINATE REVOKED_CA_NO_POE');
  });

  it('fails over other content, whatever else holds', async () => {
    const { der } = await signedAt(year(2026));
    const context = contextAt(year(2026, 2), [listAt(year(2026, 2))]);
    const validation = await validateCades({ der, content: Buffer.from('other'), ...context });
    expect(validation).toMatchObject({ indication: 'FAILED', subIndication: 'HASH_FAILURE', code: 'message-digest-mismatch' });
    expect(validation.level).toBeUndefined();
  });

  it('never passes with one octet changed', async () => {
    const { der } = await signedAt(year(2026));
    const context = contextAt(year(2026, 2), [listAt(year(2026, 2))]);
    await fc.assert(
      fc.asyncProperty(fc.nat(der.length - 1), fc.integer({ min: 1, max: 255 }), async (offset, change) => {
        const bytes = Buffer.from(der);
        bytes[offset] = (bytes[offset] ?? 0) ^ change;
        const { indication, code, subIndication } = await validate(bytes, context);
        expect(indication).not.toBe('PASSED');
        expect(code).toBeDefined();
        expect(subIndication).toBeDefined();
      }),
      { numRuns: 150 },
    );
  });
});

describe('a time-stamped CAdES signature', () => {
  it('outlives its certificate', async () => {
    const validation = await validate(await stampedAt(year(2026)), contextAt(year(2029), [listAt(year(2026, 6)), listAt(year(2029))]));
    expect(told(validation)).toEqual({ verdict: 'PASSED', level: 'B-T', stamps: ['signature PASSED'] });
    expect(validation.bestSignatureTime).toEqual(year(2026));
  });

  it('outlives the revocation of its certificate, when it was stamped before', async () => {
    const list = listAt(year(2026, 6), [{ certificate: signerIdentity, at: year(2026, 5) }]);
    expect(told(await validate(await stampedAt(year(2026)), contextAt(year(2026, 6), [list]))).verdict).toBe('PASSED');
    expect(told(await validate(await stampedAt(year(2026, 6)), contextAt(year(2026, 6), [list]))).verdict).toBe(
      'INDETERMINATE REVOKED_NO_POE',
    );
  });

  it('proves nothing when its authority has expired or is not known', async () => {
    const expired = await validate(await stampedAt(year(2026)), contextAt(year(2031), [listAt(year(2026, 6)), listAt(year(2031))]));
    expect(told(expired).stamps).toEqual(['signature INDETERMINATE OUT_OF_BOUNDS_NO_POE']);
    expect(expired.bestSignatureTime).toEqual(year(2031));
    expect(expired.indication).toBe('INDETERMINATE');
    const unknown = contextAt(year(2028), [listAt(year(2026, 6))], { timestampPaths: createPathValidator({ anchors: [] }) });
    expect(told(await validate(await stampedAt(year(2026)), unknown)).stamps).toEqual([
      'signature INDETERMINATE NO_CERTIFICATE_CHAIN_FOUND',
    ]);
  });

  it('cannot have been made before its certificate was issued', async () => {
    const early = await stampedAt(
      year(2025),
      firstAuthority,
      issue({ name: 'Invented Late', issuer: root, notBefore: year(2026), notAfter: year(2027) }),
    );
    const validation = await validate(early, contextAt(year(2026, 2), [listAt(year(2026, 2))]));
    expect(told(validation).verdict).toBe('FAILED NOT_YET_VALID');
  });

  it('is not stamped by a token over something else', async () => {
    const { der } = await signedAt(year(2026));
    const other = await stampWith(firstAuthority, year(2026))(createHash('sha256').update('other').digest());
    expect(() => attachSignatureTimestamp(der, other)).toThrow(expect.objectContaining({ code: 'timestamp-imprint-mismatch' }));
  });
});

describe('a CAdES signature for the long term', () => {
  it('B-LT needs nothing from outside', async () => {
    const stamped = await stampedAt(year(2026));
    const first = await validate(stamped, contextAt(year(2026, 2), [listAt(year(2026, 2))]));
    const complete = addValidationData(stamped, validationDataOf(first));
    expect(told(await validate(complete, contextAt(year(2026, 2))))).toEqual({
      verdict: 'PASSED',
      level: 'B-LT',
      stamps: ['signature PASSED'],
    });
    expect(addValidationData(complete, validationDataOf(first)).equals(complete)).toBe(true);
  });

  it('B-LTA passes as long as its youngest time-stamp does', async () => {
    const archived = await archivedIn2026();
    const validation = await validate(archived, contextAt(year(2028), [listAt(year(2028))]));
    expect(told(validation)).toEqual({ verdict: 'PASSED', level: 'B-LTA', stamps: ['signature PASSED', 'archive PASSED'] });
    expect(validation.bestSignatureTime).toEqual(year(2026));
    expect(told(await validate(archived, contextAt(year(2031), [listAt(year(2031))]))).verdict).toMatch(/^INDETERMINATE/);
  });

  it('passes decades later when it was renewed in time', async () => {
    const renewed = await renewedIn2029();
    const validation = await validate(renewed, contextAt(year(2034), [listAt(year(2034))]));
    expect(told(validation)).toEqual({
      verdict: 'PASSED',
      level: 'B-LTA',
      stamps: ['signature PASSED', 'archive PASSED', 'archive PASSED'],
    });
    const again = addValidationData(renewed, dataWith([listAt(year(2035))], [thirdAuthority]));
    const third = await addArchiveTimestamp({ der: again, content, timestamp: stampWith(thirdAuthority, year(2035)) });
    const late = await validate(third, contextAt(year(2043), [listAt(year(2043))]));
    expect(told(late)).toMatchObject({ verdict: 'PASSED', level: 'B-LTA' });
    expect(late.bestSignatureTime).toEqual(year(2026));
    expect(late.timestamps).toHaveLength(4);
  });

  it('does not pass when it was renewed too late', async () => {
    const der = addValidationData(await archivedIn2026(), dataWith([listAt(year(2031))], [secondAuthority]));
    const late = await addArchiveTimestamp({ der, content, timestamp: stampWith(secondAuthority, year(2031)) });
    const validation = await validate(late, contextAt(year(2032), [listAt(year(2032))]));
    expect(told(validation).stamps.at(-1)).toBe('archive PASSED');
    expect(validation.indication).toBe('INDETERMINATE');
  });

  it('does not believe revocation data that nobody has proven to be old', async () => {
    // The root of these lists has ended by the time at which they turn up, so that anybody might hold its key.
    const ended = issue({ name: 'Invented Root that ends', authority: null, notBefore: year(2020), notAfter: year(2029) });
    const identity = issue({ name: 'Invented Signer under it', issuer: ended, notBefore: year(2025), notAfter: year(2027) });
    const stamped = await stampedAt(year(2026), firstAuthority, identity);
    const anchors = [root.certificate, ended.certificate];
    const list = issueList({ issuer: ended, thisUpdate: year(2026), nextUpdate: year(2026, 12) });
    const paths = createPathValidator({ anchors });
    const lists = [list, listAt(year(2026)), listAt(year(2029))];
    const archive = async (embedded: typeof lists) => {
      const der = addValidationData(stamped, dataWith(embedded, [identity, firstAuthority]));
      return addArchiveTimestamp({ der, content, timestamp: stampWith(secondAuthority, year(2028, 6)) });
    };
    const context = contextAt(year(2033), [...lists, listAt(year(2028, 6)), listAt(year(2033))], { signerPaths: paths });
    expect((await validate(await archive([...lists.slice(0, 2), listAt(year(2028, 6))]), context)).indication).toBe('PASSED');
    const without = await validate(await archive([listAt(year(2026)), listAt(year(2028, 6))]), context);
    expect(told(without).verdict).toBe('INDETERMINATE TRY_LATER');
  });

  it('is broken by a change to anything that its archive time-stamp covers', async () => {
    const archived = await archivedIn2026();
    const context = contextAt(year(2028), [listAt(year(2028))]);
    const [list] = parseSignedData(archived).revocation;
    const changed = Buffer.from(archived);
    // The last octet of the list's own signature: still DER, but no longer what was stamped.
    const place = (list?.der.byteOffset ?? 0) - archived.byteOffset + (list?.der.length ?? 0) - 1;
    changed[place] = (changed[place] ?? 0) ^ 1;
    const validation = await validate(changed, context);
    expect(validation.timestamps.at(-1)).toMatchObject({
      indication: 'FAILED',
      subIndication: 'HASH_FAILURE',
      code: 'archive-hash-index-mismatch',
    });
  });
});
