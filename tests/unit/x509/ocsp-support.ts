import { createHash, type KeyObject, sign as signBytes } from 'node:crypto';
import {
  bitString,
  contextConstructed,
  contextPrimitive,
  generalizedTime,
  nullValue,
  objectIdentifier,
  octetString,
  sequence,
  tlv,
} from '../../../crypto/der/writer.ts';
import type { Certificate } from '../../../crypto/x509/certificate.ts';
import { type OcspResponse, parseOcspResponse } from '../../../crypto/x509/ocsp-response.ts';
import { days, ECDSA_SHA256, type ExtensionFields, extension, type Issued, issue, writeExtension } from './support.ts';

/** Writer of OCSP messages for tests, independent of the readers: it can also write what must be refused. */

export const OCSP_SIGNING = '1.3.6.1.5.5.7.3.9';
export const NO_CHECK = extension('1.3.6.1.5.5.7.48.1.5', nullValue());

export const SHA256_WITH_RSA = sequence(objectIdentifier('1.2.840.113549.1.1.11'), nullValue());

export const DIGESTS = { sha1: '1.3.14.3.2.26', sha256: '2.16.840.1.101.3.4.2.1', sha512: '2.16.840.1.101.3.4.2.3' } as const;

/** The bits of a P-256 key stand at the end of its encoding, 65 octets. */
export function keyBits(certificate: Certificate): Buffer {
  return certificate.spkiDer.subarray(certificate.spkiDer.length - 65);
}

export function certificateId(certificate: Certificate, issuer: Certificate, digest: keyof typeof DIGESTS = 'sha256'): Buffer {
  const hash = (bytes: Buffer) => octetString(createHash(digest).update(bytes).digest());
  const algorithm = sequence(objectIdentifier(DIGESTS[digest]), nullValue());
  return sequence(algorithm, hash(issuer.subjectDer), hash(keyBits(issuer)), tlv(0x02, certificate.serialDer));
}

export function revokedStatus(at: Date, reason?: number): Buffer {
  return contextConstructed(1, generalizedTime(at), ...(reason === undefined ? [] : [contextConstructed(0, tlv(0x0a, Buffer.of(reason)))]));
}

export const GOOD = contextPrimitive(0, Buffer.alloc(0));
export const UNKNOWN = contextPrimitive(2, Buffer.alloc(0));

export interface AnswerFields {
  certificateId: Buffer;
  status?: Buffer;
  thisUpdate?: Buffer;
  nextUpdate?: Buffer | null;
  extensions?: readonly ExtensionFields[];
}

export function writeAnswer(fields: AnswerFields): Buffer {
  return sequence(
    fields.certificateId,
    fields.status ?? GOOD,
    fields.thisUpdate ?? generalizedTime(days(-1)),
    ...(fields.nextUpdate === null ? [] : [contextConstructed(0, fields.nextUpdate ?? generalizedTime(days(7)))]),
    ...(fields.extensions === undefined ? [] : [contextConstructed(1, sequence(...fields.extensions.map(writeExtension)))]),
  );
}

export interface ResponseFields {
  status?: Buffer;
  type?: string;
  version?: Buffer;
  responderId: Buffer;
  producedAt?: Buffer;
  answers: readonly Buffer[];
  extensions?: readonly ExtensionFields[];
  algorithm?: Buffer;
  signature: (signedPart: Buffer) => Buffer;
  certificates?: readonly Buffer[];
}

export function writeResponse(fields: ResponseFields): Buffer {
  const data = sequence(
    ...(fields.version === undefined ? [] : [fields.version]),
    fields.responderId,
    fields.producedAt ?? generalizedTime(days(-1)),
    sequence(...fields.answers),
    ...(fields.extensions === undefined ? [] : [contextConstructed(1, sequence(...fields.extensions.map(writeExtension)))]),
  );
  const basic = sequence(
    data,
    fields.algorithm ?? ECDSA_SHA256,
    bitString(fields.signature(data)),
    ...(fields.certificates === undefined ? [] : [contextConstructed(0, sequence(...fields.certificates))]),
  );
  const bytes = sequence(objectIdentifier(fields.type ?? '1.3.6.1.5.5.7.48.1.1'), octetString(basic));
  return sequence(fields.status ?? tlv(0x0a, Buffer.of(0)), contextConstructed(0, bytes));
}

export function byName(certificate: Certificate): Buffer {
  return contextConstructed(1, certificate.subjectDer);
}

export function byKey(certificate: Certificate): Buffer {
  return contextConstructed(2, octetString(createHash('sha1').update(keyBits(certificate)).digest()));
}

export function signWith(key: KeyObject): (signedPart: Buffer) => Buffer {
  return (signedPart) => signBytes('sha256', signedPart, key);
}

/** A responder of the issuer, with id-pkix-ocsp-nocheck unless other extensions are given. */
export function issueResponder(issuer: Issued, options: Partial<Parameters<typeof issue>[0]> = {}): Issued {
  return issue({ name: 'responder', issuer, extendedKeyUsage: [OCSP_SIGNING], extensions: [NO_CHECK], ...options });
}

/** One signed answer, by the responder where one is given and otherwise by the issuer. */
export function answerFor(
  options: {
    certificate: Certificate;
    issuer: Issued;
    responder?: Issued;
    revoked?: { at: Date; reason?: number };
    thisUpdate?: Date;
    nextUpdate?: Date | null;
    producedAt?: Date;
    digest?: keyof typeof DIGESTS;
  } & Partial<Pick<ResponseFields, 'responderId' | 'extensions' | 'certificates' | 'algorithm' | 'signature'>> &
    Pick<Partial<AnswerFields>, 'status'>,
): OcspResponse {
  const signer = options.responder ?? options.issuer;
  const thisUpdate = options.thisUpdate ?? days(-1);
  const { revoked, nextUpdate } = options;
  const answer = writeAnswer({
    certificateId: certificateId(options.certificate, options.issuer.certificate, options.digest),
    status: options.status ?? (revoked === undefined ? GOOD : revokedStatus(revoked.at, revoked.reason)),
    thisUpdate: generalizedTime(thisUpdate),
    ...(nextUpdate === undefined ? {} : { nextUpdate: nextUpdate === null ? null : generalizedTime(nextUpdate) }),
  });
  return parseOcspResponse(
    writeResponse({
      responderId: options.responderId ?? byKey(signer.certificate),
      producedAt: generalizedTime(options.producedAt ?? thisUpdate),
      answers: [answer],
      signature: options.signature ?? signWith(signer.privateKey),
      ...(options.algorithm === undefined ? {} : { algorithm: options.algorithm }),
      ...(options.extensions === undefined ? {} : { extensions: options.extensions }),
      certificates: options.certificates ?? [signer.certificate.der],
    }),
  );
}
