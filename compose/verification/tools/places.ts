import type { Draft } from '../draft.ts';
import type { VerificationReport } from '../report-schema.ts';
import type { TrustInputs } from '../trust-inputs.ts';
import type { VerificationRequest } from '../verify-file.ts';
import { JWS_SCRIPT_COMMAND } from './jws-script.ts';
import { LOG_SCRIPT_COMMAND, trustCommands } from './log-script.ts';
import { RECEIPTS_COMMAND } from './receipts-script.ts';
import { operand, WORK_FOLDER } from './shell.ts';

export interface ToolScope {
  draft: Draft;
  request: VerificationRequest;
  inputs: TrustInputs;
  file: VerificationReport['file'];
}

/** Where the commands find things, and what has to be done first so that they are there. */
export interface Places {
  /** The file that was verified, as an operand. */
  file: string;
  kind: Draft['kind'];
  /** The path of a subject as an operand. */
  subject: (subject: string) => string;
  /** A file of the container, unpacked, as an operand. */
  part: (name: string) => string;
  /** The container, and the folder into which it is unpacked; undefined where there is none. */
  container?: { path: string; folder: string };
  /** PEM files of anchors; undefined when there are none. */
  roots?: { signers: string; timestamps: string };
  /** The trust file: what the caller gave, or else what came with the bundle. */
  trust: string;
  /** Options that give openssl every revocation list; empty when there are none. */
  revocationLists: string;
  preparation: string[];
}

const BUNDLE = `${WORK_FOLDER}/bundle`;
const CONTENT = `${WORK_FOLDER}/content`;
const PACKAGE = `${WORK_FOLDER}/package`;
const ROOTS = { signers: `${WORK_FOLDER}/roots.pem`, timestamps: `${WORK_FOLDER}/timestamp-roots.pem` };

/** Finds out where things are, for this kind of file and these options. */
export function placesOf(scope: ToolScope): Places {
  const { draft, request } = scope;
  const file = operand(request.file);
  const kind = draft.content ?? draft.kind;
  const opened = draft.content === undefined ? file : CONTENT;
  const container = containerOf(draft, kind, opened);
  const trust = request.trust === undefined ? `${BUNDLE}/trust/trust.json` : operand(request.trust);
  const preparation = [
    `mkdir -p ${WORK_FOLDER}`,
    ...(draft.content === undefined ? [] : decryption(scope, file)),
    ...(kind === 'bundle' ? [`unzip -o -q ${opened} -d ${BUNDLE}`] : []),
    ...(container === undefined ? [] : [`unzip -o -q ${container.path} -d ${container.folder}`]),
    ...(usesJws(kind) ? [JWS_SCRIPT_COMMAND] : []),
    ...(kind === 'bundle' ? [RECEIPTS_COMMAND, LOG_SCRIPT_COMMAND, ...trustCommands(trust, request.policy)] : []),
  ];
  const anchors = anchorCommands(scope, kind);
  return {
    file: opened,
    kind,
    subject: (subject) => (kind === 'bundle' ? operand(`${BUNDLE}/${subject}`) : opened),
    part: (name) => operand(`${PACKAGE}/${name}`),
    ...(container === undefined ? {} : { container }),
    ...(anchors.length === 0 ? {} : { roots: ROOTS }),
    trust,
    revocationLists: revocationOptions(scope, kind),
    preparation: [...preparation, ...anchors],
  };
}

function containerOf({ package: facts }: Draft, kind: Draft['kind'], file: string): Places['container'] {
  if (facts === undefined) return undefined;
  return { path: kind === 'bundle' ? `${BUNDLE}/package/package.asice` : file, folder: PACKAGE };
}

/** Puts the opened content where the other commands look for it. */
function decryption({ request: { keyFiles } }: ToolScope, file: string): string[] {
  return keyFiles === undefined ? [] : [decryptCommand(file, keyFiles)];
}

export function decryptCommand(file: string, { key, certificate }: { key: string; certificate: string }): string {
  const recipient = `-inkey ${operand(key)} -recip ${operand(certificate)}`;
  return `openssl cms -decrypt -binary -inform DER -in ${file} ${recipient} -out ${CONTENT}`;
}

function usesJws(kind: Draft['kind']): boolean {
  return kind === 'bundle' || kind === 'evidence' || kind === 'header';
}

/** Commands that make the PEM files of anchors from what the caller gave, or else from what came with the bundle. */
function anchorCommands({ request, inputs }: ToolScope, kind: Draft['kind']): string[] {
  const commands: string[] = [];
  if (request.trust !== undefined) {
    commands.push(certificatesOf(request.trust, 'roots', ROOTS.signers), certificatesOf(request.trust, 'timestampRoots', ROOTS.timestamps));
  } else if (kind === 'bundle') {
    commands.push(`cp ${BUNDLE}/trust/roots.pem ${ROOTS.signers}`, `cp ${BUNDLE}/trust/timestamp-roots.pem ${ROOTS.timestamps}`);
  } else if (inputs.anchors.length > 0) commands.push(`: > ${ROOTS.signers}`, `: > ${ROOTS.timestamps}`);
  for (const path of request.anchors ?? []) {
    commands.push(`openssl storeutl -certs ${operand(path)} | tee -a ${ROOTS.signers} >> ${ROOTS.timestamps}`);
  }
  return commands;
}

/** A trust snapshot holds certificates as base64 of DER, one in a line. */
function certificatesOf(trust: string, member: string, pem: string): string {
  const block = '-----BEGIN CERTIFICATE-----\\n\\1\\n-----END CERTIFICATE-----';
  return `sed -n '/^ "${member}"/,/^ \\]/s/^  "\\(.*\\)".*/${block}/p' ${operand(trust)} | fold -w 64 > ${pem}`;
}

function revocationOptions({ request, inputs }: ToolScope, kind: Draft['kind']): string {
  const given = inputs.revocation.length === 0 ? [] : (request.revocation ?? []).map((path) => `-CRLfile ${operand(path)}`);
  const bundled = kind === 'bundle' ? [`$(printf -- ' -CRLfile %s' ${BUNDLE}/revocation/*.crl)`] : [];
  return [...given, ...bundled].join(' ');
}
