import * as z from 'zod';
import { STEP_NAMES } from '../../audit/verify/auditor-steps.ts';
import { CHECKS, type CheckName } from '../../audit/verify/checks.ts';

/** Version of the report; another number is another shape. */
export const REPORT_FORMAT = 'valija-verification/3';

const verdict = z.enum(['PASSED', 'INDETERMINATE', 'FAILED']).describe('As in EN 319 102-1; INDETERMINATE: more information could decide.');
const instant = z.iso.datetime({ offset: false });
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const sentences = z.strictObject({ es: z.string(), pt: z.string(), fr: z.string(), en: z.string() });

const finding = z.strictObject({
  check: z.enum(Object.keys(CHECKS) as [CheckName, ...CheckName[]]).describe('What was checked.'),
  verdict,
  code: z.string().describe('Why; "holds" when the check passed. Stable, for programs.'),
  subject: z.string().describe('Which file, object or log.'),
  clause: z.string().describe('Where the rule stands.'),
  validation: z
    .strictObject({
      indication: verdict.describe('Indication of EN 319 102-1 clause 5.1.3.'),
      subIndication: z.string().optional().describe('Sub-indication of the same clause; missing when the check passed.'),
    })
    .optional()
    .describe('Missing for checks that EN 319 102-1 does not know.'),
  words: sentences.describe('What the outcome means, one sentence in each language.'),
  reason: sentences.optional().describe('What the code means, one sentence in each language; missing when the check passed.'),
  advisory: z.literal(true).optional().describe('A warning, which leaves the verdict of the report.'),
  tool: z
    .strictObject({
      command: z.string().describe('Shell command, after the preparation, in the folder in which valija ran.'),
      decides: z
        .boolean()
        .describe('True: its exit status is 0 exactly when the check holds. False: it shows what a person has to compare.'),
    })
    .optional()
    .describe('How a program that is not ours checks the same.'),
});

const evidence = z.strictObject({
  evidenceDigest: sha256,
  event: z.string(),
  issuer: z.string(),
  eventTime: instant,
  messageId: z.string(),
  sender: z.string(),
  recipient: z.string(),
  existedBefore: instant.optional(),
});

const certificate = z.strictObject({ subject: z.string(), issuer: z.string(), serialNumber: z.string(), sha256 });

const signature = z.strictObject({
  subject: z.string().describe('Field of the PDF, file inside the container, or the file itself.'),
  kind: z.enum(['signature', 'document-timestamp']),
  indication: verdict,
  subIndication: z.string().optional(),
  code: z.string().optional(),
  level: z.enum(['B-B', 'B-T', 'B-LT', 'B-LTA']).optional().describe('Baseline level; missing for signatures in no baseline form.'),
  algorithm: z.string().optional(),
  certificate: certificate.optional(),
  claimedTime: instant.optional().describe('What the signer says.'),
  bestSignatureTime: instant.optional().describe('Earliest moment of which existence is proven.'),
});

const kind = z.enum(['bundle', 'conversation', 'package', 'evidence', 'header', 'pdf', 'sealed', 'signature', 'timestamp', 'unknown']);

/** What `valija verify --json` prints. docs/schemas/verification-report.schema.json is made from it. */
export const verificationReport = z.strictObject({
  format: z.literal(REPORT_FORMAT),
  kind: kind.describe('What the file is.'),
  verdict: verdict.describe('The worst of all findings that are not advisory.'),
  at: instant.describe('The time of verification that the caller gave.'),
  file: z.strictObject({ name: z.string(), length: z.int().min(0), sha256 }).describe('The file that was verified.'),
  findings: z.array(finding),
  preparation: z.array(z.string()).describe('Shell commands to run once, in this order, before those of the findings.'),
  content: kind.optional().describe('What was found inside sealed content.'),
  message: z.strictObject({ messageId: z.string(), sender: z.string(), recipient: z.string() }).optional(),
  state: z.string().optional().describe('Transport state that follows from the receipts.'),
  timeline: z
    .array(z.strictObject({ ...evidence.shape, path: z.string(), code: z.string().optional() }))
    .optional()
    .describe('The receipts of a proof bundle, in the order of events.'),
  package: z
    .strictObject({
      sha256,
      length: z.int().min(0),
      messageId: z.string().optional(),
      sender: z.string().optional(),
      recipient: z.string().optional(),
      conversation: z.string().optional(),
      training: z.literal(true).optional().describe('An exercise: nothing of it is real.'),
      signingTime: instant.optional(),
      existedBefore: instant.optional(),
      files: z.array(z.strictObject({ name: z.string(), size: z.int().min(0), sha256 })),
    })
    .optional(),
  steps: z
    .array(
      z.strictObject({
        step: z.int().min(1).max(15),
        name: z.enum(STEP_NAMES),
        result: z.enum(['proved', 'failed', 'not-proved']),
        claim: sentences,
        reasons: z.array(z.strictObject({ code: z.string(), words: sentences })).describe('Why it is not proved, or why it fails.'),
        programs: z.string().describe('Programs of others that check the same.'),
        commands: z.array(z.string()).describe('Shell commands, after the preparation; those that decide come first.'),
      }),
    )
    .optional()
    .describe('What of the fifteen claims that an auditor goes through a proof bundle proves, in their order.'),
  conversation: z.string().optional().describe('The conversation that the messages of a bundle belong to.'),
  messages: z
    .array(
      z.strictObject({
        path: z.string(),
        verdict,
        messageId: z.string().optional(),
        sender: z.string().optional(),
        recipient: z.string().optional(),
        state: z.string().optional(),
        training: z.literal(true).optional().describe('An exercise: nothing of it is real.'),
      }),
    )
    .optional()
    .describe('The messages of a conversation, each with the proof bundle inside that speaks of it.'),
  bundledTrustDigest: sha256
    .optional()
    .describe('SHA-256 of the trust snapshot inside the bundle: compare it with one received another way.'),
  evidence: evidence.optional(),
  header: z
    .strictObject({
      envelopeDigest: sha256,
      messageId: z.string(),
      sender: z.string(),
      recipient: z.string(),
      packageCommitment: sha256,
      sealedContent: sha256,
    })
    .optional(),
  signatures: z.array(signature).optional().describe('Signatures and time-stamps by others: in a PDF, in a container, or the file itself.'),
  timestamp: z
    .strictObject({
      generationTime: instant,
      existedBefore: instant,
      policy: z.string(),
      serialNumber: z.string(),
      imprintAlgorithm: z.string(),
    })
    .optional(),
});

export type VerificationReport = z.infer<typeof verificationReport>;
export type ReportedFinding = VerificationReport['findings'][number];
export type ReportedSignature = NonNullable<VerificationReport['signatures']>[number];
export type ReportKind = VerificationReport['kind'];

/** JSON Schema 2020-12 of the report, with the identifier under which it is published. */
export function reportSchema(): Record<string, unknown> {
  const { $schema, ...rest } = z.toJSONSchema(verificationReport, { target: 'draft-2020-12' }) as Record<string, unknown>;
  return { $schema, $id: `urn:valija:schema:${REPORT_FORMAT}`, title: 'Report of valija verify', ...rest };
}
