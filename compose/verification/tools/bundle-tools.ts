import type { Finding } from '../../../audit/verify/finding.ts';
import { logTool } from './log-tools.ts';
import type { Places, ToolScope } from './places.ts';
import { WORK_FOLDER } from './shell.ts';
import { storyTool } from './story-tools.ts';
import type { Tool } from './tools.ts';

const FOLDER = `${WORK_FOLDER}/bundle`;
const PEM_COPIES = new Map([
  ['trust/roots.pem', 'roots'],
  ['trust/timestamp-roots.pem', 'timestampRoots'],
]);

/** Files, trust and logs of a proof bundle. */
export function bundleTool(finding: Finding, scope: ToolScope, places: Places): Tool | undefined {
  const { check, verdict, subject } = finding;
  const { file, subject: place } = places;
  const passed = verdict === 'PASSED';
  switch (check) {
    case 'bundle-layout':
      return { command: `unzip -Z -1 ${file}`, decides: passed };
    case 'bundle-files':
      return subject === 'bundle.json'
        ? { command: digestsCommand(), decides: passed }
        : { command: `sha256sum ${place(subject)}`, decides: false };
    case 'trust-anchors':
      return {
        command: `sha256sum ${places.kind === 'bundle' || scope.request.trust !== undefined ? places.trust : place(subject)}`,
        decides: false,
      };
    case 'trust-copies':
      return { command: copyCommand(subject), decides: PEM_COPIES.has(subject) };
    case 'reseal-links':
      return { command: `cat ${place(subject)}`, decides: false };
    default:
      return check.startsWith('log-') ? logTool(finding, scope) : storyTool(finding, scope);
  }
}

/** The index lists path, media type, size and digest of each file in this order, one member in a line. */
function digestsCommand(): string {
  const lists = `sed -n '/^ "files"/,$ {s/^   "path": "\\(.*\\)",$/\\1/p; s/^   "sha256": "\\(.*\\)"$/\\1/p}' bundle.json`;
  return `(cd ${FOLDER} && ${lists} | paste -d ' ' - - | sed 's/^\\(.*\\) \\([0-9a-f]*\\)$/\\2  \\1/' | sha256sum --check --quiet --strict)`;
}

function copyCommand(subject: string): string {
  const member = PEM_COPIES.get(subject);
  if (member === undefined) return `cat ${FOLDER}/${subject}`;
  const block = '-----BEGIN CERTIFICATE-----\\n\\1\\n-----END CERTIFICATE-----';
  const written = `sed -n '/^ "${member}"/,/^ \\]/s/^  "\\(.*\\)".*/${block}/p' ${FOLDER}/trust/trust.json | fold -w 64`;
  return `${written} | cmp - ${FOLDER}/${subject}`;
}
