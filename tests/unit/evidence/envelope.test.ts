import { flattenedVerify, importX509 } from 'jose';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { serializeJws } from '../../../crypto/jades/flattened-jws.ts';
import { signJades } from '../../../crypto/jades/sign.ts';
import {
  type EnvelopeHeader,
  envelopeDigest,
  envelopeHeader,
  readStoredEnvelope,
  signEnvelope,
  verifyEnvelope,
} from '../../../evidence/envelope.ts';
import { type ResealedRecord, signResealed, verifyResealed } from '../../../evidence/resealed.ts';
import { header, MESSAGE_ID, PACKAGE, RECIPIENT, RELAY, SEALED, SENDER, senderIdentity } from './support.ts';

const { signer, certificatePem } = senderIdentity;
const issuedAt = new Date('2026-11-20T07:00:05.500Z');

// biome-ignore lint/suspicious/noExplicitAny: hostile headers are edited without regard to their type
type Edit = (header: any) => void;
const edited = (edit: Edit) => {
  const copy = structuredClone(header);
  edit(copy);
  return copy;
};
const signedUnchecked = (content: unknown, type = 'valija-envelope+jose', at = issuedAt) =>
  signJades({ payload: Buffer.from(JSON.stringify(content)), type, signer, issuedAt: at });

describe('envelope', () => {
  test('is signed and verified', async () => {
    const { jws, envelopeDigest: digest } = await signEnvelope(header, signer, issuedAt);
    const verified = verifyEnvelope(serializeJws(jws));
    expect(verified).toMatchObject({ header, envelopeDigest: digest });
    expect(envelopeDigest(jws)).toBe(digest);
    expect(readStoredEnvelope(jws)).toEqual(header);
    const { protectedHeader } = await flattenedVerify(jws, await importX509(certificatePem, 'ES256'));
    expect(protectedHeader).toMatchObject({ typ: 'valija-envelope+jose', cty: 'json' });
  });

  test('may pass relays, come without checkpoint and be due to the second', async () => {
    const { latestCheckpointSeenOfPeer, ...withoutCheckpoint } = header;
    expect(latestCheckpointSeenOfPeer).toBeDefined();
    const relayed: EnvelopeHeader = { ...withoutCheckpoint, route: [SENDER, RELAY, RECIPIENT], submissionTime: '2026-11-20T07:00:00Z' };
    const { jws } = await signEnvelope(relayed, signer, issuedAt);
    expect(verifyEnvelope(jws).header).toEqual(relayed);
  });

  test('its schema is also a JSON Schema', () => {
    expect(Object.keys(z.toJSONSchema(envelopeHeader).properties ?? {})).toEqual(
      expect.arrayContaining(['route', 'lane', 'packageCommitment']),
    );
  });

  const faults: [what: string, edit: Edit, code: string][] = [
    ['other format', (h) => (h.format = 'valija-envelope/2'), 'envelope-malformed'],
    ['message in capitals', (h) => (h.messageId = MESSAGE_ID.replace('0199', 'ABCD')), 'envelope-malformed'],
    ['message that is a path', (h) => (h.messageId = '../../x'), 'envelope-malformed'],
    ['no sender', (h) => delete h.sender, 'envelope-malformed'],
    ['recipient in other letters', (h) => (h.recipient = 'urn:valija:authority:xb-central\u00e9'), 'envelope-malformed'],
    ['subject', (h) => (h.subject = 'x'), 'envelope-malformed'],
    ['conversation', (h) => (h.conversation = 'x'), 'envelope-malformed'],
    ['empty route', (h) => (h.route = []), 'envelope-malformed'],
    ['route of 17', (h) => (h.route = Array(17).fill(SENDER)), 'envelope-malformed'],
    ['unknown lane', (h) => (h.lane = 'express'), 'envelope-malformed'],
    ['deadline without zone', (h) => (h.deadlines.relay = '2026-11-23T07:00:00'), 'envelope-malformed'],
    ['fourth deadline', (h) => (h.deadlines.reading = h.deadlines.relay), 'envelope-malformed'],
    ['consent mode', (h) => (h.consignmentMode = 'consent'), 'envelope-malformed'],
    ['fingerprint too short', (h) => (h.recipientKeyFingerprint = 'dd'), 'envelope-malformed'],
    ['negative generation', (h) => (h.sealGeneration = -1), 'envelope-malformed'],
    ['no length', (h) => delete h.sealedContent.length, 'envelope-malformed'],
    ['empty content', (h) => (h.sealedContent.length = 0), 'envelope-malformed'],
    ['content over 60 GiB', (h) => (h.sealedContent.length = 60 * 1024 ** 3 + 1), 'envelope-malformed'],
    ['unstamped as text', (h) => (h.unstamped = 'false'), 'envelope-malformed'],
    ['endless checkpoint', (h) => (h.latestCheckpointSeenOfPeer = 'x'.repeat(4097)), 'envelope-malformed'],
    ['unknown suite', (h) => (h.suite = '2099z'), 'suite-unknown'],
    ['to oneself', (h) => (h.recipient = SENDER), 'envelope-route-inconsistent'],
    ['route from elsewhere', (h) => (h.route = [RELAY, RECIPIENT]), 'envelope-route-inconsistent'],
    ['route to elsewhere', (h) => (h.route = [SENDER, RELAY]), 'envelope-route-inconsistent'],
    ['route in a circle', (h) => (h.route = [SENDER, RELAY, SENDER, RECIPIENT]), 'envelope-route-inconsistent'],
    ['expired when submitted', (h) => (h.deadlines.relay = h.submissionTime), 'envelope-deadlines-inconsistent'],
    ['consignment before relay', (h) => (h.deadlines.consignment = '2026-11-21T07:00:00.000Z'), 'envelope-deadlines-inconsistent'],
    ['hand-over before consignment', (h) => (h.deadlines.handover = '2026-11-24T07:00:00.000Z'), 'envelope-deadlines-inconsistent'],
    ['more than 90 days', (h) => (h.deadlines.handover = '2027-02-18T07:00:00.001Z'), 'envelope-deadlines-inconsistent'],
    ['submitted after it was signed', (h) => (h.submissionTime = '2026-11-20T07:00:06.000Z'), 'envelope-time-inconsistent'],
  ];

  test.each(faults)('refused: %s', async (_what, edit, code) => {
    const jws = await signedUnchecked(edited(edit));
    expect(() => verifyEnvelope(jws)).toThrow(expect.objectContaining({ code, disposition: 'refuse' }));
    await expect(signEnvelope(edited(edit), signer, issuedAt)).rejects.toMatchObject({ code });
  });

  test('our own mistake calls the operator', async () => {
    await expect(signEnvelope({ ...header, route: [SENDER] }, signer, issuedAt)).rejects.toMatchObject({ disposition: 'operator' });
  });

  test('evidence is not an envelope', async () => {
    const jws = await signedUnchecked(header, 'valija-evidence+jose');
    expect(() => verifyEnvelope(jws)).toThrow(expect.objectContaining({ code: 'jades-type-not-allowed' }));
  });
});

