import type { Finding } from '../../../audit/verify/finding.ts';
import type { Places, ToolScope } from './places.ts';
import { quoted } from './shell.ts';
import type { Tool } from './tools.ts';

/** Codes that pdfsig finds as well. */
const OF_SIGNATURES: ReadonlySet<string> = new Set(['message-digest-mismatch', 'signature-invalid']);

/** Shows the time-stamps inside the signatures of a PDF; after each signature stand zeros. */
function stampsOf(file: string): string {
  const each = `while read -r octets; do echo "$octets" | basenc --base16 --decode | openssl asn1parse -inform DER 2>/dev/null || true; done`;
  return `grep -a -o '/Contents *<[0-9A-Fa-f]*>' ${file} | sed 's/.*<//; s/>//' | tr a-f A-F | ${each} | grep timeStampToken`;
}

/** Structure and signatures of a PDF. pdfsig numbers signatures in its own order, hence the search by the name of the field. */
export function pdfTool(finding: Finding, { draft }: ToolScope, places: Places): Tool | undefined {
  const { check, verdict, code, subject, material } = finding;
  const name = material?.file;
  if (name === undefined && places.kind !== 'pdf') return undefined;
  const file = name === undefined ? places.file : places.part(name);
  const field = name === undefined ? subject : subject.slice(`${name}: `.length);
  const ofField = `pdfsig -nocert ${file} | grep -F -A 14 ${quoted(`Signature Field Name: ${field}`)}`;
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
    case 'pdf-time-stamp':
      return { command: stampsOf(file), decides: false };
    default:
      return undefined;
  }
}
