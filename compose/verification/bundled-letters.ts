import { readBundle } from '../../audit/bundle/read-bundle.ts';
import { parseTrust } from '../../audit/trust.ts';
import { type Finding, refusalCode } from '../../audit/verify/finding.ts';
import type { RandomAccessReader } from '../../crypto/asic/random-access.ts';
import { type ContainerEntry, readContainer } from '../../crypto/asic/read-container.ts';
import type { ReportedSignature } from './report-schema.ts';
import type { TrustInputs } from './trust-inputs.ts';
import { verifyPdf } from './verify-pdf.ts';

/** Annexes are of any number; of so many PDFs the signatures are looked at. */
const MAXIMUM_LETTERS = 50;

export interface LetterReport {
  findings: Finding[];
  signatures: ReportedSignature[];
}

/**
 * The signatures of every PDF in the package of a bundle. What cannot be decided about them, and that there is none, is a warning: the seal
 * covers every octet, and who signed a letter is for people to weigh. A signature that does not hold fails. Nothing is reported of a
 * package that cannot be read: that is a finding already.
 */
export async function verifyLetters(options: { reader: RandomAccessReader; at: Date; inputs: TrustInputs }): Promise<LetterReport> {
  const report: LetterReport = { findings: [], signatures: [] };
  try {
    const bundle = await readBundle(options.reader);
    const described = bundle.index.package;
    if (!described.included) return report;
    const container = await readContainer(bundle.reader(described.path), { strict: true });
    const inputs = await inputsWithBundled(bundle, options.inputs);
    const letters = container.entries.filter(({ role, method, name }) => role === 'data' && method === 'stored' && /\.pdf$/i.test(name));
    for (const entry of letters.slice(0, MAXIMUM_LETTERS)) {
      const draft = await verifyPdf({ reader: partReader(container.reader, entry), subject: entry.name, at: options.at, inputs });
      report.findings.push(
        ...draft.findings.filter(({ check }) => check !== 'revocation-data').map((finding) => inBundle(finding, entry.name)),
      );
      report.signatures.push(
        ...(draft.signatures ?? []).map((signature) => ({ ...signature, subject: `${entry.name}: ${signature.subject}` })),
      );
    }
  } catch (error) {
    refusalCode(error);
  }
  // Annexes need no signature of their own: that there is none is only told where nothing is signed.
  const isSigned = report.signatures.length > 0;
  return { ...report, findings: report.findings.filter(({ code }) => !isSigned || code !== 'not-signed') };
}

/** An annex that only claims to be a PDF is no fault of the bundle. Commands of other programs need the file that is meant. */
function inBundle(finding: Finding, name: string): Finding {
  const { advisory: _advisory, ...rest } = finding;
  const isWarning = finding.verdict === 'INDETERMINATE' || (finding.check === 'pdf-layout' && finding.verdict === 'FAILED');
  return {
    ...rest,
    verdict: isWarning ? 'INDETERMINATE' : finding.verdict,
    subject: finding.subject === name ? name : `${name}: ${finding.subject}`,
    material: { ...finding.material, file: name },
    ...(isWarning ? { advisory: true as const } : {}),
  };
}

function partReader(reader: RandomAccessReader, { offset, size }: ContainerEntry): RandomAccessReader {
  return { size, read: (start, length) => reader.read(offset + start, Math.max(0, Math.min(length, size - start))) };
}

/** The snapshot and the revocation data of the bundle, where the caller gave none. */
async function inputsWithBundled(bundle: Awaited<ReturnType<typeof readBundle>>, inputs: TrustInputs): Promise<TrustInputs> {
  const revocation = [...inputs.revocation];
  for (const { path } of bundle.index.revocation) revocation.push({ subject: path, der: await bundle.read(path) });
  return { ...inputs, trust: inputs.trust ?? parseTrust(await bundle.read('trust/trust.json')), revocation };
}
