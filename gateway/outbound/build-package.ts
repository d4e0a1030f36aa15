import { createHash } from 'node:crypto';
import { buildManifest } from '../../crypto/asic/build-manifest.ts';
import { WRITER_VERSION } from '../../crypto/asic/write-container.ts';
import { attachSignatureTimestamp } from '../../crypto/cades/attach-timestamp.ts';
import { signCades } from '../../crypto/cades/sign.ts';
import type { MessageRecord } from '../../store/contracts/records.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import type { OutboundParticulars, PreparedPackage } from '../package/particulars.ts';
import { REQUEST_DOCUMENT_NAME, type RequestDocument, serializeRequestDocument } from '../package/request-document.ts';
import { SIGNATURE_NAME } from '../package/seal-package.ts';
import { CURRENT_SUITE } from './recipient-certificate.ts';
import { stampWithPatience } from './stamp-with-patience.ts';

const NONCE_LENGTH = 32;

/** What seals the files: request document, manifest and the CAdES signature over it. */
export interface BuiltPackage {
  prepared: PreparedPackage;
  /** True when the time-stamp authority stayed silent for the lane's patience: the package then goes as B-B, for ever. */
  unstamped: boolean;
}

/** Signs the manifest over everything the package holds (CAdES B-T, or B-B when no time-stamp can be had in time). */
export async function buildPackage(
  dependencies: GatewayDependencies,
  message: MessageRecord,
  particulars: OutboundParticulars,
): Promise<BuiltPackage> {
  const requestBytes = serializeRequestDocument(requestDocumentOf(dependencies, message, particulars));
  const manifest = buildManifest(
    [
      { name: REQUEST_DOCUMENT_NAME, mimeType: 'application/json', sha256: createHash('sha256').update(requestBytes).digest(), root: true },
      ...particulars.files.map((file) => ({ name: file.name, mimeType: file.mediaType, sha256: Buffer.from(file.sha256, 'hex') })),
    ],
    SIGNATURE_NAME,
  );
  const signingTime = dependencies.clock.now();
  const { der, signatureValue } = await signCades({ signer: dependencies.keys.signer('seal'), content: manifest, signingTime });
  const token = await stampWithPatience(dependencies, message, createHash('sha256').update(signatureValue).digest());
  const signature = token === undefined ? der : attachSignatureTimestamp(der, token);
  return {
    prepared: {
      requestDocument: requestBytes.toString('base64'),
      manifest: manifest.toString('base64'),
      signature: signature.toString('base64'),
      writerVersion: WRITER_VERSION,
    },
    unstamped: token === undefined,
  };
}

function requestDocumentOf(dependencies: GatewayDependencies, message: MessageRecord, particulars: OutboundParticulars): RequestDocument {
  return {
    format: 'valija-request/1',
    messageId: message.messageId,
    conversation: particulars.conversation,
    ...(particulars.requestGroup === undefined ? {} : { requestGroup: particulars.requestGroup }),
    sender: message.sender,
    recipient: message.recipient,
    actor: particulars.actor,
    ...(particulars.subject === undefined ? {} : { subject: particulars.subject }),
    ...(dependencies.settings.environment === 'training' ? { training: true as const } : {}),
    ...(particulars.registerNumber === undefined ? {} : { registerNumber: particulars.registerNumber }),
    lane: message.lane,
    deadlines: message.deadlines,
    suite: CURRENT_SUITE,
    submissionTime: message.submissionTime,
    nonce: particulars.nonce ?? dependencies.randomBytes(NONCE_LENGTH).toString('base64url'),
    files: particulars.files.map(({ name, role, mediaType, language }) => ({
      name,
      role,
      mediaType,
      ...(language === undefined ? {} : { language }),
    })),
  };
}
