import { AuditError } from '../error.ts';
import { HASH_LENGTH } from '../log/merkle.ts';
import { decodeBase64 } from '../log/strict-base64.ts';

const MAXIMUM_HASHES = 63;

/** A consistency proof as lines of base64, the form tlog-witness has for it. */
export function formatConsistency(proof: readonly Buffer[]): string {
  return proof.map((hash) => `${hash.toString('base64')}\n`).join('');
}

/** AuditError `proof-malformed` for anything formatConsistency() does not write. */
export function parseConsistency(octets: Buffer): Buffer[] {
  const lines = octets.toString('latin1').split('\n');
  if (lines.pop() !== '' || lines.length > MAXIMUM_HASHES) {
    throw new AuditError('proof-malformed', 'A consistency proof has too many lines, or the last one has no end.');
  }
  return lines.map((line) => {
    const hash = decodeBase64(line);
    if (hash?.length !== HASH_LENGTH) {
      throw new AuditError('proof-malformed', 'A line of a consistency proof is not the base64 of a hash.');
    }
    return hash;
  });
}
