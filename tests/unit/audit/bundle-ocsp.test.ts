import { beforeAll, describe, expect, it } from 'vitest';
import type { BundleContent } from '../../../audit/bundle/content.ts';
import { parseTrust, serializeTrust } from '../../../audit/trust.ts';
import { verifyBundle } from '../../../audit/verify/verify-bundle.ts';
import { bufferReader } from '../../../crypto/asic/random-access.ts';
import type { Certificate } from '../../../crypto/x509/certificate.ts';
import { answerFor, issueResponder } from '../x509/ocsp-support.ts';
import { DAY, type Issued, issueList } from '../x509/support.ts';
import { bundleOctets } from './helpers/bundle-octets.ts';
import { type Exchange, makeExchange, type Pki, SUBMITTED, VERIFIED_AT } from './helpers/sample-exchange.ts';

const minutes = (count: number): Date => new Date(SUBMITTED.getTime() + count * 60_000);

let exchange: Exchange;
let pki: Pki;
let responder: Issued;

beforeAll(async () => {
  exchange = await makeExchange();
  pki = exchange.pki;
  responder = issueResponder(pki.issuing);
});

type Changes = Partial<Parameters<typeof answerFor>[0]>;

/** Responses about every certificate below the roots, from before the exchange, with changes for one of them. */
function responses(changed?: Certificate, changes: Changes = {}): Buffer[] {
  const times = { thisUpdate: minutes(-60), nextUpdate: minutes(600) };
  const signers = pki.parties.flatMap(({ issued }) => Object.values(issued).map(({ certificate }) => certificate));
  return [
    answerFor({ certificate: pki.issuing.certificate, issuer: pki.root, ...times }).der,
    ...signers.map(
      (certificate) =>
        answerFor({ certificate, issuer: pki.issuing, responder, ...times, ...(certificate === changed ? changes : {}) }).der,
    ),
  ];
}

const timestampList = (): Buffer => issueList({ issuer: pki.timestampRoot, thisUpdate: minutes(-60) }).der;

async function verify(changes: Partial<BundleContent>, at = VERIFIED_AT) {
  const content = { ...exchange.content, revocationLists: [timestampList()], ...changes };
  const trust = parseTrust(serializeTrust(content.trust));
  const report = await verifyBundle({ reader: bufferReader(await bundleOctets(content)), at, trust });
  const problems = report.findings.filter(({ verdict, advisory }) => verdict !== 'PASSED' && !advisory);
  return { verdict: report.verdict, problems: [...new Set(problems.map(({ check, verdict, code }) => `${check} ${verdict} ${code}`))] };
}

const receipts = (): Certificate => pki.parties[1].issued.evidence.certificate;

describe('a bundle with OCSP responses in place of lists', () => {
  it('passes, also long after the responses became stale, and not without them', async () => {
    expect(await verify({ ocspResponses: responses() })).toEqual({ verdict: 'PASSED', problems: [] });
    expect(await verify({ ocspResponses: responses() }, new Date(SUBMITTED.getTime() + 200 * DAY))).toMatchObject({ verdict: 'PASSED' });
    expect(await verify({})).toMatchObject({
      verdict: 'INDETERMINATE',
      problems: expect.arrayContaining(['evidence-certificate INDETERMINATE revocation-unknown']),
    });
  });

  it('fails for a certificate that was revoked before it signed', async () => {
    const ocspResponses = responses(receipts(), { revoked: { at: minutes(-10), reason: 1 } });
    expect(await verify({ ocspResponses })).toEqual({ verdict: 'FAILED', problems: ['evidence-certificate FAILED certificate-revoked'] });
  });

  it('fails also where a list of the same time says nothing of it', async () => {
    const ocspResponses = responses(receipts(), { revoked: { at: minutes(-10), reason: 1 } });
    const report = await verify({ ocspResponses, revocationLists: exchange.content.revocationLists });
    expect(report).toEqual({ verdict: 'FAILED', problems: ['evidence-certificate FAILED certificate-revoked'] });
  });

  it('tells by a later response what was revoked since, and what is proven to be older stays', async () => {
    const since = { revoked: { at: minutes(600), reason: 1 }, thisUpdate: minutes(700), nextUpdate: minutes(800) };
    const later = responses(receipts(), since);
    expect(await verify({ ocspResponses: [...responses(), ...later] })).toEqual({ verdict: 'PASSED', problems: [] });
    expect(await verify({ ocspResponses: [...responses(), ...later], checkpointTimestamps: [] })).toEqual({
      verdict: 'INDETERMINATE',
      problems: ['evidence-certificate INDETERMINATE revoked-later-without-proof-of-time'],
    });
  });

  it.each<[string, (der: Buffer) => Buffer, string]>([
    [
      'changed by a byte',
      (der) => {
        const changed = Buffer.from(der);
        // The last digit of the time of production: inside what the responder signed.
        const offset = changed.indexOf(Buffer.from([0x18, 0x0f])) + 15;
        changed[offset] = (changed[offset] ?? 0) ^ 1;
        return changed;
      },
      'evidence-certificate INDETERMINATE revocation-unknown',
    ],
    ['cut short', (der) => der.subarray(0, -1), 'revocation-data FAILED ocsp-response-malformed'],
  ])('does not pass with a response %s', async (_what, change, problem) => {
    const answered = answerFor({
      certificate: receipts(),
      issuer: pki.issuing,
      responder,
      thisUpdate: minutes(-60),
      nextUpdate: minutes(600),
    });
    const others = responses().filter((_, position) => position !== 1 + 5);
    const report = await verify({ ocspResponses: [...others, change(answered.der)] });
    expect(report.verdict).not.toBe('PASSED');
    expect(report.problems).toContain(problem);
  });

  it('does not believe a responder that nobody appointed', async () => {
    const stranger = issueResponder(pki.timestampRoot);
    const report = await verify({ ocspResponses: responses(receipts(), { responder: stranger }) });
    expect(report).toEqual({ verdict: 'INDETERMINATE', problems: ['evidence-certificate INDETERMINATE revocation-unknown'] });
  });
});
