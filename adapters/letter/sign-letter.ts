import { CryptoError } from '../../crypto/error.ts';
import { reservedPlaces } from '../../crypto/pades/reserved-place.ts';
import { type PadesRequest, type SignedPdf, signPades } from '../../crypto/pades/sign.ts';
import { verifyPades } from '../../crypto/pades/verify.ts';
import { type LetterSigning, SIGNATURE_ROOM, type SignedLetter } from '../../gateway/contracts/letters.ts';

/** No token is to be waited for any more. */
class WithoutTimestamp extends Error {}

/**
 * Signs a letter and checks that what came out holds: nothing leaves that its own recipient would refuse.
 *
 * @throws CryptoError as `signPades`, `signature-invalid`; what the signer and `stamp` throw passes through
 */
export async function signLetter(request: LetterSigning, { maximumLength }: { maximumLength: number }): Promise<SignedLetter> {
  const { letter, signer, signingTime } = request;
  const unmarked = { pdf: letter, signer, signingTime, maximumLength: maximumLength + SIGNATURE_ROOM };
  const unstamped = { ...unmarked, ...(await markIn(unmarked, request.mark)) };
  const signed = await stampedOrNot(unstamped, request.stamp);
  await requireHolding(signed, request);
  return { update: signed.pdf.subarray(letter.length), level: signed.level };
}

/** What the signature is to show, where the letter keeps the place and nobody has signed it yet; otherwise it is invisible. */
async function markIn(
  { pdf, maximumLength }: Pick<PadesRequest, 'pdf' | 'maximumLength'>,
  mark: LetterSigning['mark'],
): Promise<Pick<PadesRequest, 'mark'>> {
  const place = mark === undefined ? undefined : reservedPlaces(pdf, maximumLength).find(({ field }) => field === mark.field);
  if (mark === undefined || place === undefined) return {};
  return { mark: { field: place.field, appearance: await mark.draw({ width: place.width, height: place.height }) } };
}

async function stampedOrNot(
  unstamped: Omit<Parameters<typeof signPades>[0], 'requestTimestamp'>,
  stamp: LetterSigning['stamp'],
): Promise<SignedPdf> {
  const requestTimestamp = async (imprint: Buffer): Promise<Buffer> => {
    const token = await stamp(imprint);
    if (token === undefined) throw new WithoutTimestamp();
    return token;
  };
  try {
    return await signPades({ ...unstamped, requestTimestamp });
  } catch (error) {
    if (error instanceof WithoutTimestamp) return signPades(unstamped);
    throw error;
  }
}

/** A key that does not belong to its certificate, and whatever else may go wrong between a key store and here. */
async function requireHolding({ pdf, field }: SignedPdf, { signer }: LetterSigning): Promise<void> {
  const signatures = await verifyPades({ pdf, maximumLength: pdf.length, algorithms: [signer.algorithm] });
  const own = signatures.find((signature) => signature.field === field);
  if (own?.integrity.verdict === 'PASSED' && own.coversWholeFile && own.certificate?.fingerprint === signer.certificate.fingerprint) return;
  throw new CryptoError('signature-invalid', `the new signature of the letter does not hold: ${own?.integrity.code ?? 'not found'}`, {
    disposition: 'operator',
  });
}
