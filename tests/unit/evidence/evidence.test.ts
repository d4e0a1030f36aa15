import { createHash } from 'node:crypto';
import { flattenedVerify, importX509 } from 'jose';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { attachSignatureTimestamp } from '../../../crypto/jades/attach-timestamp.ts';
import { parseJws, serializeJws } from '../../../crypto/jades/flattened-jws.ts';
import { buildEvidence } from '../../../evidence/build.ts';
import { EVENTS, type EventName, eventByUri } from '../../../evidence/event.ts';
import { joinIdentifier, splitIdentifier } from '../../../evidence/identifier.ts';
import { REASONS, type ReasonName, reasonByUri } from '../../../evidence/reason.ts';
import { requireSameMessage } from '../../../evidence/same-message.ts';
import { evidencePayload } from '../../../evidence/schema.ts';
import { summarizeStoredEvidence, verifyEvidence } from '../../../evidence/verify.ts';
import {
  ENVELOPE,
  eventTime,
  factsOf,
  identityFor,
  MESSAGE_ID,
  message,
  PACKAGE,
  RECIPIENT,
  RELAY,
  recipientIdentity,
  SEALED,
  SENDER,
} from './support.ts';

const build = (event: EventName, changes = {}) => buildEvidence(factsOf(event, changes), identityFor(event).signer, eventTime);
const events = Object.keys(EVENTS) as EventName[];

describe.each(events)('%s', (event) => {
  test('is built, verified, and says what it was told', async () => {
    const built = await build(event);
    const verified = verifyEvidence(serializeJws(built.jws));
    expect(verified.payload).toEqual(built.payload);
    expect(verified.summary).toEqual(built.summary);
    expect(verified.evidenceDigest).toBe(built.evidenceDigest);
    expect(summarizeStoredEvidence(built.jws, built.evidenceDigest)).toEqual(built.summary);
    expect(verified.summary).toMatchObject({
      messageId: MESSAGE_ID,
      event,
      sender: SENDER,
      recipient: RECIPIENT,
      role: EVENTS[event].issuer,
      eventTime: '2026-11-20T07:00:01.250Z',
      issuerSequence: 1,
      suite: '2026a',
    });
    expect(verified.certificate.fingerprint).toBe(identityFor(event).signer.certificate.fingerprint);
  });

  test('is verified by jose too', async () => {
    const { jws, payload } = await build(event);
    const key = await importX509(identityFor(event).certificatePem, 'ES256');
    const result = await flattenedVerify(jws, key, { algorithms: ['ES256'] });
    expect(result.protectedHeader).toMatchObject({ typ: 'valija-evidence+jose', cty: 'json' });
    expect(JSON.parse(Buffer.from(result.payload).toString())).toEqual(payload);
  });

  test('gives a reason when it is not positive', async () => {
    const withoutReasons = build(event, { reasons: [] });
    if (EVENTS[event].outcome === 'positive') await expect(withoutReasons).resolves.toBeDefined();
    else await expect(withoutReasons).rejects.toMatchObject({ code: 'evidence-malformed', disposition: 'operator' });
  });
});

describe('parts', () => {
  const partsOf = async (event: EventName, changes = {}) => {
    const { payload, summary } = await build(event, { message: { ...message, ...changes } });
    return [payload.userContentInfo.partsInfo.map((part) => part.identifier), summary.sealedContentDigest, summary.packageDigest];
  };

  test('evidence lists what its issuer knows', async () => {
    expect(await partsOf('SubmissionAcceptance')).toEqual([['sealed-content', 'package'], SEALED, PACKAGE]);
    expect(await partsOf('RelayAcceptance')).toEqual([['sealed-content'], SEALED, undefined]);
    expect(await partsOf('SubmissionRejection')).toEqual([['package'], undefined, PACKAGE]);
    expect(await partsOf('SubmissionRejection', { packageDigest: undefined })).toEqual([[], undefined, undefined]);
    expect(await partsOf('ContentConsignmentFailure')).toEqual([['sealed-content', 'package'], SEALED, PACKAGE]);
    expect(await partsOf('ContentConsignmentFailure', { packageDigest: undefined })).toEqual([['sealed-content'], SEALED, undefined]);
  });

  test.each(events.filter((event) => event !== 'SubmissionRejection' && event !== 'ContentConsignmentFailure'))(
    '%s needs its parts',
    async (event) => {
      const parts = event.startsWith('Relay') ? { sealedContentDigest: undefined } : { packageDigest: undefined };
      await expect(build(event, { message: { ...message, ...parts } })).rejects.toMatchObject({ code: 'evidence-malformed' });
    },
  );

  test('from B on the envelope is named, before it there is none', async () => {
    expect((await build('SubmissionAcceptance')).summary.envelopeDigest).toBeUndefined();
    expect((await build('RelayAcceptance')).summary.envelopeDigest).toBe(ENVELOPE);
    const unnamed = build('ContentConsignment', { message: { ...message, envelopeDigest: undefined } });
    await expect(unnamed).rejects.toMatchObject({ code: 'evidence-malformed' });
  });

  test('hand-over needs to know how well the one who took it was authenticated', async () => {
    const { recipientAssurance, ...unassured } = message;
    expect(recipientAssurance).toBeDefined();
    await expect(build('ContentHandover', { message: unassured })).rejects.toMatchObject({ code: 'evidence-malformed' });
    await expect(build('ContentConsignment', { message: unassured })).resolves.toBeDefined();
  });
});

