import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { addArchiveTimestamp, archiveImprint } from '../../../crypto/cades/archive-timestamp.ts';
import { buildHashIndex, hashIndexOf } from '../../../crypto/cades/hash-index.ts';
import { addValidationData } from '../../../crypto/cms/add-validation-data.ts';
import { parseSignedData } from '../../../crypto/cms/signed-data.ts';
import { digestIdentifier } from '../../../crypto/cms/signed-data-algorithms.ts';
import { attribute } from '../../../crypto/cms/signed-data-attributes.ts';
import { addUnsignedAttribute } from '../../../crypto/cms/signed-data-unsigned.ts';
import { OID } from '../../../crypto/der/object-identifiers.ts';
import { integer, objectIdentifier, octetString, sequence } from '../../../crypto/der/writer.ts';
import { validateCades } from '../../../crypto/validation/validate-cades.ts';
import { content, contextAt, dataWith, firstAuthority, listAt, root, signerIdentity, stampedAt, stampWith, year } from './support.ts';

const DIGESTS = sequence(octetString(Buffer.alloc(32, 1)));
const NONE = sequence();
const SHA256 = digestIdentifier('sha256');

async function complete(): Promise<Buffer> {
  return addValidationData(await stampedAt(year(2026)), dataWith([listAt(year(2026))], [root, signerIdentity, firstAuthority]));
}

/** An archive time-stamp whose hash index is what a test makes of the right one. */
async function archivedWith(change: (index: Buffer) => Buffer | undefined, imprinted?: (index: Buffer) => Buffer): Promise<Buffer> {
  const der = await complete();
  const signedData = parseSignedData(der);
  const index = buildHashIndex(signedData, 'sha256');
  const imprint = archiveImprint(signedData, { content }, imprinted?.(index) ?? change(index) ?? index, 'sha256');
  const token = await stampWith(firstAuthority, year(2026))(imprint);
  const changed = change(index);
  const indexed = changed === undefined ? token : addUnsignedAttribute(token, attribute(OID.aaATSHashIndexV3, changed));
  return addUnsignedAttribute(der, attribute(OID.aaArchiveTimeStampV3, indexed));
}

