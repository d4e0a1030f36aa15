import { Readable } from 'node:stream';
import type { Trust } from '../../audit/trust.ts';
import { signPades } from '../../crypto/pades/sign.ts';
import type { Signer } from '../../crypto/signer.ts';
import type { Language } from '../../gateway/problems/language.ts';
import { saveContent } from '../api-client/save.ts';
import type { VerificationReport } from '../verification/report-schema.ts';
import { composePage } from './compose-page.ts';
import { type StatementFacts, type StatementLimits, statementOf } from './statement.ts';

/** From what is usual to what always fits. */
const LIMITS: readonly StatementLimits[] = [
  { receipts: 10, remarks: 6 },
  { receipts: 8, remarks: 4 },
  { receipts: 6, remarks: 3 },
  { receipts: 4, remarks: 2 },
  { receipts: 2, remarks: 1 },
  { receipts: 0, remarks: 0 },
];

/** Octets of a page of text; no file of ours comes near. */
const MAXIMUM_LENGTH = 4 * 1024 * 1024;

export interface StatementRequest {
  report: VerificationReport;
  language: Language;
  /** The snapshot that the verifier gave: of it the page takes names and digest. */
  trust?: Trust;
  /** Signs the page as PAdES B-B; without it the page says that it is not signed. */
  signer?: Signer;
  signingTime: Date;
}

/** Whether there is something to state: a bundle that could be opened. */
export function canBeStated(report: VerificationReport): report is StatementFacts['report'] {
  return report.kind === 'bundle' && report.message !== undefined && report.timeline !== undefined;
}

/** The statement of transmission as a PDF of one page. The same request without `signer` gives the same octets. */
export async function makeStatement(request: StatementRequest & { report: StatementFacts['report'] }): Promise<Buffer> {
  const { report, language, trust, signer, signingTime } = request;
  const digest = trust?.digest ?? report.bundledTrustDigest;
  const facts: StatementFacts = {
    report,
    language,
    names: namesOf(trust),
    trust: digest === undefined ? undefined : { digest, isGiven: trust !== undefined },
    ...(signer === undefined ? {} : { signer: { subject: nameOf(signer.certificate.subject), issuer: nameOf(signer.certificate.issuer) } }),
  };
  const pdf = await composeWithin(facts);
  if (signer === undefined) return pdf;
  const signed = await signPades({ pdf, signer, signingTime, maximumLength: MAXIMUM_LENGTH });
  return signed.pdf;
}

/** As much of the receipts and remarks as one page has room for; the page says how many it leaves out. */
async function composeWithin(facts: StatementFacts): Promise<Buffer> {
  const metadata = { language: facts.language, date: new Date(facts.report.at) };
  for (const limits of LIMITS) {
    const pdf = await composePage(statementOf(facts, limits), metadata);
    if (pdf !== undefined) return pdf;
  }
  throw new RangeError('not even the shortest statement fits on its page');
}

/** Writes the statement; the file appears complete or not at all. */
export async function writeStatement(path: string, request: Parameters<typeof makeStatement>[0]): Promise<void> {
  await saveContent(Readable.from([await makeStatement(request)]) as AsyncIterable<Buffer>, path);
}

/** The organisation that stands in the certificates of each authority, where all of them name the same. */
function namesOf(trust: Trust | undefined): Map<string, string> {
  const names = new Map<string, string>();
  for (const { identifier, certificates } of trust?.authorities.values() ?? []) {
    const organisations = new Set(certificates.map(({ certificate }) => attribute(certificate.subject, 'O')));
    const [name] = organisations;
    if (name !== undefined && organisations.size === 1) names.set(identifier, name);
  }
  return names;
}

/** Organisation and common name. */
function nameOf(subject: string): string {
  const known = [attribute(subject, 'O'), attribute(subject, 'CN')].filter((part) => part !== undefined);
  return known.length === 0 ? subject : known.join(', ');
}

/** One attribute of a name that was written as `C=XA, O=..., CN=...`. */
function attribute(subject: string, type: string): string | undefined {
  return new RegExp(`(?:^|, )${type}=((?:[^,]|,(?! [A-Z]+=))*)`).exec(subject)?.[1];
}
