import { describe, expect, test } from 'vitest';
import { signJades } from '../../../crypto/jades/sign.ts';
import { buildEvidencePayload } from '../../../evidence/build.ts';
import type { EventName } from '../../../evidence/event.ts';
import { verifyEvidence } from '../../../evidence/verify.ts';
import { factsOf, identityFor, RECIPIENT, RELAY, SENDER, senderIdentity } from './support.ts';

// biome-ignore lint/suspicious/noExplicitAny: hostile payloads are edited without regard to their type
type Edit = (payload: any) => void;

/** Evidence with an edited payload, under a signature that holds. */
async function signedAfter(event: EventName, edit: Edit, changes: { type?: string; issuedAt?: Date } = {}) {
  const identity = identityFor(event);
  const payload = JSON.parse(JSON.stringify(buildEvidencePayload(factsOf(event), identity.signer.certificate.der)));
  edit(payload);
  return signJades({
    payload: Buffer.from(JSON.stringify(payload)),
    type: changes.type ?? 'valija-evidence+jose',
    signer: identity.signer,
    issuedAt: changes.issuedAt ?? new Date('2026-11-20T07:00:02Z'),
  });
}

const partOf = (payload: Parameters<Edit>[0], index = 0) => payload.userContentInfo.partsInfo[index];

