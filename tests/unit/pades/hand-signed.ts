import { createHash } from 'node:crypto';
import { buildSignedData, type SignedDataPlan } from '../../../crypto/cms/signed-data-build.ts';
import { OID } from '../../../crypto/der/object-identifiers.ts';
import { nextObjectNumber } from '../../../crypto/pades/incremental-update.ts';
import { openPdf } from '../../../crypto/pades/pdf-document.ts';
import type { Signer } from '../../../crypto/signer.ts';
import { MAXIMUM_LENGTH, updated } from './support.ts';

export const CONTENTS_LENGTH = 4096;

export interface HandMade {
  /** The signature dictionary but for `/ByteRange` and `/Contents`. */
  dictionary?: string;
  /** Makes what goes into `/Contents`, given the octets covered. */
  contents: (covered: Buffer) => Promise<Buffer>;
  widget?: string;
  name?: string;
}

export const PADES = '/Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/M(D:20261120083000Z)';

/** A signature made without our signing code, so that it can be anything. The file must have no form. */
export async function handSigned(pdf: Buffer, { dictionary = PADES, contents, widget = '', name = 'Hand' }: HandMade): Promise<Buffer> {
  const number = nextObjectNumber(openPdf(pdf, MAXIMUM_LENGTH));
  const holes = `/ByteRange[0 0000000000 0000000000 0000000000]/Contents<${'0'.repeat(CONTENTS_LENGTH * 2)}>`;
  const signed = updated(pdf, [
    { number, body: `<<${dictionary}${holes}>>` },
    { number: number + 1, body: `<</Type/Annot/Subtype/Widget/FT/Sig/T(${name})/V ${number} 0 R/P 3 0 R/Rect[0 0 0 0]${widget}>>` },
    { number: 1, body: `<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[${number + 1} 0 R]/SigFlags 3>>>>` },
  ]);
  const gap = signed.indexOf('/Contents<', pdf.length, 'latin1') + '/Contents'.length;
  const end = gap + CONTENTS_LENGTH * 2 + 2;
  const counts = [gap, end, signed.length - end].map((count) => String(count).padStart(10, '0'));
  signed.write(`/ByteRange[0 ${counts.join(' ')}]`, signed.indexOf('/ByteRange[', pdf.length, 'latin1'), 'latin1');
  const der = await contents(Buffer.concat([signed.subarray(0, gap), signed.subarray(end)]));
  signed.write(der.toString('hex'), gap + 1, 'latin1');
  return signed;
}

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest();

/** A CMS signature over what is covered, with something changed. */
export const cmsOver =
  (signer: Signer, changes: Partial<SignedDataPlan> = {}) =>
  async (covered: Buffer): Promise<Buffer> => {
    const plan = { signer, contentType: OID.data, content: { detachedDigest: sha256(covered) }, certificates: [signer.certificate] };
    return (await buildSignedData({ ...plan, ...changes })).der;
  };

/** The signature dictionary of a certification (ISO 32000-1 section 12.8.2.2). */
export const certified = (permission: number): string =>
  `${PADES}/Reference[<</TransformMethod/DocMDP/TransformParams<</P ${permission}/V/1.2>>>>]`;
