import type { Finding } from '../../../audit/verify/finding.ts';
import { SIGNATURE_NAME } from '../../../crypto/asic/media-types.ts';
import { pdfTool } from './pdf-tools.ts';
import type { Places, ToolScope } from './places.ts';
import { operand, WORK_FOLDER } from './shell.ts';
import type { Tool } from './tools.ts';

/** Codes of time-stamps that openssl finds as well. */
const OF_TOKENS: ReadonlySet<string> = new Set(['timestamp-imprint-mismatch', 'signature-invalid', 'message-digest-mismatch']);

/**
 * A time-stamp, against the digest that it must be over or the file that was given with it; what it says, where there is no root to verify
 * it with; and that there is none.
 */
export function timestampTool(finding: Finding, scope: ToolScope, places: Places): Tool | undefined {
  const { verdict, code } = finding;
  const decides = verdict === 'PASSED' || OF_TOKENS.has(code);
  const verify = places.roots && `openssl ts -verify -CAfile ${places.roots.timestamps}`;
  if (finding.check === 'time-stamp-token') return fileTool(verify, decides, scope, places.file);
  const { token, imprint } = finding.material ?? {};
  if (token === undefined) return pdfTool(finding, scope, places) ?? signatureTool(finding, places);
  const { path, command } = tokenFile(finding, token, places);
  if (verify === undefined || imprint === undefined) {
    return { command: [...command, `openssl ts -reply -token_in -in ${path} -text`].join(' && '), decides: false };
  }
  return { command: [...command, `${verify} -token_in -in ${path} -digest ${imprint.toString('hex')}`].join(' && '), decides };
}

/** Shows the time-stamps inside a CMS signature. */
function signatureTool({ material }: Finding, { container, file, kind }: Places): Tool | undefined {
  if (container === undefined && kind !== 'signature') return undefined;
  const signature = container === undefined ? file : operand(`${container.folder}/${material?.parts?.signature ?? SIGNATURE_NAME}`);
  return { command: `openssl asn1parse -inform DER -in ${signature} | grep timeStampToken`, decides: false };
}

function fileTool(verify: string | undefined, decides: boolean, { request, draft }: ToolScope, path: string): Tool {
  // A response begins with its status, a token with the identifier of signed data.
  const form = `$(openssl asn1parse -inform DER -in ${path} | sed -n 2p | grep -q OBJECT && echo -token_in)`;
  if (verify === undefined || request.content === undefined || draft.timestamp === undefined) {
    return { command: `openssl ts -reply ${form} -in ${path} -text`, decides: false };
  }
  return { command: `${verify} ${form} -in ${path} -data ${operand(request.content)}`, decides };
}

/** Time-stamps of checkpoints are files; one of a package is cut out of its signature; others stand in the command. */
function tokenFile({ check, subject, material }: Finding, token: Buffer, places: Places): { path: string; command: string[] } {
  if (check === 'checkpoint-time-stamp') return { path: places.subject(subject), command: [] };
  const path = `${WORK_FOLDER}/token-${material?.imprint?.toString('hex').slice(0, 16)}.tst`;
  if (material?.offset !== undefined && places.container !== undefined) {
    const signature = `${places.container.folder}/${SIGNATURE_NAME}`;
    return { path, command: [`tail -c +${material.offset + 1} ${signature} | head -c ${token.length} > ${path}`] };
  }
  return { path, command: [`echo ${token.toString('base64')} | base64 -d > ${path}`] };
}