describe('resealed record', () => {
  const record: ResealedRecord = {
    format: 'valija-resealed/1',
    messageId: MESSAGE_ID,
    sender: SENDER,
    recipient: RECIPIENT,
    suite: '2026a',
    time: '2026-11-20T07:00:05.000Z',
    reason: 'recipient-certificate-changed',
    packageCommitment: PACKAGE,
    replaced: { envelopeDigest: '1'.repeat(64), sealGeneration: 0, headerGeneration: 0, sealedContentDigest: SEALED },
    replacement: { envelopeDigest: '2'.repeat(64), sealGeneration: 1, headerGeneration: 0, sealedContentDigest: 'f'.repeat(64) },
  };
  const newHeader = { ...record.replaced, envelopeDigest: '2'.repeat(64), headerGeneration: 1 };

  test.each([record, { ...record, reason: 'route-changed' as const, replacement: newHeader }])(
    'is signed and verified',
    async (statement) => {
      const { jws, digest } = await signResealed(statement, signer, issuedAt);
      expect(verifyResealed(serializeJws(jws))).toMatchObject({ record: statement, digest });
    },
  );

  const faults: [what: string, changes: object][] = [
    ['no package', { packageCommitment: undefined }],
    ['reason in words', { reason: 'because' }],
    ['a generation left out', { replacement: { ...record.replacement, sealGeneration: 2 } }],
    ['backwards', { replaced: record.replacement, replacement: record.replaced }],
    ['sealed again to the same octets', { replacement: { ...record.replacement, sealedContentDigest: SEALED } }],
    ['other octets under the same sealing', { replacement: { ...newHeader, sealedContentDigest: 'f'.repeat(64) } }],
    ['nothing new', { replacement: record.replaced }],
    ['signed before its time', { time: '2026-11-20T07:00:06.000Z' }],
  ];
  test.each(faults)('refused: %s', async (_what, changes) => {
    const statement = { ...record, ...changes } as ResealedRecord;
    const jws = await signedUnchecked(statement, 'valija-resealed+jose');
    expect(() => verifyResealed(jws)).toThrow(expect.objectContaining({ code: 'resealed-malformed', disposition: 'refuse' }));
    await expect(signResealed(statement, signer, issuedAt)).rejects.toMatchObject({ code: 'resealed-malformed', disposition: 'operator' });
  });

  test('has a kind of its own', async () => {
    expect(() => verifyResealed(Buffer.from('{}'))).toThrow(expect.objectContaining({ code: 'jws-structure' }));
    const { jws } = await signResealed(record, signer, issuedAt);
    expect(() => verifyEnvelope(jws)).toThrow(expect.objectContaining({ code: 'jades-type-not-allowed' }));
  });
});