const malformed: [what: string, event: EventName, edit: Edit][] = [
  ['no version', 'RelayAcceptance', (payload) => delete payload.version],
  ['other version', 'RelayAcceptance', (payload) => (payload.version = 'EN319522v9')],
  ['no identifier', 'RelayAcceptance', (payload) => delete payload.evidenceIdentifier],
  ['identifier without urn', 'RelayAcceptance', (payload) => (payload.evidenceIdentifier = '7b0a3f4e-2f5c-4c7e-9d55-0c1a5d7f0001')],
  ['identifier in capitals', 'RelayAcceptance', (payload) => (payload.evidenceIdentifier = payload.evidenceIdentifier.toUpperCase())],
  ['no event', 'RelayAcceptance', (payload) => delete payload.erdsEventId],
  [
    'event of consent mode',
    'RelayAcceptance',
    (payload) => (payload.erdsEventId = 'http://uri.etsi.org/19522/Event/ConsignmentAcceptance'),
  ],
  ['event by name', 'RelayAcceptance', (payload) => (payload.erdsEventId = 'RelayAcceptance')],
  ['no event time', 'RelayAcceptance', (payload) => delete payload.eventTime],
  ['event time with offset', 'RelayAcceptance', (payload) => (payload.eventTime = '2026-11-20T08:00:00+01:00')],
  ['event time without zone', 'RelayAcceptance', (payload) => (payload.eventTime = '2026-11-20T07:00:00')],
  ['event time on 30 February', 'RelayAcceptance', (payload) => (payload.eventTime = '2026-02-30T07:00:00.000Z')],
  ['event time in microseconds', 'RelayAcceptance', (payload) => (payload.eventTime = '2026-11-20T07:00:00.000000Z')],
  ['event time as a number', 'RelayAcceptance', (payload) => (payload.eventTime = 1_795_158_000)],
  ['no policy', 'RelayAcceptance', (payload) => delete payload.evidenceIssuerPolicyId],
  ['empty policies', 'RelayAcceptance', (payload) => (payload.evidenceIssuerPolicyId.policyId = [])],
  ['policy that is no OID', 'RelayAcceptance', (payload) => (payload.evidenceIssuerPolicyId.policyId = ['urn:oid:3.1'])],
  ['no issuer', 'RelayAcceptance', (payload) => delete payload.evidenceIssuerDetails],
  ['issuer without certificate', 'RelayAcceptance', (payload) => (payload.evidenceIssuerDetails.certificateDetails = [])],
  [
    'two issuers',
    'RelayAcceptance',
    (payload) => payload.evidenceIssuerDetails.identity.attribute.push({ name: 'urn:x:y', attributeValue: ['z'] }),
  ],
  ['issuer with two values', 'RelayAcceptance', (payload) => payload.evidenceIssuerDetails.identity.attribute[0].attributeValue.push('z')],
  ['no sender', 'RelayAcceptance', (payload) => delete payload.senderDetails],
  ['sender without scheme', 'RelayAcceptance', (payload) => delete payload.senderDetails.identifier.identifierSchemeName],
  ['sender without assurance level', 'RelayAcceptance', (payload) => delete payload.senderDetails.assuranceLevelsDetails],
  ['sender in other letters', 'RelayAcceptance', (payload) => (payload.senderDetails.identifier.value = 'xа-central')],
  ['sender with a colon', 'RelayAcceptance', (payload) => (payload.senderDetails.identifier.value = 'a:b')],
  ['sender with a name', 'RelayAcceptance', (payload) => (payload.senderDetails.identity = {})],
  ['no recipient', 'RelayAcceptance', (payload) => (payload.recipientDetails = [])],
  ['two recipients', 'RelayAcceptance', (payload) => payload.recipientDetails.push(payload.recipientDetails[0])],
  ['hand-over without recipient assurance', 'ContentHandover', (payload) => delete payload.recipientDetails[0].assuranceLevelsDetails],
  ['no submission time', 'RelayAcceptance', (payload) => delete payload.submissionTime],
  ['no message', 'RelayAcceptance', (payload) => delete payload.messageIdentifier],
  ['second recipient meant', 'RelayAcceptance', (payload) => (payload.evidenceRefersToRecipient = 2)],
  ['case number', 'RelayAcceptance', (payload) => (payload.userContentInfo.appLayerIdentifier = 'case 7')],
  ['own member', 'RelayAcceptance', (payload) => (payload.conversation = 'x')],
  ['no content', 'RelayAcceptance', (payload) => delete payload.userContentInfo],
  ['no parts', 'RelayAcceptance', (payload) => (payload.userContentInfo = { composingParts: 0, partsInfo: [] })],
  ['B.1 over the package', 'RelayAcceptance', (payload) => (partOf(payload).identifier = 'package')],
  ['part of another type', 'RelayAcceptance', (payload) => (partOf(payload).contentType = 'text/plain')],
  ['part by file name', 'RelayAcceptance', (payload) => (partOf(payload).identifier = 'letter.pdf')],
  ['digest by SHA-1', 'RelayAcceptance', (payload) => (partOf(payload).digestMethod.algorithm = 'http://www.w3.org/2000/09/xmldsig#sha1')],
  ['digest too short', 'RelayAcceptance', (payload) => (partOf(payload).digestValue = 'AAAA')],
  ['digest with stray bits', 'RelayAcceptance', (payload) => (partOf(payload).digestValue = `${'A'.repeat(42)}B=`)],
  ['parts not counted', 'ContentConsignment', (payload) => (payload.userContentInfo.composingParts = 1)],
  ['parts in another order', 'ContentConsignment', (payload) => payload.userContentInfo.partsInfo.reverse()],
  ['the same part twice', 'ContentConsignment', (payload) => (payload.userContentInfo.partsInfo[1] = partOf(payload))],
  ['D.1 without package', 'ContentConsignment', (payload) => payload.userContentInfo.partsInfo.pop()],
  ['no reason on B.2', 'RelayRejection', (payload) => delete payload.eventReasons],
  ['no reason on B.3', 'RelayFailure', (payload) => delete payload.eventReasons],
  ['no reason on D.2', 'ContentConsignmentFailure', (payload) => delete payload.eventReasons],
  ['no reason on silence', 'DeliveryUnconfirmed', (payload) => delete payload.eventReasons],
  ['empty reasons', 'ContentHandoverFailure', (payload) => (payload.eventReasons.eventReason = [])],
  ['reason in words', 'RelayRejection', (payload) => (payload.eventReasons.eventReason[0].details = 'because')],
  ['reason of nobody', 'RelayRejection', (payload) => (payload.eventReasons.eventReason[0].code = 'http://example.org/reason')],
  ['17 reasons', 'RelayRejection', (payload) => (payload.eventReasons.eventReason = Array(17).fill(payload.eventReasons.eventReason[0]))],
  ['no extensions', 'RelayAcceptance', (payload) => delete payload.extensions],
  ['no chain', 'RelayAcceptance', (payload) => payload.extensions.shift()],
  ['no transfer', 'RelayAcceptance', (payload) => payload.extensions.pop()],
  ['extensions in another order', 'RelayAcceptance', (payload) => payload.extensions.reverse()],
  ['chain twice', 'RelayAcceptance', (payload) => payload.extensions.push(payload.extensions[0])],
  ['chain marked as optional', 'RelayAcceptance', (payload) => (payload.extensions[0].isCritical = false)],
  ['a second, optional chain', 'RelayAcceptance', (payload) => payload.extensions.push({ ...payload.extensions[0], isCritical: false })],
  [
    'an optional chain of another version',
    'RelayAcceptance',
    (payload) => payload.extensions.push({ isCritical: false, type: 'urn:valija:chain:2' }),
  ],
  ['sequence 0', 'RelayAcceptance', (payload) => (payload.extensions[0].issuerSequence = 0)],
  ['sequence as text', 'RelayAcceptance', (payload) => (payload.extensions[0].issuerSequence = '1')],
  ['sequence out of all proportion', 'RelayAcceptance', (payload) => (payload.extensions[0].issuerSequence = Number.MAX_SAFE_INTEGER)],
  ['17 previous', 'RelayAcceptance', (payload) => (payload.extensions[0].previous = Array(17).fill(payload.extensions[0].previous[0]))],
  ['previous without issuer', 'RelayAcceptance', (payload) => delete payload.extensions[0].previous[0].issuer],
  ['previous in capitals', 'RelayAcceptance', (payload) => (payload.extensions[0].previous[0].evidenceDigest = 'C'.repeat(64))],
  ['B.1 without envelope', 'RelayAcceptance', (payload) => delete payload.extensions[1].envelopeDigest],
  ['A.1 with envelope', 'SubmissionAcceptance', (payload) => (payload.extensions[1].envelopeDigest = 'e'.repeat(64))],
  ['D.1 with hop', 'ContentConsignment', (payload) => (payload.extensions[1].hop = 1)],
  ['hop 0, which is the sender', 'RelayAcceptance', (payload) => (payload.extensions[1].hop = 0)],
  ['no suite', 'RelayAcceptance', (payload) => delete payload.extensions[1].suite],
  ['negative generation', 'RelayAcceptance', (payload) => (payload.extensions[1].sealGeneration = -1)],
  ['criticality left out', 'RelayAcceptance', (payload) => payload.extensions.push({ type: 'urn:x:note' })],
  ['extension without type', 'RelayAcceptance', (payload) => payload.extensions.push({ isCritical: false })],
  ['extension is null', 'RelayAcceptance', (payload) => payload.extensions.push(null)],
];

