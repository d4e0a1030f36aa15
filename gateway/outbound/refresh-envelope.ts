import { serializeJws } from '../../crypto/jades/flattened-jws.ts';
import type { Certificate } from '../../crypto/x509/certificate.ts';
import { type ResealedRecord, signResealed } from '../../evidence/resealed.ts';
import type { Row, RowChange } from '../../store/contracts/ledger.ts';
import type { MessageRecord } from '../../store/contracts/records.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { GatewayError } from '../error.ts';
import { logLeaf } from '../log-leaf.ts';
import { discardBlobs } from '../package/discard-blobs.ts';
import { readParticulars } from '../package/particulars.ts';
import { planPackage, sealPackage } from '../package/seal-package.ts';
import { commit } from '../unit-of-work.ts';
import { buildEnvelope, routeTo } from './envelope.ts';
import { CURRENT_SUITE, selectRecipientCertificate } from './recipient-certificate.ts';

/**
 * Brings the header up to date with the directory before an attempt (design section 3, transmit): another certificate of the
 * recipient means sealing the same package again; another route or envelope certificate of our own means a new header. The package is
 * never signed again. A signed record links each generation to the one before, so that B.1 for any header we sent counts.
 */
export async function refreshEnvelope(dependencies: GatewayDependencies, row: Row<'messages'>): Promise<Row<'messages'>> {
  const message = row.value;
  const recipient = await selectRecipientCertificate(dependencies, message.recipient);
  const current = await dependencies.ledger.get('envelopes', message.envelopeDigest ?? '');
  if (current === undefined) throw new GatewayError('internal', 'a prepared message without header', { disposition: 'operator' });
  if (recipient.spkiSha256.toString('hex') !== message.recipientKey) return reseal(dependencies, row, recipient);
  const reason = headerReason(dependencies, message, current.value);
  return reason === undefined ? row : renewHeader(dependencies, row, reason);
}

type Reason = ResealedRecord['reason'];

function headerReason(dependencies: GatewayDependencies, message: MessageRecord, envelope: Row<'envelopes'>['value']): Reason | undefined {
  if (routeTo(dependencies, message.recipient).join('\n') !== envelope.route.join('\n')) return 'route-changed';
  const { protected: encoded } = JSON.parse(envelope.jws) as { protected: string };
  const header = JSON.parse(Buffer.from(encoded, 'base64url').toString('utf8')) as { 'x5t#S256'?: string };
  const ours = dependencies.keys.signer('envelope').certificate.sha256.toString('base64url');
  return header['x5t#S256'] === ours ? undefined : 'envelope-certificate-changed';
}

async function reseal(dependencies: GatewayDependencies, row: Row<'messages'>, recipient: Certificate): Promise<Row<'messages'>> {
  const message = row.value;
  const scope = { wrappedKey: message.wrappedKey, messageKey: row.key, now: dependencies.clock.now() };
  const place = { wrappedKey: message.wrappedKey, blobId: message.particularsBlob ?? '' };
  const particulars = await readParticulars(dependencies.blobs, place, 'outbound');
  if (particulars.prepared === undefined) throw new GatewayError('internal', 'particulars without package', { disposition: 'operator' });
  const sealed = await sealPackage(dependencies, scope, planPackage(particulars, particulars.prepared), recipient);
  try {
    // The rebuilt container must be the one that was signed and stated in A.1, byte for byte.
    if (sealed.packageCommitment !== message.packageCommitment) {
      throw new GatewayError('package-commitment-mismatch', 'the package cannot be rebuilt', { disposition: 'operator' });
    }
    const patch: Partial<MessageRecord> = {
      sealGeneration: message.sealGeneration + 1,
      headerGeneration: 0,
      suite: CURRENT_SUITE,
      sealedBlob: sealed.receipt.blobId,
      sealedDigest: sealed.sealedDigest,
      sealedLength: sealed.sealedLength,
      recipientKey: recipient.spkiSha256.toString('hex'),
    };
    const former: RowChange[] =
      message.sealedBlob === undefined ? [] : [{ table: 'blobs', key: message.sealedBlob, expect: 1, value: null }];
    const reason = 'recipient-certificate-changed';
    const next = await commitGeneration(dependencies, row, { reason, patch, rows: [sealed.receipt.row, ...former] });
    if (message.sealedBlob !== undefined) await dependencies.blobs.remove(message.sealedBlob);
    return next;
  } catch (error) {
    await discardBlobs(dependencies, [sealed.receipt]);
    throw error;
  }
}

function renewHeader(dependencies: GatewayDependencies, row: Row<'messages'>, reason: Reason): Promise<Row<'messages'>> {
  return commitGeneration(dependencies, row, { reason, patch: { headerGeneration: row.value.headerGeneration + 1 }, rows: [] });
}

async function commitGeneration(
  dependencies: GatewayDependencies,
  row: Row<'messages'>,
  generation: { reason: Reason; patch: Partial<MessageRecord>; rows: readonly RowChange[] },
): Promise<Row<'messages'>> {
  const before = row.value;
  const now = dependencies.clock.now();
  const after: MessageRecord = { ...before, ...generation.patch, changedAt: now.toISOString() };
  const envelope = await buildEnvelope(dependencies, after);
  after.envelopeDigest = envelope.envelopeDigest;
  const record: ResealedRecord = {
    format: 'valija-resealed/1',
    messageId: before.messageId,
    sender: before.sender,
    recipient: before.recipient,
    suite: CURRENT_SUITE,
    time: now.toISOString(),
    reason: generation.reason,
    packageCommitment: before.packageCommitment ?? '',
    replaced: stepOf(before),
    replacement: stepOf(after),
  };
  const link = await signResealed(record, dependencies.keys.signer('evidence'), now);
  const value = { ...envelope.record, link: serializeJws(link.jws).toString('utf8') };
  await commit(dependencies, {
    rows: [
      { table: 'messages', key: row.key, expect: row.version, value: after },
      { table: 'envelopes', key: envelope.envelopeDigest, expect: 0, value },
      ...generation.rows,
    ],
    leaves: [
      logLeaf('envelope', Buffer.from(envelope.envelopeDigest, 'hex'), dependencies),
      logLeaf('statement', Buffer.from(link.digest, 'hex'), dependencies),
    ],
  });
  dependencies.observe({ name: 'resealed', messageId: before.messageId, code: generation.reason });
  return { ...row, version: row.version + 1, value: after };
}

function stepOf(message: MessageRecord): ResealedRecord['replaced'] {
  return {
    envelopeDigest: message.envelopeDigest ?? '',
    sealGeneration: message.sealGeneration,
    headerGeneration: message.headerGeneration,
    sealedContentDigest: message.sealedDigest ?? '',
  };
}
