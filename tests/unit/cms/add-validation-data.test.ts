import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { verifyCades } from '../../../crypto/cades/verify.ts';
import { addValidationData } from '../../../crypto/cms/add-validation-data.ts';
import { valuesOfKind } from '../../../crypto/cms/revocation-values.ts';
import { parseSignedData } from '../../../crypto/cms/signed-data.ts';
import { OID } from '../../../crypto/der/object-identifiers.ts';
import { contextConstructed, integer, objectIdentifier, octetString, sequence, set, tlv } from '../../../crypto/der/writer.ts';
import { SIGNATURES_FOR_ACCEPTANCE } from '../../../crypto/suites.ts';
import { codeOf } from '../asic/support.ts';
import { content, listAt, root, signedAt, year } from '../validation/support.ts';

/** Stand-ins: what is in a value is not looked into here. */
const values = fc.uniqueArray(fc.nat(1000), { maxLength: 6 }).map((numbers) => numbers.map((number) => sequence(integer(number))));

describe('addValidationData', () => {
  it('adds each value once, keeps every signed octet, and tells it back', async () => {
    const { der } = await signedAt(year(2026));
    const before = parseSignedData(der);
    await fc.assert(
      fc.property(values, values, values, (certificates, revocationLists, ocspResponses) => {
        const data = { certificates, revocationLists, ocspResponses };
        const augmented = addValidationData(der, data);
        const after = parseSignedData(augmented);
        expect(after.signerInfo.signedAttributesDer.equals(before.signerInfo.signedAttributesDer)).toBe(true);
        expect(after.version).toBe(ocspResponses.length > 0 ? 5 : before.version);
        const sorted = (buffers: readonly Buffer[]) => buffers.map((buffer) => buffer.toString('hex')).sort();
        expect(sorted(after.certificates)).toEqual(sorted([...before.certificates, ...certificates]));
        expect(sorted(valuesOfKind(after.revocation, 'list'))).toEqual(sorted(revocationLists));
        expect(sorted(valuesOfKind(after.revocation, 'ocsp'))).toEqual(sorted(ocspResponses));
        expect(addValidationData(augmented, data).equals(augmented)).toBe(true);
        expect(
          verifyCades({ der: addValidationData(der, { ...data, certificates: [] }), content, algorithms: SIGNATURES_FOR_ACCEPTANCE })
            .algorithm,
        ).toBe('ES256');
      }),
      { numRuns: 100 },
    );
  });

  it('adds nothing where nothing is new, octet for octet', async () => {
    const { der } = await signedAt(year(2026));
    expect(addValidationData(der, { certificates: [], revocationLists: [], ocspResponses: [] }).equals(der)).toBe(true);
  });

  it('refuses more than would be read again', async () => {
    const { der } = await signedAt(year(2026));
    const certificates = Array.from({ length: 200 }, (_, number) => sequence(integer(number)));
    expect(await codeOf(() => addValidationData(der, { certificates, revocationLists: [], ocspResponses: [] }))).toBe(
      'signed-data-malformed',
    );
  });
});

describe('the crls of a SignedData', () => {
  /** A SignedData with these revocation values in place of its own. */
  async function withRevocation(...choices: readonly Buffer[]): Promise<Buffer> {
    const { der } = await signedAt(year(2026));
    const marker = sequence(integer(123_456_789));
    const marked = addValidationData(der, { certificates: [], revocationLists: [marker], ocspResponses: [] });
    const signedData = parseSignedData(der);
    const certificates = contextConstructed(0, ...signedData.certificates);
    const start = marked.indexOf(tlv(0xa1, marker));
    const signerInfos = marked.subarray(start + tlv(0xa1, marker).length);
    const head = sequence(objectIdentifier(OID.data));
    const digests = set(sequence(objectIdentifier(OID.sha256)));
    return sequence(
      objectIdentifier(OID.signedData),
      contextConstructed(0, sequence(integer(5), digests, head, certificates, tlv(0xa1, ...choices), signerInfos)),
    );
  }

  const other = (format: string, value: Buffer) => contextConstructed(1, objectIdentifier(format), value);
  const basic = sequence(integer(1));

  it('hold lists, whole OCSP responses, basic ones, and what nobody here knows', async () => {
    const list = listAt(year(2026)).der;
    const choices = [list, other(OID.riOcspResponse, basic), other(OID.pkixOcspBasic, basic), other('1.2.3.4', octetString(basic))];
    const { revocation } = parseSignedData(await withRevocation(...choices));
    expect(revocation.map(({ kind }) => kind)).toEqual(['list', 'ocsp', 'ocsp', 'unknown']);
    expect(revocation.map(({ raw }, index) => raw.equals(choices[index] ?? raw))).toEqual([true, true, true, true]);
    const [, whole, wrapped] = revocation;
    expect(whole?.der.equals(basic)).toBe(true);
    expect(wrapped?.der.includes(basic) && wrapped.der.length > basic.length).toBe(true);
  });

  it.each<[string, readonly Buffer[]]>([
    ['an attribute certificate list', [tlv(0xa2, basic)]],
    ['a number', [integer(1)]],
    ['another format without a value', [contextConstructed(1, objectIdentifier(OID.riOcspResponse))]],
    ['another format without a name', [contextConstructed(1, basic)]],
    ['another format with two values', [contextConstructed(1, objectIdentifier(OID.riOcspResponse), basic, basic)]],
    ['more values than are read', Array.from({ length: 65 }, () => sequence())],
  ])('are refused with %s', async (_, choices) => {
    const der = await withRevocation(...choices);
    expect(await codeOf(() => parseSignedData(der))).toBe('signed-data-malformed');
  });

  it('do not disturb the certificates beside them', async () => {
    const { der } = await signedAt(year(2026));
    const augmented = addValidationData(der, {
      certificates: [root.certificate.der],
      revocationLists: [listAt(year(2026)).der],
      ocspResponses: [],
    });
    const { certificates } = verifyCades({ der: augmented, content, algorithms: SIGNATURES_FOR_ACCEPTANCE });
    expect(certificates.map(({ fingerprint }) => fingerprint)).toContain(root.certificate.fingerprint);
  });
});
