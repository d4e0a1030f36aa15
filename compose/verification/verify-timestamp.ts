import { Findings, refusalCode } from '../../audit/verify/finding.ts';
import { grantedToken } from '../../crypto/tsp/response.ts';
import { parseTimestampToken, type TimestampToken } from '../../crypto/tsp/token.ts';
import { dataOfTokens } from '../../crypto/validation/carried-data.ts';
import { circumstancesOf } from '../../crypto/validation/context.ts';
import { judgeTimestamp } from '../../crypto/validation/judge-timestamp.ts';
import { digestOfFile } from './content-digest.ts';
import { type Draft, draftOf } from './draft.ts';
import { othersContext } from './others.ts';
import type { TrustInputs } from './trust-inputs.ts';

/** Verifies a time-stamp token or response (RFC 3161) over the file `content`. Never throws for what is in it. */
export async function verifyTimestampFile(options: {
  der: Buffer;
  subject: string;
  at: Date;
  inputs: TrustInputs;
  content?: string;
}): Promise<Draft> {
  const { subject, at, inputs, content } = options;
  const findings = new Findings();
  const context = othersContext(inputs, findings, at);
  const token = readToken(findings, options);
  if (token === undefined) return draftOf('timestamp', findings);
  if (content === undefined) {
    findings.open('time-stamp-token', subject, 'content-not-given');
    return draftOf('timestamp', findings, { timestamp: factsOf(token) });
  }
  const digest = await digestOfFile(content, token.imprintAlgorithm);
  const stamp = { kind: 'document', token: token.der, imprint: () => digest, covers: [] } as const;
  const judged = await judgeTimestamp(stamp, circumstancesOf(context, dataOfTokens([token.der])));
  const { indication: verdict, code, subIndication, certificate } = judged;
  const outcome = { verdict, ...(code === undefined ? {} : { code }), subIndication };
  if (certificate === undefined) findings.add('time-stamp-token', subject, outcome);
  else {
    findings.passed('time-stamp-token', subject);
    findings.add('time-stamp-certificate', subject, {
      ...outcome,
      material: { certificate, intermediates: judged.path?.chain.slice(1) ?? [], judgedAt: at },
    });
    if (token.generationTime > at) findings.failed('time-stamp-token', subject, 'timestamp-in-future');
  }
  return draftOf('timestamp', findings, { timestamp: factsOf(token) });
}

/** The token of the file, whether it stands alone or in the response of an authority. */
function readToken(findings: Findings, { der, subject }: { der: Buffer; subject: string }): TimestampToken | undefined {
  try {
    return parseTimestampToken(isResponse(der) ? grantedToken(der) : der);
  } catch (error) {
    findings.failed('time-stamp-token', subject, refusalCode(error));
    return undefined;
  }
}

/** A ContentInfo begins with an OBJECT IDENTIFIER, a TimeStampResp with a SEQUENCE. */
function isResponse(der: Buffer): boolean {
  const first = der[1] ?? 0;
  return der[first > 0x80 ? 2 + (first & 0x7f) : 2] === 0x30;
}

function factsOf({ generationTime, accuracyMilliseconds = 0, policy, serialHex, imprintAlgorithm }: TimestampToken) {
  return {
    generationTime: generationTime.toISOString(),
    existedBefore: new Date(generationTime.getTime() + accuracyMilliseconds).toISOString(),
    policy,
    serialNumber: serialHex,
    imprintAlgorithm,
  };
}
