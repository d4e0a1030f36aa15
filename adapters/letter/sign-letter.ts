import { CryptoError } from '../../crypto/error.ts';
import { type SignedPdf, signPades } from '../../crypto/pades/sign.ts';
import { type LetterSigning, SIGNATURE_ROOM, type SignedLetter } from '../../gateway/contracts/letters.ts';
import { judgeSignatures, type LetterTrust } from './judge-signatures.ts';

/** No token is to be waited for any more. */
class WithoutTimestamp extends Error {}

/**
 * Signs a letter and verifies what came out: nothing leaves that its own recipient would refuse.
 *
 * @throws CryptoError as `signPades`, `signature-invalid`; what the signer and `stamp` throw passes through
 */
export async function signLetter(
  request: LetterSigning,
  { maximumLength, trust }: { maximumLength: number; trust: LetterTrust },
): Promise<SignedLetter> {
  const { letter, signer, signingTime } = request;
  const unstamped = { pdf: letter, signer, signingTime, maximumLength: maximumLength + SIGNATURE_ROOM };
  const { pdf, level } = await stampedOrNot(unstamped, request.stamp);
  const signatures = await judgeSignatures(pdf, { maximumLength: pdf.length, trust, at: signingTime });
  const own = signatures.find((signature) => signature.coversWholeFile && signature.signer?.certificate === hexadecimal(signer));
  if (own?.level === undefined || own.verdict === 'FAILED') {
    throw new CryptoError('signature-invalid', `the letter's new signature does not hold: ${own?.code ?? 'not found'}`, {
      disposition: 'operator',
    });
  }
  return { update: pdf.subarray(letter.length), level, report: { signatures } };
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

function hexadecimal({ certificate }: LetterSigning['signer']): string {
  return certificate.sha256.toString('hex');
}
