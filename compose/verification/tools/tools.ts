import type { CheckName } from '../../../audit/verify/checks.ts';
import type { Finding } from '../../../audit/verify/finding.ts';
import type { ReportedFinding } from '../report-schema.ts';
import { bundleTool } from './bundle-tools.ts';
import { certificateTool, revocationTool } from './certificate-tools.ts';
import { conversationTool } from './conversation-tools.ts';
import { JWS_SCRIPT, payloadCommand } from './jws-script.ts';
import { KEEP_CERTIFICATES, packageTool } from './package-tools.ts';
import { pdfTool } from './pdf-tools.ts';
import { decryptCommand, type Places, placesOf, type ToolScope } from './places.ts';
import { operand, WORK_FOLDER } from './shell.ts';
import { timestampTool } from './timestamp-tools.ts';

export type { ToolScope };

/** A command of a program that is not ours. */
export type Tool = NonNullable<ReportedFinding['tool']>;

/** What has to be done once, and for each finding how another program checks the same. */
export function toolsFor(scope: ToolScope): { preparation: string[]; toolFor: (finding: Finding) => Tool | undefined } {
  const places = placesOf(scope);
  const tools = (finding: Finding) => candidate(finding, scope, places);
  const isNeeded = scope.draft.findings.some((finding) => tools(finding) !== undefined);
  return { preparation: isNeeded ? places.preparation : [], toolFor: tools };
}

function candidate(finding: Finding, scope: ToolScope, places: Places): Tool | undefined {
  const tool = toolOf(finding, scope, places);
  if (tool === undefined) return undefined;
  // What is not decided for us is not decided for them; it is still worth looking at.
  return { command: tool.command, decides: tool.decides && finding.verdict !== 'INDETERMINATE' };
}

function toolOf(finding: Finding, scope: ToolScope, places: Places): Tool | undefined {
  const { check, subject } = finding;
  if (scope.draft.kind === 'conversation') return conversationTool(finding, scope, places);
  if (check.endsWith('-certificate')) return certificateTool(finding, places);
  if (check.includes('time-stamp')) return timestampTool(finding, scope, places);
  if (JWS_CHECKS.has(check)) return jwsTool(finding, places.subject(subject));
  if (PAYLOAD_CHECKS.has(check) && subject.endsWith('.json')) return shows(payloadCommand(places.subject(subject)));
  if (check.startsWith('package-')) return packageTool(finding, scope, places);
  if (check.startsWith('pdf-')) return pdfTool(finding, scope, places);
  if (check === 'revocation-data') return revocationTool(finding, scope, places);
  if (check === 'sealed-opening' || check === 'sealed-encoding') return sealedTool(finding, scope);
  if (check === 'file-kind') return shows(`head -c 64 ${places.file} | od -c`);
  if (check === 'signature-content') return signatureTool(finding, scope, places);
  return places.kind === 'bundle' || check === 'trust-anchors' ? bundleTool(finding, scope, places) : undefined;
}

const JWS_CHECKS: ReadonlySet<CheckName> = new Set(['envelope-signature', 'evidence-signature', 'statement-signature']);
const PAYLOAD_CHECKS: ReadonlySet<CheckName> = new Set(['evidence-time', 'evidence-content', 'reseal-links']);

/** A refusal for another reason than the signature says nothing that openssl could repeat. */
function jwsTool({ verdict, code }: Finding, path: string): Tool {
  return { command: `sh ${JWS_SCRIPT} ${path}`, decides: verdict === 'PASSED' || code === 'signature-invalid' };
}

/** Without the key at least how it is sealed, and in which encoding. */
function sealedTool({ check, verdict }: Finding, { request }: ToolScope): Tool {
  const file = operand(request.file);
  if (check === 'sealed-encoding' || request.keyFiles === undefined) return shows(`openssl asn1parse -inform DER -in ${file} | head -n 40`);
  return { command: decryptCommand(file, request.keyFiles), decides: verdict === 'PASSED' };
}

function signatureTool({ verdict, code }: Finding, { request }: ToolScope, { file, kind }: Places): Tool | undefined {
  if (kind !== 'signature') return undefined;
  const content = request.content === undefined ? '' : ` -content ${operand(request.content)}`;
  const form = `-inform "$(grep -q -m 1 -e '-----BEGIN' ${file} && echo PEM || echo DER)"`;
  return {
    command: `openssl cms -verify -binary ${form} -in ${file}${content} -noverify -out ${WORK_FOLDER}/verified ${KEEP_CERTIFICATES}`,
    decides: verdict === 'PASSED' || code === 'message-digest-mismatch' || code === 'signature-invalid',
  };
}

function shows(command: string): Tool {
  return { command, decides: false };
}