describe('evidence of a relay', () => {
  const byRelay = (event: EventName, changes = {}) =>
    buildEvidence(factsOf(event, { issuer: RELAY, hop: 1, ...changes }), recipientIdentity.signer, eventTime);

  test('says its hop', async () => {
    const { jws } = await byRelay('RelayAcceptance');
    expect(verifyEvidence(jws).summary).toMatchObject({ role: 'relay', hop: 1, issuer: RELAY });
  });

  test('is about its hop alone', async () => {
    await expect(byRelay('RelayAcceptance', { hop: undefined })).rejects.toMatchObject({ code: 'evidence-hop-not-allowed' });
    await expect(byRelay('ContentConsignment', { hop: undefined })).rejects.toMatchObject({ code: 'evidence-issuer-not-allowed' });
    await expect(build('RelayAcceptance', { hop: 1 })).rejects.toMatchObject({ code: 'evidence-hop-not-allowed' });
  });
});

describe('evidenceDigest', () => {
  test('is SHA-256 of the three signed parts and survives a time-stamp', async () => {
    const { jws, evidenceDigest } = await build('SubmissionAcceptance');
    const text = `${jws.protected}.${jws.payload}.${jws.signature}`;
    expect(evidenceDigest).toBe(createHash('sha256').update(text).digest('hex'));
    const stamped = attachSignatureTimestamp(jws, Buffer.from('3003020101', 'hex'));
    expect(verifyEvidence(parseJws(serializeJws(stamped)))).toMatchObject({
      evidenceDigest,
      signatureTimestamps: [Buffer.from('3003020101', 'hex')],
    });
  });
});

describe('requireSameMessage', () => {
  const known = {
    messageId: MESSAGE_ID,
    sender: SENDER,
    recipient: RECIPIENT,
    packageCommitment: PACKAGE,
    firstSealedContentDigest: SEALED,
    envelopes: new Map([[ENVELOPE, SEALED]]),
  };

  test.each(events)('%s about our message is ours', async (event) => {
    const { summary } = await build(event);
    expect(() => requireSameMessage(summary, known)).not.toThrow();
    for (const other of [{ messageId: 'x' }, { sender: RELAY }, { recipient: RELAY }]) {
      expect(() => requireSameMessage(summary, { ...known, ...other })).toThrow(
        expect.objectContaining({ code: 'evidence-message-mismatch' }),
      );
    }
  });

  test('other octets under our envelope are noticed, part by part', async () => {
    const mismatch = expect.objectContaining({ code: 'evidence-content-mismatch' });
    const { summary } = await build('ContentConsignment');
    expect(() => requireSameMessage(summary, { ...known, envelopes: new Map([[ENVELOPE, PACKAGE]]) })).toThrow(mismatch);
    expect(() => requireSameMessage(summary, { ...known, packageCommitment: SEALED })).toThrow(mismatch);
    const acceptance = (await build('SubmissionAcceptance')).summary;
    expect(() => requireSameMessage(acceptance, { ...known, firstSealedContentDigest: PACKAGE })).toThrow(mismatch);
  });

  test('about another envelope nothing is compared: it is not our message', async () => {
    const { summary } = await build('RelayRejection');
    expect(() => requireSameMessage(summary, { ...known, envelopes: new Map([['f'.repeat(64), PACKAGE]]) })).not.toThrow();
  });
});

describe('tables', () => {
  test('every event has its own URI, in the namespace of ETSI or ours', () => {
    for (const row of Object.values(EVENTS)) {
      expect(eventByUri(row.uri)).toBe(row);
      expect(row.uri).toBe(row.code === undefined ? `urn:valija:event:${row.name}` : `http://uri.etsi.org/19522/Event/${row.name}`);
    }
    expect(eventByUri('http://uri.etsi.org/19522/Event/ConsignmentAcceptance')).toBeUndefined();
  });

  test('every reason has its own URI and is for events of the table', () => {
    for (const name of Object.keys(REASONS) as ReasonName[]) {
      expect(reasonByUri(REASONS[name].uri)).toBe(name);
      expect(REASONS[name].events.length).toBeGreaterThan(0);
    }
    for (const row of Object.values(EVENTS)) {
      if (row.outcome !== 'positive')
        expect(Object.values(REASONS).some(({ events: of }) => (of as readonly string[]).includes(row.name))).toBe(true);
    }
  });

  test('the wire schema is also a JSON Schema', () => {
    const schema = z.toJSONSchema(evidencePayload) as { oneOf?: unknown[]; anyOf?: unknown[] };
    expect((schema.oneOf ?? schema.anyOf ?? []).length).toBe(events.length);
    expect(JSON.stringify(schema)).not.toMatch(/appLayerIdentifier|conversation/);
  });
});

test.each(['urn:valija:authority:xa-central', 'urn:oasis:names:tc:ebcore:partyid:0204'])('%s comes apart and together', (identifier) => {
  expect(joinIdentifier(splitIdentifier(identifier))).toBe(identifier);
});

test.each([
  '',
  'xa',
  'urn:valija',
  'urn:valija:',
  'urn:valija:a:',
  'URN:valija:a',
  'urn:valija:a b',
  'urn:valija:autorité',
  'urn:valija:a\n',
])('%j is not an identifier', (text) => {
  expect(() => splitIdentifier(text)).toThrow(expect.objectContaining({ name: 'EvidenceError', code: 'identifier-malformed' }));
});
