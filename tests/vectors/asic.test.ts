import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cadesOverManifest } from '../../crypto/asic/manifest-signature.ts';
import { bufferReader } from '../../crypto/asic/random-access.ts';
import { readContainer } from '../../crypto/asic/read-container.ts';
import { type ManifestSignatureVerifier, verifyContainer } from '../../crypto/asic/verify-container.ts';
import { CryptoError } from '../../crypto/error.ts';
import { SIGNATURES_WITH_PKCS1 } from '../../crypto/suites.ts';
import { DEFAULT_POLICY } from '../../crypto/validation/policy.ts';
import { validateContainer } from '../../crypto/validation/validate-container.ts';
import type { Certificate } from '../../crypto/x509/certificate.ts';
import { createPathValidator } from '../../crypto/x509/path.ts';
import { haveVectors, VECTORS, vectorFiles } from './vectors-folder.ts';

/**
 * Containers that others made, good and bad. The signatures are verified by openssl, so that the verdict here is about the
 * container; what our own rules say of the signatures as well is asserted below.
 */
const SET = 'asic-e';
const folder = join(VECTORS, SET);

const PACKED = ['mimetype-not-first', 'packed-entries'];

interface Expected {
  readonly verdict: 'PASSED' | 'FAILED';
  readonly failures: readonly (readonly [string, string | undefined])[];
  readonly warnings: readonly string[];
  readonly parts: readonly string[];
}

const EXPECTED: Readonly<Record<string, Expected>> = {
  'onefile-ok.asice': { verdict: 'PASSED', failures: [], warnings: PACKED, parts: ['test.text'] },
  'multifiles-ok.asice': { verdict: 'PASSED', failures: [], warnings: PACKED, parts: ['test.text', 'test2.text'] },
  'ASiC-E-CAdES-BpLTA.sce': {
    verdict: 'PASSED',
    failures: [],
    warnings: PACKED,
    parts: ['TEST-DOC.txt'],
  },
  'brokenReference.asice': {
    verdict: 'FAILED',
    failures: [['part-digest-mismatch', 'test.text']],
    warnings: PACKED,
    parts: ['test2.text'],
  },
  'brokenReferenceAndAlteredManifest.asice': {
    verdict: 'FAILED',
    failures: [['manifest-not-xml', 'META-INF/ASiCManifest.xml']],
    warnings: [...PACKED, 'meta-file-not-evaluated'],
    parts: [],
  },
  'removedReference.asice': { verdict: 'FAILED', failures: [['part-missing', 'test.text']], warnings: PACKED, parts: ['test2.text'] },
  'removed-doc.asice': {
    verdict: 'FAILED',
    failures: [
      ['part-missing', 'cacert.pem'],
      ['archive-file-missing', 'cacert.pem'],
    ],
    warnings: ['packed-entries'],
    parts: ['root_ca.crl', 'tsa.crt'],
  },
  'nonConformantManifest.asice': {
    verdict: 'FAILED',
    failures: [['manifest-structure', 'META-INF/ASiCManifestsignature.xml']],
    warnings: ['mimetype-other', 'packed-entries', 'meta-file-not-evaluated'],
    parts: [],
  },
  // Two files covered by a time-stamp only: it proves when, and nobody signed. It also has no mimetype entry.
  'tstNoMimeType.asice': {
    verdict: 'FAILED',
    failures: [['signature-not-cades', 'META-INF/timestamp.tst']],
    warnings: ['mimetype-missing', 'packed-entries'],
    parts: ['toBeSigned.txt', 'toBeSigned.pdf'],
  },
};

const REFUSED_AT_READING: Readonly<Record<string, string>> = { 'no-signature.asics': 'container-kind-unsupported' };

describe.skipIf(!haveVectors(SET))('ASiC containers of others', () => {
  let work: string;
  let openssl: ManifestSignatureVerifier<boolean>;
  beforeAll(async () => {
    work = await mkdtemp(join(tmpdir(), 'valija-vectors-'));
    openssl = opensslVerifier(work);
  });
  afterAll(() => rm(work, { recursive: true, force: true }));

  it('are all here, and each has its verdict', () => {
    const files = vectorFiles(SET, '').map((file) => basename(file));
    expect(files.sort()).toEqual([...Object.keys(EXPECTED), ...Object.keys(REFUSED_AT_READING)].sort());
  });

  it.each(Object.entries(EXPECTED))('%s', async (name, expected) => {
    const container = await readContainer(bufferReader(await readFile(join(folder, name))), { strict: false });
    const { verdict, findings, parts } = await verifyContainer(container, openssl);
    const failures = findings.filter(({ severity }) => severity === 'failure').map(({ code, entry }) => [code, entry]);
    const warnings = findings.filter(({ severity }) => severity === 'warning').map(({ code }) => code);
    expect({ verdict, failures, warnings, parts: parts.map((part) => part.name) }).toEqual(expected);
  });

  it.each(Object.entries(REFUSED_AT_READING))('%s is refused: %s', async (name, code) => {
    const bytes = await readFile(join(folder, name));
    await expect(readContainer(bufferReader(bytes), { strict: false })).rejects.toMatchObject({ code });
  });

  it.each(Object.keys(EXPECTED))('%s is not taken for a package of ours', async (name) => {
    const bytes = await readFile(join(folder, name));
    await expect(readContainer(bufferReader(bytes))).rejects.toMatchObject({ code: 'container-not-canonical' });
  });

  it.each([
    ['onefile-ok.asice', 'key-too-short'],
    ['multifiles-ok.asice', 'key-too-short'],
    ['ASiC-E-CAdES-BpLTA.sce', 'key-too-short'],
  ])('%s, with our own rules for signatures: %s', async (name, code) => {
    const container = await readContainer(bufferReader(await readFile(join(folder, name))), { strict: false });
    const { findings } = await verifyContainer(container, cadesOverManifest(SIGNATURES_WITH_PKCS1));
    expect(findings.filter(({ severity }) => severity === 'failure').map((finding) => finding.code)).toEqual([code]);
  });
});