test.each(malformed)('malformed: %s', async (_what, event, edit) => {
  const jws = await signedAfter(event, edit);
  expect(() => verifyEvidence(jws)).toThrow(
    expect.objectContaining({ name: 'EvidenceError', code: 'evidence-malformed', disposition: 'refuse' }),
  );
});

const others: [what: string, event: EventName, edit: Edit, code: string][] = [
  [
    'critical extension nobody told us of',
    'RelayAcceptance',
    (payload) => payload.extensions.push({ isCritical: true, type: 'urn:x:new' }),
    'evidence-critical-extension-unknown',
  ],
  [
    'critical extension first',
    'RelayAcceptance',
    (payload) => payload.extensions.unshift({ isCritical: true, type: 'urn:x:new' }),
    'evidence-critical-extension-unknown',
  ],
  [
    'critical extension without type',
    'RelayAcceptance',
    (payload) => payload.extensions.push({ isCritical: true }),
    'evidence-critical-extension-unknown',
  ],
  [
    'chain of a later version',
    'RelayAcceptance',
    (payload) => (payload.extensions[0].type = 'urn:valija:chain:2'),
    'evidence-critical-extension-unknown',
  ],
  [
    'critical extension in otherwise malformed evidence',
    'RelayAcceptance',
    (payload) => {
      payload.version = 'later';
      payload.extensions.push({ isCritical: true, type: 'urn:x:new' });
    },
    'evidence-critical-extension-unknown',
  ],
  ['suite nobody knows', 'RelayAcceptance', (payload) => (payload.extensions[1].suite = '2099z'), 'suite-unknown'],
  [
    'another certificate in the issuer details',
    'RelayAcceptance',
    (payload) => {
      payload.evidenceIssuerDetails.certificateDetails[0].x509Certificate = senderIdentity.signer.certificate.der.toString('base64');
    },
    'evidence-certificate-mismatch',
  ],
  ['B.1 by the sender', 'RelayAcceptance', (payload) => issuedBy(payload, SENDER), 'evidence-issuer-not-allowed'],
  ['A.1 by the recipient', 'SubmissionAcceptance', (payload) => issuedBy(payload, RECIPIENT), 'evidence-issuer-not-allowed'],
  ['B.3 by the recipient', 'RelayFailure', (payload) => issuedBy(payload, RECIPIENT), 'evidence-issuer-not-allowed'],
  ['D.1 by a stranger', 'ContentConsignment', (payload) => issuedBy(payload, RELAY), 'evidence-issuer-not-allowed'],
  [
    'E.1 by a stranger',
    'ContentHandover',
    (payload) => issuedBy(payload, 'urn:valija:authority:xc-central'),
    'evidence-issuer-not-allowed',
  ],
  ['B.1 by a stranger without hop', 'RelayAcceptance', (payload) => issuedBy(payload, RELAY), 'evidence-hop-not-allowed'],
  ['B.1 by the recipient with hop', 'RelayAcceptance', (payload) => (payload.extensions[1].hop = 1), 'evidence-hop-not-allowed'],
  [
    'sender states an event before the submission',
    'SubmissionAcceptance',
    (payload) => (payload.eventTime = '2026-11-20T06:59:59.999Z'),
    'evidence-time-inconsistent',
  ],
];

