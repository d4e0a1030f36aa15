import { describe, expect, it } from 'vitest';
import {
  CURRENT_SUITE,
  digestByName,
  digestByObjectIdentifier,
  digestByUri,
  KEY_MANAGEMENT_ALGORITHMS,
  keyManagementForKey,
  requireAllowed,
  requireKeyFits,
  SIGNATURE_ALGORITHMS,
  SIGNATURES_FOR_ACCEPTANCE,
  SIGNATURES_FOR_ISSUE,
  SIGNATURES_OF_OTHERS,
  SIGNATURES_WITH_PKCS1,
  signatureByName,
  signatureByObjectIdentifiers,
  signatureForKey,
  suiteById,
} from '../../../crypto/suites.ts';
import { codeOf } from '../asic/support.ts';

const SHA1 = '1.3.14.3.2.26';
const SHA256 = '2.16.840.1.101.3.4.2.1';
const SHA384 = '2.16.840.1.101.3.4.2.2';
const SHA512 = '2.16.840.1.101.3.4.2.3';

describe('the table of algorithms', () => {
  it('issues P-256 only, accepts P-384 and RSA-PSS, and PKCS#1 v1.5 only where it is listed', () => {
    expect(SIGNATURES_FOR_ISSUE).toEqual(['ES256']);
    expect(SIGNATURES_FOR_ACCEPTANCE).toEqual(['ES256', 'ES384', 'PS256', 'PS384']);
    expect(SIGNATURES_WITH_PKCS1).toEqual(['ES256', 'ES384', 'PS256', 'PS384', 'RS256']);
    expect(() => requireAllowed(signatureByName('RS256'), SIGNATURES_WITH_PKCS1)).not.toThrow();
  });

  it('takes RSA with longer digests from others only', () => {
    const more = SIGNATURES_OF_OTHERS.filter((name) => !SIGNATURES_WITH_PKCS1.includes(name));
    expect(more).toEqual(['PS512', 'RS384', 'RS512']);
    expect(more.map((name) => signatureByName(name).issue)).toEqual([false, false, false]);
  });

  it('has each name once, and every row of a suite exists', () => {
    expect(new Set(SIGNATURE_ALGORITHMS.map(({ name }) => name)).size).toBe(SIGNATURE_ALGORITHMS.length);
    const suite = suiteById(CURRENT_SUITE);
    expect(signatureByName(suite.signature).issue).toBe(true);
    expect(KEY_MANAGEMENT_ALGORITHMS.map(({ name }) => name)).toContain(suite.keyManagement);
    expect(digestByName(suite.digest).bytes).toBe(32);
    for (const name of [...suite.sealSignatures, ...suite.statementSignatures]) expect(signatureByName(name).accept).not.toBe('of-others');
    expect(suite.sealSignatures.filter((name) => !suite.statementSignatures.includes(name))).toEqual(['RS256']);
  });

  it.each([
    ['1.2.840.10045.4.3.2', SHA256, 'ES256'],
    ['1.2.840.10045.4.3.3', SHA384, 'ES384'],
    ['1.2.840.113549.1.1.10', SHA256, 'PS256'],
    ['1.2.840.113549.1.1.10', SHA384, 'PS384'],
    ['1.2.840.113549.1.1.11', SHA256, 'RS256'],
    ['1.2.840.113549.1.1.1', SHA256, 'RS256'],
    ['1.2.840.113549.1.1.10', SHA512, 'PS512'],
    ['1.2.840.113549.1.1.12', SHA384, 'RS384'],
    ['1.2.840.113549.1.1.13', SHA512, 'RS512'],
    ['1.2.840.113549.1.1.1', SHA512, 'RS512'],
  ])('finds %s with %s', (signature, digest, name) => {
    expect(signatureByObjectIdentifiers(signature, digest).name).toBe(name);
  });

  it('chooses by the kind of key', () => {
    expect(['ec-p256', 'ec-p384', 'rsa'].map((keyType) => signatureForKey(keyType).name)).toEqual(['ES256', 'ES384', 'PS256']);
    expect(['ec-p256', 'ec-p384', 'rsa'].map((keyType) => keyManagementForKey(keyType).objectIdentifier)).toEqual([
      '1.3.132.1.11.1',
      '1.3.132.1.11.2',
      '1.2.840.113549.1.1.7',
    ]);
  });

  it.each<[string, () => unknown, string]>([
    ['a suite of tomorrow', () => suiteById('2027h'), 'suite-unknown'],
    ['a suite named as an object has it', () => suiteById('toString'), 'suite-unknown'],
    ['none', () => signatureByName('none'), 'algorithm-unknown'],
    ['HS256', () => signatureByName('HS256'), 'algorithm-unknown'],
    ['ECDSA with SHA-1', () => signatureByObjectIdentifiers('1.2.840.10045.4.1', SHA1), 'algorithm-unknown'],
    ['ECDSA with SHA-256 and another digest', () => signatureByObjectIdentifiers('1.2.840.10045.4.3.2', SHA384), 'algorithm-unknown'],
    ['SHA-1', () => digestByObjectIdentifier(SHA1), 'algorithm-unknown'],
    ['the URI of SHA-1', () => digestByUri('http://www.w3.org/2000/09/xmldsig#sha1'), 'algorithm-unknown'],
    [
      'PKCS#1 v1.5 where it is not listed',
      () => requireAllowed(signatureByName('RS256'), SIGNATURES_FOR_ACCEPTANCE),
      'algorithm-not-allowed',
    ],
    ['an empty allow-list', () => requireAllowed(signatureByName('ES256'), []), 'algorithm-not-allowed'],
    ['ES256 with P-384', () => requireKeyFits(signatureByName('ES256'), { keyType: 'ec-p384', keyBits: 384 }), 'algorithm-key-mismatch'],
    ['RSA of 2048 bits', () => requireKeyFits(signatureByName('PS256'), { keyType: 'rsa', keyBits: 2048 }), 'key-too-short'],
    ['RSA of 2999 bits', () => requireKeyFits(keyManagementForKey('rsa'), { keyType: 'rsa', keyBits: 2999 }), 'key-too-short'],
    ['an Ed25519 signature', () => signatureForKey('ed25519'), 'algorithm-key-mismatch'],
    ['sealing to Ed25519', () => keyManagementForKey('ed25519'), 'algorithm-key-mismatch'],
  ])('refuses %s', async (_name, act, code) => {
    expect(await codeOf(act)).toBe(code);
  });
});