describe('an archive time-stamp is refused', () => {
  it.each<[string, (index: Buffer) => Buffer | undefined, string, string]>([
    ['without a hash index', () => undefined, 'FAILED FORMAT_FAILURE', 'archive-hash-index-missing'],
    ['with an index that is no SEQUENCE', () => integer(1), 'FAILED FORMAT_FAILURE', 'archive-hash-index-malformed'],
    ['with an empty index', () => sequence(), 'FAILED FORMAT_FAILURE', 'archive-hash-index-malformed'],
    ['without the digests of attributes', () => sequence(SHA256, NONE, NONE), 'FAILED FORMAT_FAILURE', 'archive-hash-index-malformed'],
    ['with a fourth list', () => sequence(SHA256, NONE, NONE, NONE, NONE), 'FAILED FORMAT_FAILURE', 'archive-hash-index-malformed'],
    [
      'with digests of the wrong length',
      () => sequence(SHA256, sequence(octetString(Buffer.alloc(20))), NONE, NONE),
      'FAILED FORMAT_FAILURE',
      'archive-hash-index-malformed',
    ],
    [
      'with a digest that is no OCTET STRING',
      () => sequence(SHA256, sequence(integer(7)), NONE, NONE),
      'FAILED FORMAT_FAILURE',
      'archive-hash-index-malformed',
    ],
    [
      'with SHA-1',
      () => sequence(sequence(objectIdentifier(OID.sha1)), NONE, NONE, NONE),
      'FAILED FORMAT_FAILURE',
      'archive-hash-index-malformed',
    ],
    [
      'with more digests than anybody needs',
      () => sequence(SHA256, sequence(...Array.from({ length: 1025 }, () => octetString(Buffer.alloc(32)))), NONE, NONE),
      'FAILED FORMAT_FAILURE',
      'archive-hash-index-malformed',
    ],
    [
      'that names a certificate which is not there',
      () => sequence(SHA256, DIGESTS, NONE, NONE),
      'FAILED HASH_FAILURE',
      'archive-hash-index-mismatch',
    ],
    [
      'that names a list which is not there',
      () => sequence(SHA256, NONE, DIGESTS, NONE),
      'FAILED HASH_FAILURE',
      'archive-hash-index-mismatch',
    ],
    [
      'that names an attribute which is not there',
      () => sequence(SHA256, NONE, NONE, DIGESTS),
      'FAILED HASH_FAILURE',
      'archive-hash-index-mismatch',
    ],
    [
      'under another digest than its imprint',
      () => sequence(digestIdentifier('sha384'), NONE, NONE, NONE),
      'FAILED HASH_FAILURE',
      'archive-hash-index-mismatch',
    ],
  ])('%s', async (_, change, verdict, code) => {
    const der = await archivedWith(change);
    const validation = await validateCades({ der, content, ...contextAt(year(2026, 2), [listAt(year(2026, 2))]) });
    const stamp = validation.timestamps.find(({ kind }) => kind === 'archive');
    expect(`${stamp?.indication} ${stamp?.subIndication}`).toBe(verdict);
    expect(stamp?.code).toBe(code);
    // What does not compute proves nothing and takes nothing away.
    expect(validation).toMatchObject({ indication: 'PASSED', level: 'B-LT' });
  });

  it('with an index that was put in afterwards and covers more', async () => {
    const der = await archivedWith(
      (index) => index,
      () => sequence(SHA256, NONE, NONE, NONE),
    );
    const validation = await validateCades({ der, content, ...contextAt(year(2026, 2), [listAt(year(2026, 2))]) });
    expect(validation.timestamps.at(-1)).toMatchObject({ indication: 'FAILED', code: 'timestamp-imprint-mismatch' });
  });

  it('over another signature, when it is added', async () => {
    const der = await complete();
    const timestamp = async () => stampWith(firstAuthority, year(2026))(createHash('sha256').update('other').digest());
    await expect(addArchiveTimestamp({ der, content, timestamp })).rejects.toMatchObject({ code: 'timestamp-imprint-mismatch' });
  });

  it('without content of which the right digest is known', async () => {
    const der = await complete();
    const timestamp = stampWith(firstAuthority, year(2026));
    const contentDigest = createHash('sha256').update(content).digest();
    await expect(addArchiveTimestamp({ der, contentDigest, digest: 'sha512', timestamp })).rejects.toMatchObject({
      code: 'content-digest-length',
    });
    await expect(addArchiveTimestamp({ der, contentDigest, timestamp })).resolves.toBeInstanceOf(Buffer);
  });
});

describe('a hash index', () => {
  it('names every certificate, list and attribute value once, in SHA-512 as well', async () => {
    const der = await complete();
    const archived = await addArchiveTimestamp({ der, content, digest: 'sha512', timestamp: stampWith(firstAuthority, year(2026)) });
    const [token] = parseSignedData(archived).signerInfo.unsignedAttributes.get(OID.aaArchiveTimeStampV3) ?? [];
    const index = hashIndexOf(parseSignedData(token?.raw ?? Buffer.alloc(0)));
    expect(index.digest).toBe('sha512');
    expect([index.certificates.length, index.revocationValues.length, index.unsignedValues.length]).toEqual([3, 1, 1]);
    const [stamped] = parseSignedData(der).signerInfo.unsignedAttributes.get(OID.aaSignatureTimeStampToken) ?? [];
    const digested = Buffer.concat([objectIdentifier(OID.aaSignatureTimeStampToken), stamped?.raw ?? Buffer.alloc(0)]);
    expect(index.unsignedValues[0]?.equals(createHash('sha512').update(digested).digest())).toBe(true);
    const validation = await validateCades({ der: archived, content, ...contextAt(year(2026, 2), [listAt(year(2026, 2))]) });
    expect(validation).toMatchObject({ indication: 'PASSED', level: 'B-LTA' });
  });
});
