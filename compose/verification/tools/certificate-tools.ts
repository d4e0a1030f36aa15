import type { Finding } from '../../../audit/verify/finding.ts';
import type { Certificate } from '../../../crypto/x509/certificate.ts';
import { jwsCertificates } from './jws-script.ts';
import { SIGNER_FILES, signatureCommand } from './package-tools.ts';
import type { Places, ToolScope } from './places.ts';
import { epochSeconds, operand, WORK_FOLDER } from './shell.ts';
import type { Tool } from './tools.ts';

/** Codes of paths that openssl finds as well; the others are rules of ours about roles. */
const OF_PATHS: ReadonlySet<string> = new Set(['certificate-expired', 'certificate-not-yet-valid', 'certificate-revoked']);

/** The way of a certificate to an anchor: at its time first, then whether it was revoked, for which lists are of another time. */
export function certificateTool(finding: Finding, places: Places): Tool | undefined {
  const { check, verdict, code, material } = finding;
  const { certificate, intermediates = [], judgedAt } = material ?? {};
  if (certificate === undefined) return undefined;
  if (judgedAt === undefined || places.roots === undefined) {
    return { command: `echo ${certificate.der.toString('base64')} | base64 -d | openssl x509 -inform DER -noout -text`, decides: false };
  }
  const anchors = check === 'time-stamp-certificate' ? places.roots.timestamps : places.roots.signers;
  const cades = `-cades -purpose any -CAfile ${anchors} -attime ${epochSeconds(judgedAt)}`;
  const chain = chainOf({ finding, certificates: [certificate, ...intermediates], cades }, places);
  const options = `-x509_strict -CAfile ${anchors} -untrusted ${chain.all}`;
  const atTime = `openssl verify ${options} -attime ${epochSeconds(judgedAt)} ${chain.signer}`;
  const revoked = `openssl verify ${options} -no_check_time -crl_check_all ${places.revocationLists} ${chain.signer}`;
  const commands = [...chain.commands, atTime, ...(places.revocationLists === '' ? [] : [revoked])];
  const isTheirs = verdict === 'PASSED' ? material?.isRevokedLater !== true && places.revocationLists !== '' : OF_PATHS.has(code);
  return { command: commands.join(' && '), decides: isTheirs };
}

/** The certificates of JWS and CMS are kept by the commands that check their signatures; others stand in the command as they stand in the file. */
function chainOf(
  { finding, certificates, cades }: { finding: Finding; certificates: readonly Certificate[]; cades: string },
  places: Places,
): { signer: string; all: string; commands: string[] } {
  const { check, subject, material } = finding;
  const isJws = check === 'envelope-certificate' || check === 'evidence-certificate' || check === 'statement-certificate';
  if (isJws) {
    const path = operand(jwsCertificates(places.kind === 'bundle' ? subject : unquoted(places.file)));
    return { signer: path, all: path, commands: [] };
  }
  if (places.container !== undefined && material?.file === undefined) {
    return { ...SIGNER_FILES, commands: [signatureCommand(places.container.folder, material?.parts, cades)] };
  }
  if (places.kind === 'signature') return { ...SIGNER_FILES, commands: [] };
  const path = `${WORK_FOLDER}/signer-${certificates[0]?.fingerprint.slice(0, 16)}.pem`;
  const pem = certificates.map(({ der }) => `echo ${der.toString('base64')} | base64 -d | openssl x509 -inform DER`);
  return { signer: path, all: path, commands: [`{ ${pem.join('; ')}; } > ${path}`] };
}

function unquoted(path: string): string {
  return path.startsWith("'") ? path.slice(1, -1).replaceAll("'\\''", "'") : path;
}

/** Whether revocation data can be read. */
export function revocationTool({ subject }: Finding, { request }: ToolScope, places: Places): Tool {
  const given = (request.revocation ?? []).find((path) => path === subject || path.endsWith(`/${subject}`));
  const path = given === undefined ? places.subject(subject) : operand(given);
  const read = subject.endsWith('.ocsp') ? `openssl ocsp -respin ${path} -noverify -resp_text` : `openssl crl -in ${path} -noout -text`;
  return { command: read, decides: false };
}
