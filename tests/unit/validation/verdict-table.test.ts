import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CryptoError } from '../../../crypto/error.ts';
import { outcomeFrom, outcomeOf } from '../../../crypto/validation/outcome.ts';
import { type ValidationCode, VERDICTS } from '../../../crypto/validation/verdict-table.ts';
import { codesIn, errorUnions } from '../problems/error-unions.ts';

const crypto = join(import.meta.dirname, '..', '..', '..', 'crypto');

/** Members of the unions of codes that stand in a source apart from `error.ts`. */
function codesOf(path: string, union: string): string[] {
  const source = readFileSync(join(crypto, path), 'utf8');
  const [declaration = ''] = new RegExp(`^export type ${union} =[^;]*;`, 'm').exec(source) ?? [];
  return codesIn(declaration);
}

const codes = [
  ...(errorUnions().find(({ path }) => path === 'crypto/error.ts')?.codes ?? []),
  ...codesOf('x509/path.ts', 'PathCode'),
  ...codesOf('x509/check-path.ts', 'PathProblem'),
  ...codesOf('asic/verify-container.ts', 'ContainerFailureCode'),
  ...codesOf('asic/verify-archives.ts', 'ArchiveFailureCode'),
];

// EN 319 102-1 clause 5.1.3, table 6: all other sub-indications are of INDETERMINATE.
const OF_FAILED = ['EXPIRED', 'FORMAT_FAILURE', 'HASH_FAILURE', 'NOT_YET_VALID', 'REVOKED', 'SIG_CRYPTO_FAILURE'];

describe('the table of verdicts', () => {
  it('has every code of every union, and no other', () => {
    expect(codes.length).toBeGreaterThan(190);
    expect(Object.keys(VERDICTS).sort()).toEqual([...new Set(codes)].sort());
  });

  it.each(Object.entries(VERDICTS))('gives %s an indication that goes with its sub-indication', (_, { indication, subIndication }) => {
    expect(indication).toBe(OF_FAILED.includes(subIndication) ? 'FAILED' : 'INDETERMINATE');
  });

  it.each<[ValidationCode, string, string]>([
    ['message-digest-mismatch', 'FAILED', 'HASH_FAILURE'],
    ['part-digest-mismatch', 'FAILED', 'HASH_FAILURE'],
    ['signature-invalid', 'FAILED', 'SIG_CRYPTO_FAILURE'],
    ['signed-data-malformed', 'FAILED', 'FORMAT_FAILURE'],
    ['path-not-found', 'INDETERMINATE', 'NO_CERTIFICATE_CHAIN_FOUND'],
    ['certificate-revoked', 'INDETERMINATE', 'REVOKED_NO_POE'],
    ['certificate-expired', 'INDETERMINATE', 'OUT_OF_BOUNDS_NO_POE'],
    ['revocation-unknown', 'INDETERMINATE', 'TRY_LATER'],
    ['algorithm-expired', 'INDETERMINATE', 'CRYPTO_CONSTRAINTS_FAILURE_NO_POE'],
    ['signer-certificate-not-found', 'INDETERMINATE', 'NO_SIGNING_CERTIFICATE_FOUND'],
    ['timestamp-order', 'INDETERMINATE', 'TIMESTAMP_ORDER_FAILURE'],
  ])('reads %s as %s, %s', (code, indication, subIndication) => {
    expect(outcomeOf(code)).toEqual({ indication, subIndication, code });
  });

  it('takes the code of an error of ours, and hands on any other error', () => {
    expect(outcomeFrom(new CryptoError('signature-invalid', 'does not hold'))).toMatchObject({
      code: 'signature-invalid',
      detail: 'does not hold',
    });
    expect(() => outcomeFrom(new RangeError('ours to mend'))).toThrow(RangeError);
  });
});
