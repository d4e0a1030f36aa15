import { createHash } from 'node:crypto';
import { digestIdentifier, signatureIdentifier } from '../../../crypto/cms/signed-data-algorithms.ts';
import {
  algorithmProtectionAttribute,
  contentTypeAttribute,
  messageDigestAttribute,
  signingCertificateAttribute,
  signingTimeAttribute,
} from '../../../crypto/cms/signed-data-attributes.ts';
import { OID } from '../../../crypto/der/object-identifiers.ts';
import {
  contextConstructed,
  integer,
  objectIdentifier,
  octetString,
  sequence,
  set,
  sortEncodings,
  tlv,
} from '../../../crypto/der/writer.ts';
import type { Signer } from '../../../crypto/signer.ts';
import { signatureByName } from '../../../crypto/suites.ts';

/** Parts of a detached CAdES signature, each of which a test may replace; what is left out is what an honest signer writes. */
export interface Forgery {
  content: Buffer;
  contentType?: string;
  encapsulated?: Buffer;
  signedDataVersion?: number;
  signerInfoVersion?: number;
  signerIdentifier?: Buffer;
  digestAlgorithm?: Buffer;
  signatureAlgorithm?: Buffer;
  /** Encoded attributes in this very order. */
  attributes?: Buffer[];
  noSignedAttributes?: boolean;
  certificates?: Buffer[];
  signature?: Buffer;
  signerCount?: number;
  unsigned?: Buffer[];
}

/** The attributes of an honest signer by name, to be changed one at a time. */
export function honestAttributes(signer: Signer, content: Buffer, contentType: string = OID.data) {
  const row = signatureByName(signer.algorithm);
  return {
    contentType: contentTypeAttribute(contentType),
    messageDigest: messageDigestAttribute(createHash(row.digest).update(content).digest()),
    signingCertificate: signingCertificateAttribute(signer.certificate),
    algorithmProtection: algorithmProtectionAttribute(digestIdentifier(row.digest), signatureIdentifier(row)),
    signingTime: signingTimeAttribute(new Date('2026-11-20T07:00:00Z')),
  };
}

/** A SignedData put together by hand, its attributes really signed. */
export async function forge(signer: Signer, forgery: Forgery): Promise<Buffer> {
  const row = signatureByName(signer.algorithm);
  const { certificate } = signer;
  const contentType = forgery.contentType ?? OID.data;
  const attributes = forgery.attributes ?? sortEncodings(Object.values(honestAttributes(signer, forgery.content, contentType)));
  const digestAlgorithm = forgery.digestAlgorithm ?? digestIdentifier(row.digest);
  const signerInfo = sequence(
    integer(forgery.signerInfoVersion ?? 1),
    forgery.signerIdentifier ?? sequence(certificate.issuerDer, tlv(0x02, certificate.serialDer)),
    digestAlgorithm,
    ...(forgery.noSignedAttributes ? [] : [contextConstructed(0, ...attributes)]),
    forgery.signatureAlgorithm ?? signatureIdentifier(row),
    octetString(forgery.signature ?? (await signer.sign(set(...attributes), 'der'))),
    ...(forgery.unsigned === undefined ? [] : [contextConstructed(1, ...forgery.unsigned)]),
  );
  const signedData = sequence(
    integer(forgery.signedDataVersion ?? 1),
    set(digestAlgorithm),
    sequence(objectIdentifier(contentType), ...(forgery.encapsulated ? [contextConstructed(0, octetString(forgery.encapsulated))] : [])),
    contextConstructed(0, ...(forgery.certificates ?? [certificate.der])),
    set(...Array.from({ length: forgery.signerCount ?? 1 }, () => signerInfo)),
  );
  return sequence(objectIdentifier(OID.signedData), contextConstructed(0, signedData));
}
