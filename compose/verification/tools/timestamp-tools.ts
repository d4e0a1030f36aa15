import type { Finding } from '../../../audit/verify/finding.ts';
import { SIGNATURE_NAME } from '../../../crypto/asic/media-types.ts';
import type { Places, ToolScope } from './places.ts';
import { operand, WORK_FOLDER } from './shell.ts';
import type { Tool } from './tools.ts';

/** Codes of time-stamps that openssl finds as well. */
const OF_TOKENS: ReadonlySet<string> = new Set(['timestamp-imprint-mismatch', 'signature-invalid', 'message-digest-mismatch']);

/** A time-stamp, against the digest that it must be over or the file that was given with it. */
export function timestampTool(finding: Finding, scope: ToolScope, places: Places): Tool | undefined {
  if (places.roots === undefined) return undefined;
  const { verdict, code } = finding;
  const verify = `openssl ts -verify -CAfile ${places.roots.timestamps}`;
  const decides = verdict === 'PASSED' || OF_TOKENS.has(code);
  if (finding.check === 'time-stamp-token') return fileTool(verify, decides, scope, places.file);
  const { token, imprint } = finding.material ?? {};
  if (token === undefined || imprint === undefined) return undefined;
  const { path, command } = tokenFile(finding, token, places);
  return { command: [...command, `${verify} -token_in -in ${path} -digest ${imprint.toString('hex')}`].join(' && '), decides };
}

function fileTool(verify: string, decides: boolean, { request, draft }: ToolScope, path: string): Tool | undefined {
  if (request.content === undefined || draft.timestamp === undefined) return undefined;
  // A response begins with its status, a token with the identifier of signed data.
  const form = `$(openssl asn1parse -inform DER -in ${path} | sed -n 2p | grep -q OBJECT && echo -token_in)`;
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
