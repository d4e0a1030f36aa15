import { Findings, refusalCode } from '../../audit/verify/finding.ts';
import { LONG_TERM_LIMITS, parseSignedData } from '../../crypto/cms/signed-data.ts';
import { digestOfIdentifier } from '../../crypto/cms/signed-data-algorithms.ts';
import { validateCades } from '../../crypto/validation/validate-cades.ts';
import { digestOfFile } from './content-digest.ts';
import { type Draft, draftOf } from './draft.ts';
import { othersContext, reportSignature, signatureFacts } from './others.ts';
import type { TrustInputs } from './trust-inputs.ts';

/** Verifies a CMS signature by itself: over the file `content`, or over what it carries inside. Never throws for what is in it. */
export async function verifySignatureFile(options: {
  der: Buffer;
  subject: string;
  at: Date;
  inputs: TrustInputs;
  content?: string;
}): Promise<Draft> {
  const { der, subject, at, inputs } = options;
  const findings = new Findings();
  const context = othersContext(inputs, findings, at);
  const signed = await signedContent(findings, options);
  if (signed === undefined) return draftOf('signature', findings);
  const validation = await validateCades({ der, ...signed, ...context });
  reportSignature(findings, subject, { signature: 'signature-content', timestamp: 'signature-time-stamp' }, validation);
  return draftOf('signature', findings, { signatures: [signatureFacts(subject, validation)] });
}

/** Digest or octets of what should be signed; undefined after recording why there is none. */
async function signedContent(
  findings: Findings,
  { der, subject, content }: { der: Buffer; subject: string; content?: string },
): Promise<{ contentDigest: Buffer } | { content: Buffer } | undefined> {
  try {
    const { content: inside, signerInfo } = parseSignedData(der, LONG_TERM_LIMITS);
    if (content !== undefined) {
      return { contentDigest: await digestOfFile(content, digestOfIdentifier(signerInfo.digestAlgorithm).name) };
    }
    if (inside !== undefined) return { content: inside };
    findings.open('signature-content', subject, 'content-not-given');
  } catch (error) {
    findings.failed('signature-content', subject, refusalCode(error));
  }
  return undefined;
}
