import { Findings } from '../../audit/verify/finding.ts';
import type { RandomAccessReader } from '../../crypto/asic/random-access.ts';
import type { PadesFinding } from '../../crypto/pades/verify.ts';
import { type PadesValidation, validatePades } from '../../crypto/validation/validate-pades.ts';
import { type Draft, draftOf } from './draft.ts';
import { othersContext, reportSignature, signatureFacts } from './others.ts';
import type { TrustInputs } from './trust-inputs.ts';

/** Octets of a PDF that is read into memory; longer ones are refused. */
const MAXIMUM_PDF_LENGTH = 256 * 1024 * 1024;

/** Verifies every signature and time-stamp of a PDF. Never throws for what is in the file. */
export async function verifyPdf(options: { reader: RandomAccessReader; subject: string; at: Date; inputs: TrustInputs }): Promise<Draft> {
  const { reader, subject, at, inputs } = options;
  const findings = new Findings();
  const context = othersContext(inputs, findings, at);
  if (reader.size > MAXIMUM_PDF_LENGTH) {
    findings.failed('pdf-layout', subject, 'pdf-too-large');
    return draftOf('pdf', findings);
  }
  const pdf = await reader.read(0, reader.size);
  const validations = await findings.attemptAsync('pdf-layout', subject, () =>
    validatePades({ pdf, maximumLength: MAXIMUM_PDF_LENGTH, ...context }),
  );
  if (validations?.length === 0) findings.open('pdf-signature', subject, 'not-signed');
  for (const validation of validations ?? []) reportPades(findings, validation);
  const signatures = (validations ?? []).map((validation) => signatureFacts(validation.pades.field, validation));
  return draftOf('pdf', findings, { signatures });
}

/** What came after a signature is a finding of its own, so that a signer is not blamed for what somebody added. */
function reportPades(findings: Findings, validation: PadesValidation): void {
  const { field, integrity, laterChanges } = validation.pades;
  if (validation.certificate === undefined || integrity.verdict !== 'PASSED') {
    findings.add('pdf-signature', field, outcomeOf(integrity, validation));
    return;
  }
  findings.add('pdf-changes', field, outcomeOf(laterChanges, validation));
  const isAboutChanges = laterChanges.verdict !== 'PASSED' && validation.code === laterChanges.code;
  const aboutSigner = isAboutChanges ? withoutRefusal(validation) : validation;
  reportSignature(findings, field, { signature: 'pdf-signature', timestamp: 'pdf-time-stamp' }, aboutSigner);
}

function outcomeOf(finding: PadesFinding, { code, subIndication }: PadesValidation) {
  const reason = finding.code ?? code;
  return {
    verdict: finding.verdict,
    ...(reason === undefined ? {} : { code: reason }),
    subIndication: reason === code ? subIndication : undefined,
  };
}

/** The verdict as it is about the signer's certificate: of that, the path says what is known. */
function withoutRefusal({ indication: _indication, subIndication: _subIndication, code: _code, ...rest }: PadesValidation) {
  const { path } = rest;
  return { ...rest, indication: path?.verdict ?? ('INDETERMINATE' as const), ...(path?.code === undefined ? {} : { code: path.code }) };
}
