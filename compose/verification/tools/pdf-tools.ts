import type { Finding } from '../../../audit/verify/finding.ts';
import type { Places, ToolScope } from './places.ts';
import { quoted } from './shell.ts';
import type { Tool } from './tools.ts';

/** Codes that pdfsig finds as well. */
const OF_SIGNATURES: ReadonlySet<string> = new Set(['message-digest-mismatch', 'signature-invalid']);

/** Structure and signatures of a PDF. pdfsig numbers signatures in its own order, hence the search by the name of the field. */
export function pdfTool({ check, verdict, code, subject }: Finding, { draft }: ToolScope, { file, kind }: Places): Tool | undefined {
  if (kind !== 'pdf') return undefined;
  const ofField = `pdfsig -nocert ${file} | grep -F -A 14 ${quoted(`Signature Field Name: ${subject}`)}`;
  switch (check) {
    case 'pdf-layout':
      // qpdf also looks into the pages, where only a signature tells us what was changed.
      return { command: `qpdf --check --warning-exit-0 ${file}`, decides: verdict === 'PASSED' && draft.verdict !== 'FAILED' };
    case 'pdf-signature':
      if (code === 'not-signed') return { command: `pdfsig ${file}`, decides: false };
      return {
        command: `${ofField} | grep -m 1 'Signature Validation' | grep -q 'Signature is Valid'`,
        decides: verdict === 'PASSED' || OF_SIGNATURES.has(code),
      };
    case 'pdf-changes':
      return { command: ofField, decides: false };
    default:
      return undefined;
  }
}
