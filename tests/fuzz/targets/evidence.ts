import { deepStrictEqual, ok } from 'node:assert';
import { CryptoError } from '../../../crypto/error.ts';
import { parseStrictJson } from '../../../crypto/json/parse-strict-json.ts';
import { buildEvidencePayload } from '../../../evidence/build.ts';
import { EvidenceError } from '../../../evidence/error.ts';
import { EVENTS, type EventName } from '../../../evidence/event.ts';
import { summarize } from '../../../evidence/summary.ts';
import { TRANSPORT_STATES, transportState } from '../../../evidence/transport-state.ts';
import { readEvidencePayload } from '../../../evidence/verify.ts';
import { factsOf, identityFor } from '../../unit/evidence/support.ts';

/** The payload behind the signature: mutated whole objects would nearly all end at the signature. */
export const target = {
  name: 'evidence',
  seeds: () =>
    (Object.keys(EVENTS) as EventName[]).map((event) =>
      Buffer.from(JSON.stringify(buildEvidencePayload(factsOf(event), identityFor(event).signer.certificate.der))),
    ),
  run: (input: Buffer) => {
    const content = parseStrictJson(input, { maximumBytes: 32 * 1024, maximumDepth: 12 });
    const payload = readEvidencePayload(content);
    deepStrictEqual(JSON.parse(JSON.stringify(payload)), content, 'the schema changes nothing');
    const summary = summarize(payload, 'a'.repeat(64));
    const report = transportState([summary, summary], new Set([summary.envelopeDigest ?? '']));
    ok(TRANSPORT_STATES.includes(report.state));
    deepStrictEqual(report.timeline, [summary]);
  },
  acceptable: (error: unknown) => error instanceof CryptoError || error instanceof EvidenceError,
};
