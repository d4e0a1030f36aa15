import { createHash } from 'node:crypto';
import { signatureIdentifier } from '../cms/signed-data-algorithms.ts';
import { bitString, contextConstructed, contextPrimitive, generalizedTime, octetString, sequence, tlv } from '../der/writer.ts';
import type { Signer } from '../signer.ts';
import { signatureByName } from '../suites.ts';
import { publicKeyOctets } from './ocsp-certificate-id.ts';
import { writeNonce } from './ocsp-extensions.ts';
import { OCSP_STATUSES, type OcspAnswer, type OcspResponseStatus, wrapBasicOcspResponse } from './ocsp-response.ts';

/** What to say about one certificate; times are cut to whole seconds. `certificateId` is repeated as the request had it. */
export type OcspStatement = Pick<OcspAnswer, 'status' | 'revokedAt' | 'reason' | 'thisUpdate' | 'nextUpdate'> & {
  readonly certificateId: { readonly der: Buffer };
};

/**
 * Signs an OCSPResponse (RFC 6960 section 4.2). The certificate of the signer travels inside unless it is the issuer's own, which
 * whoever asks has; ours names itself by the digest of its key unless asked to do it by name.
 */
export async function createOcspResponse(options: {
  signer: Signer;
  answers: readonly OcspStatement[];
  producedAt: Date;
  /** Content octets of the nonce to repeat. */
  nonce?: Buffer;
  responderId?: 'key' | 'name';
  includeCertificate?: boolean;
}): Promise<Buffer> {
  const { signer, nonce } = options;
  const data = sequence(
    writeResponderId(signer, options.responderId ?? 'key'),
    wholeSeconds(options.producedAt),
    sequence(...options.answers.map(writeAnswer)),
    ...(nonce === undefined ? [] : [contextConstructed(1, sequence(writeNonce(nonce)))]),
  );
  const basic = sequence(
    data,
    signatureIdentifier(signatureByName(signer.algorithm)),
    bitString(await signer.sign(data, 'der')),
    ...(options.includeCertificate === false ? [] : [contextConstructed(0, sequence(signer.certificate.der))]),
  );
  return wrapBasicOcspResponse(basic);
}

/** An answer that gives no status; it is not signed (RFC 6960 section 2.3). */
export function createOcspRefusal(status: Exclude<OcspResponseStatus, 'successful'>): Buffer {
  return sequence(tlv(0x0a, Buffer.of(OCSP_STATUSES[status])));
}

function writeResponderId({ certificate }: Signer, kind: 'key' | 'name'): Buffer {
  if (kind === 'name') return contextConstructed(1, certificate.subjectDer);
  return contextConstructed(2, octetString(createHash('sha1').update(publicKeyOctets(certificate)).digest()));
}

function writeAnswer(answer: OcspStatement): Buffer {
  return sequence(
    answer.certificateId.der,
    writeStatus(answer),
    wholeSeconds(answer.thisUpdate),
    ...(answer.nextUpdate === undefined ? [] : [contextConstructed(0, wholeSeconds(answer.nextUpdate))]),
  );
}

function writeStatus({ status, revokedAt, reason }: OcspStatement): Buffer {
  if (status !== 'revoked' || revokedAt === undefined) return contextPrimitive(status === 'good' ? 0 : 2, Buffer.alloc(0));
  const reasons = reason === undefined ? [] : [contextConstructed(0, tlv(0x0a, Buffer.of(reason)))];
  return contextConstructed(1, wholeSeconds(revokedAt), ...reasons);
}

function wholeSeconds(date: Date): Buffer {
  return generalizedTime(new Date(Math.floor(date.getTime() / 1000) * 1000));
}
