import { deepStrictEqual, ok } from 'node:assert';
import { CryptoError } from '../../../crypto/error.ts';
import { parseStrictJson } from '../../../crypto/json/parse-strict-json.ts';
import { resolveLegalBasis } from '../../../treaty/basis/resolve-legal-basis.ts';
import { mergeInstruments, parseInstruments } from '../../../treaty/instruments/configured-instruments.ts';
import { DEMONSTRATION_INSTRUMENTS } from '../../../treaty/instruments/examples/demonstration.ts';
import { KNOWN_INSTRUMENTS } from '../../../treaty/instruments/known-instruments.ts';

const LIMITS = { maximumBytes: 256 * 1024, maximumDepth: 16 };

export const target = {
  name: 'instruments',
  seeds: () =>
    [DEMONSTRATION_INSTRUMENTS, { ...DEMONSTRATION_INSTRUMENTS, instruments: KNOWN_INSTRUMENTS }].map((document) =>
      Buffer.from(JSON.stringify(document)),
    ),
  run: (input: Buffer) => {
    const { faults, document } = parseInstruments(parseStrictJson(input, LIMITS));
    ok((faults.length === 0) === (document !== undefined), 'what is refused says why');
    if (document === undefined) return;
    deepStrictEqual(parseInstruments(JSON.parse(JSON.stringify(document))).document, document, 'survives a round trip');
    const instruments = mergeInstruments(KNOWN_INSTRUMENTS, [document]);
    const basis = resolveLegalBasis({
      requesting: { country: 'XA', kind: 'central-authority' },
      requested: { country: 'XB', kind: 'central-authority' },
      on: '2026-11-20',
      matter: 'criminal',
      requestType: 'mutual-legal-assistance',
      urgent: true,
      cited: [],
      instruments,
    });
    ok(basis.carries.length + basis.rejected.length === instruments.length, 'every instrument carries the request or says why not');
  },
  acceptable: (error: unknown) => error instanceof CryptoError,
};
