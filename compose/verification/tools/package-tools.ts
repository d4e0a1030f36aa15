import type { Finding, Material } from '../../../audit/verify/finding.ts';
import { MANIFEST_NAME, SIGNATURE_NAME } from '../../../crypto/asic/media-types.ts';
import type { Places, ToolScope } from './places.ts';
import { operand, WORK_FOLDER } from './shell.ts';
import type { Tool } from './tools.ts';

/** Prints every file whose digest is not in the manifest, and fails when there is one. */
const UNCOVERED = [
  "! find . -type f ! -path './META-INF/*' ! -name mimetype -exec sh -c",
  `'grep -qF "$(openssl dgst -sha256 -binary "$1" | base64)" META-INF/ASiCManifest*.xml || echo "$1"' sh {} \\; | grep .`,
].join(' ');

/** Options of `openssl cms -verify` that keep the signer's certificate and all that came with it. */
export const SIGNER_FILES = { signer: `${WORK_FOLDER}/signer.pem`, all: `${WORK_FOLDER}/certificates.pem` } as const;
export const KEEP_CERTIFICATES = `-signer ${SIGNER_FILES.signer} -certsout ${SIGNER_FILES.all}`;

/** Codes that openssl finds as well. */
const OF_SIGNATURES: ReadonlySet<string> = new Set(['message-digest-mismatch', 'signature-invalid']);

/** Layout, content and signature of a container. */
export function packageTool({ check, verdict, code, material }: Finding, { draft }: ToolScope, { container, file }: Places): Tool {
  // What could not be opened as a package may still be a ZIP.
  if (container === undefined) return { command: `unzip -t -q ${file}`, decides: false };
  const { path } = container;
  const passed = verdict === 'PASSED';
  switch (check) {
    case 'package-layout':
      return { command: `unzip -Z -1 ${path}`, decides: passed };
    case 'package-content':
      // A container for one file has no manifest, its signature is over the file; and in a damaged one nothing was compared.
      if (draft.package?.files.length === 0)
        return { command: `unzip -t -q ${path}`, decides: passed || code === 'container-crc-mismatch' };
      return { command: `(cd ${container.folder} && ${UNCOVERED})`, decides: passed || code === 'part-digest-mismatch' };
    case 'package-signature':
      return { command: signatureCommand(container.folder, material?.parts, '-noverify'), decides: passed || OF_SIGNATURES.has(code) };
    case 'package-digest':
      return { command: `sha256sum ${path}`, decides: false };
    default:
      return { command: `cat ${container.folder}/request.json`, decides: false };
  }
}

/** Verifies the signature; `trust` says what of the signer's certificate is looked at. openssl wants both or none for CAdES. */
export function signatureCommand(folder: string, parts: Material['parts'], trust: string): string {
  const { signature, content } = parts ?? { signature: SIGNATURE_NAME, content: MANIFEST_NAME };
  const files = `-in ${operand(`${folder}/${signature}`)} -content ${operand(`${folder}/${content}`)}`;
  return `openssl cms -verify -binary -inform DER ${files} ${trust} -out ${WORK_FOLDER}/verified ${KEEP_CERTIFICATES}`;
}
