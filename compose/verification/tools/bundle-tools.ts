import type { Finding } from '../../../audit/verify/finding.ts';
import type { Places, ToolScope } from './places.ts';
import { operand, WORK_FOLDER } from './shell.ts';
import type { Tool } from './tools.ts';

const FOLDER = `${WORK_FOLDER}/bundle`;
const PEM_COPIES = new Map([
  ['trust/roots.pem', 'roots'],
  ['trust/timestamp-roots.pem', 'timestampRoots'],
]);

/** Files, trust and logs of a proof bundle. */
export function bundleTool(finding: Finding, { request }: ToolScope, { file, subject: place }: Places): Tool | undefined {
  const { check, verdict, subject } = finding;
  const passed = verdict === 'PASSED';
  switch (check) {
    case 'bundle-layout':
      return { command: `unzip -Z -1 ${file}`, decides: passed };
    case 'bundle-files':
      return subject === 'bundle.json'
        ? { command: digestsCommand(), decides: passed }
        : { command: `sha256sum ${place(subject)}`, decides: false };
    case 'trust-anchors':
      return { command: `sha256sum ${request.trust === undefined ? place(subject) : operand(request.trust)}`, decides: false };
    case 'trust-copies':
      return { command: copyCommand(subject), decides: PEM_COPIES.has(subject) };
    case 'log-checkpoint':
      return { command: checkpointCommand(subject), decides: passed };
    case 'log-inclusion':
    case 'reseal-links':
      return { command: `cat ${place(subject)}`, decides: false };
    case 'message-identity':
    case 'deadlines':
      return { command: `cat ${FOLDER}/bundle.json`, decides: false };
    default:
      return undefined;
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

/** DER of an Ed25519 SubjectPublicKeyInfo before the 32 octets of the key (RFC 8410). */
const ED25519_PREFIX = '302A300506032B6570032100';

/** The first signature of a note (C2SP signed-note) over its text: 4 octets of key identifier, then 64 of Ed25519. */
function checkpointCommand(subject: string): string {
  const note = `${FOLDER}/${subject}`;
  const key = `${FOLDER}/${subject.split('/').slice(0, 2).join('/')}/verifier-key.txt`;
  const out = `${WORK_FOLDER}/checkpoint`;
  return [
    `sed '/^$/,$d' ${note} > ${out}.txt`,
    `sed -n 's/^— [^ ]* //p' ${note} | head -n 1 | base64 -d | tail -c 64 > ${out}.sig`,
    `{ printf ${ED25519_PREFIX} | basenc --base16 -di; sed 's/^[^+]*+[^+]*+//' ${key} | base64 -d | tail -c 32; } > ${out}.key`,
    `openssl pkeyutl -verify -pubin -keyform DER -inkey ${out}.key -rawin -in ${out}.txt -sigfile ${out}.sig`,
  ].join(' && ');
}