function issuedBy(payload: Parameters<Edit>[0], issuer: string): void {
  const colon = issuer.lastIndexOf(':');
  payload.evidenceIssuerDetails.identity.attribute[0] = { name: issuer.slice(0, colon), attributeValue: [issuer.slice(colon + 1)] };
}

test.each(others)('%s', async (_what, event, edit, code) => {
  const jws = await signedAfter(event, edit);
  expect(() => verifyEvidence(jws)).toThrow(expect.objectContaining({ code, disposition: 'refuse' }));
});

describe('around the payload', () => {
  const nothing: Edit = () => undefined;

  test('an unknown extension that is not critical is read over', async () => {
    const jws = await signedAfter('RelayAcceptance', (payload) =>
      payload.extensions.push({ isCritical: false, type: 'urn:x:note', text: 'y' }),
    );
    expect(verifyEvidence(jws).summary.event).toBe('RelayAcceptance');
  });

  test('a reason of a later version is kept as it is', async () => {
    const jws = await signedAfter(
      'RelayRejection',
      (payload) => (payload.eventReasons.eventReason[0].code = 'urn:valija:reason:some-later-one'),
    );
    expect(verifyEvidence(jws).summary.reasons).toEqual(['urn:valija:reason:some-later-one']);
  });

  test('the clock of the recipient may lag behind that of the sender', async () => {
    const jws = await signedAfter('RelayAcceptance', (payload) => (payload.eventTime = '2026-11-20T06:58:00.000Z'));
    expect(verifyEvidence(jws).summary.eventTime).toBe('2026-11-20T06:58:00.000Z');
  });

  test('a signature over another kind of object is not evidence', async () => {
    const jws = await signedAfter('RelayAcceptance', nothing, { type: 'valija-envelope+jose' });
    expect(() => verifyEvidence(jws)).toThrow(expect.objectContaining({ code: 'jades-type-not-allowed' }));
  });

  test('evidence is not signed before its event', async () => {
    const early = await signedAfter('RelayAcceptance', nothing, { issuedAt: new Date('2026-11-20T07:00:00.999Z') });
    expect(() => verifyEvidence(early)).toThrow(expect.objectContaining({ code: 'evidence-time-inconsistent' }));
    const sameSecond = await signedAfter('RelayAcceptance', nothing, { issuedAt: new Date('2026-11-20T07:00:01.000Z') });
    expect(verifyEvidence(sameSecond).summary.event).toBe('RelayAcceptance');
  });

  test.each(['null', '[]', '"x"', '7', '{}'])('payload %s', async (text) => {
    const jws = await signJades({
      payload: Buffer.from(text),
      type: 'valija-evidence+jose',
      signer: senderIdentity.signer,
      issuedAt: new Date(0),
    });
    expect(() => verifyEvidence(jws)).toThrow(expect.objectContaining({ code: 'evidence-malformed' }));
  });

  test('a payload longer than evidence ever is', async () => {
    const jws = await signedAfter('RelayAcceptance', (payload) =>
      payload.extensions.push({ isCritical: false, type: 'urn:x:note', text: 'y'.repeat(32_768) }),
    );
    expect(() => verifyEvidence(jws)).toThrow(expect.objectContaining({ code: 'json-too-large' }));
  });

  test('a payload with a name twice', async () => {
    const good = JSON.stringify(buildEvidencePayload(factsOf('RelayAcceptance'), identityFor('RelayAcceptance').signer.certificate.der));
    const payload = Buffer.from(good.replace('{', '{"messageIdentifier":"x",'));
    const jws = await signJades({ payload, type: 'valija-evidence+jose', signer: senderIdentity.signer, issuedAt: new Date() });
    expect(() => verifyEvidence(jws)).toThrow(expect.objectContaining({ code: 'json-duplicate-member' }));
  });

  test('a fault names its place, never the value', async () => {
    const jws = await signedAfter('RelayAcceptance', (payload) => (payload.messageIdentifier = 'confidential-case-7'));
    expect(() => verifyEvidence(jws)).toThrow(expect.objectContaining({ message: 'messageIdentifier: invalid_format' }));
  });
});