/**
 * The same containers by EN 319 102-1, with RSA from 2048 bits as their time had it. Nobody here knows their authorities, so the best that
 * a sound one gets is that no chain was found: the README calls that "integrity holds".
 */
const VALIDATED: Readonly<Record<string, readonly [verdict: string, code: string, level: string | undefined, stamps: readonly string[]]>> =
  {
    'onefile-ok.asice': ['INDETERMINATE NO_CERTIFICATE_CHAIN_FOUND', 'path-not-found', 'B-B', []],
    'multifiles-ok.asice': ['INDETERMINATE NO_CERTIFICATE_CHAIN_FOUND', 'path-not-found', 'B-B', []],
    'ASiC-E-CAdES-BpLTA.sce': [
      'INDETERMINATE NO_CERTIFICATE_CHAIN_FOUND',
      'path-not-found',
      'B-LTA',
      ['signature NO_CERTIFICATE_CHAIN_FOUND 2020-12-20T17:11:43.000Z', 'archive NO_CERTIFICATE_CHAIN_FOUND 2020-12-20T17:11:44.000Z'],
    ],
    'brokenReference.asice': ['FAILED HASH_FAILURE', 'part-digest-mismatch', 'B-B', []],
    'brokenReferenceAndAlteredManifest.asice': ['FAILED FORMAT_FAILURE', 'manifest-not-xml', undefined, []],
    'removedReference.asice': ['INDETERMINATE SIGNED_DATA_NOT_FOUND', 'part-missing', 'B-B', []],
    'removed-doc.asice': [
      'INDETERMINATE SIGNED_DATA_NOT_FOUND',
      'part-missing',
      'B-LTA',
      ['signature NO_CERTIFICATE_CHAIN_FOUND 2021-07-29T13:52:45.000Z', 'archive NO_CERTIFICATE_CHAIN_FOUND 2021-07-29T13:52:57.000Z'],
    ],
    'nonConformantManifest.asice': ['FAILED FORMAT_FAILURE', 'manifest-structure', undefined, []],
    'tstNoMimeType.asice': ['FAILED FORMAT_FAILURE', 'signature-not-cades', undefined, []],
  };

describe.skipIf(!haveVectors(SET))('ASiC containers of others by EN 319 102-1', () => {
  const context = (anchors: readonly Certificate[] = []) => {
    const paths = createPathValidator({ anchors, minimumRsaBits: 2048 });
    const policy = { ...DEFAULT_POLICY, minimumRsaBits: 2048, revocation: 'if-available' as const };
    return { signerPaths: paths, timestampPaths: paths, policy, at: new Date('2026-11-20T10:00:00Z') };
  };
  const read = async (name: string) => readContainer(bufferReader(await readFile(join(folder, name))), { strict: false });

  it('each have an expectation', () => {
    expect(Object.keys(VALIDATED).sort()).toEqual(Object.keys(EXPECTED).sort());
  });

  it.each(Object.entries(VALIDATED))('%s', async (name, [verdict, code, level, stamps]) => {
    const validation = await validateContainer({ container: await read(name), ...context() });
    expect(`${validation.indication} ${validation.subIndication}`).toBe(verdict);
    expect(validation.code).toBe(code);
    expect(validation.level).toBe(level);
    const told = validation.timestamps.map(
      ({ kind, subIndication, existedBefore }) => `${kind} ${subIndication} ${existedBefore?.toISOString()}`,
    );
    expect(told).toEqual(stamps);
  });

  it.each(['onefile-ok.asice', 'ASiC-E-CAdES-BpLTA.sce'])(
    '%s is INDETERMINATE for the strength of its key where 3000 bits are asked for',
    async (name) => {
      const container = await read(name);
      const { certificate } = await validateContainer({ container, ...context() });
      const anchored = context(certificate === undefined ? [] : [certificate]);
      const strict = { ...anchored, policy: DEFAULT_POLICY, at: new Date('2019-09-01T00:00:00Z') };
      expect(await validateContainer({ container, ...strict })).toMatchObject({
        subIndication: 'CRYPTO_CONSTRAINTS_FAILURE',
        code: 'key-too-short',
      });
      const patient = { ...anchored, at: new Date('2019-09-01T00:00:00Z') };
      expect((await validateContainer({ container, ...patient })).indication).toBe('PASSED');
    },
  );
});

/** The signature itself by openssl; the certificate is not checked, because its authority is not ours. */
function opensslVerifier(work: string): ManifestSignatureVerifier<boolean> {
  const execute = promisify(execFile);
  return async (der, manifest) => {
    const [signature, content, output] = ['signature.p7s', 'manifest.xml', 'verified.xml'].map((name) => join(work, name)) as [
      string,
      string,
      string,
    ];
    await writeFile(signature, der);
    await writeFile(content, manifest);
    try {
      await execute('openssl', [
        'cms',
        '-verify',
        '-noverify',
        '-binary',
        '-inform',
        'DER',
        '-in',
        signature,
        '-content',
        content,
        '-out',
        output,
      ]);
    } catch (cause) {
      throw new CryptoError('signature-invalid', 'openssl refuses the signature', { cause });
    }
    // A signature may carry content of its own; then that must be the manifest.
    if (!(await readFile(output)).equals(manifest)) throw new CryptoError('signature-invalid', 'the signature is over something else');
    return true;
  };
}
