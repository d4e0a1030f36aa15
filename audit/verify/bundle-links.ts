import type { EventName } from '../../evidence/event.ts';
import type { KnownMessage } from '../../evidence/same-message.ts';
import { requireSameMessage } from '../../evidence/same-message.ts';
import type { EvidenceSummary } from '../../evidence/summary.ts';
import type { TransportReport } from '../../evidence/transport-state.ts';
import { transportState } from '../../evidence/transport-state.ts';
import type { BundleIndex } from '../bundle/index-document.ts';
import type { BundledProofs } from './bundle-logs.ts';
import type { BundleObjects } from './bundle-objects.ts';
import type { Findings } from './finding.ts';
import type { PackageFacts } from './verify-package.ts';

/** Two clocks may differ by this much before their order is worth a remark. */
const CLOCK_TOLERANCE_MILLISECONDS = 5 * 60_000;

/** The subject of what is said about all receipts together. */
const EVIDENCE_FOLDER = 'evidence/';

interface Scope {
  findings: Findings;
  index: BundleIndex;
  objects: BundleObjects;
  package: PackageFacts | undefined;
}

/** Whether package, headers, receipts and statements speak of one message, one package and one another. */
export function judgeLinks(scope: Scope): void {
  judgeIdentity(scope);
  judgePackageDigest(scope);
  judgeReseals(scope);
  judgeContent(scope);
}

/** The story that the receipts tell: complete, free of contradiction, in order, on time. */
export function judgeStory({ findings, objects }: Pick<Scope, 'findings' | 'objects'>, at: Date): TransportReport {
  const summaries = objects.evidence.map(({ verified }) => verified.summary);
  const report = transportState(summaries, new Set(objects.envelopes.map(({ verified }) => verified.envelopeDigest)));
  judgeReceipts(findings, report);
  judgeOrder(findings, summaries);
  judgeDeadlines(findings, objects, report, at);
  if (report.terminal) {
    findings.passed('transport-state', report.state);
  } else {
    findings.warn('transport-state', report.state, report.provisional ? 'provisional' : 'in-progress');
  }
  return report;
}

/** Each receipt in its issuer's log: another log alone shows that it was seen, not that the issuer stands by it. */
export function judgeCoverage(findings: Findings, objects: BundleObjects, proofs: BundledProofs): void {
  for (const { path, verified } of objects.evidence) {
    const authorities = proofs.get(verified.evidenceDigest)?.authorities;
    if (authorities?.has(verified.summary.issuer)) {
      findings.passed('log-coverage', path);
    } else if (authorities === undefined) {
      findings.open('log-coverage', path, 'not-in-any-log');
    } else {
      findings.warn('log-coverage', path, 'not-in-issuers-log');
    }
  }
}

function judgeIdentity({ findings, index, objects, package: facts }: Scope): void {
  const named = [
    ...objects.envelopes.map(({ path, verified }) => ({ path, ...verified.header })),
    ...objects.evidence.map(({ path, verified }) => ({ path, ...verified.summary })),
    ...objects.statements.map(({ path, verified }) => ({ path, ...verified.record })),
    ...(facts?.messageId === undefined ? [] : [{ path: 'package', ...facts }]),
  ];
  const others = named.filter(
    ({ messageId, sender, recipient }) => messageId !== index.messageId || sender !== index.sender || recipient !== index.recipient,
  );
  for (const { path } of others) {
    findings.failed('message-identity', path, 'message-differs');
  }
  if (named.length === 0) {
    findings.open('message-identity', index.messageId, 'nothing-signed');
  } else if (others.length === 0) {
    findings.passed('message-identity', index.messageId);
  }
}

function judgePackageDigest({ findings, index, objects, package: facts }: Scope): void {
  const sha256 = facts?.sha256 ?? index.package.sha256;
  const stated = [
    ...objects.envelopes.map(({ path, verified }) => ({ path, digest: verified.header.packageCommitment })),
    ...objects.statements.map(({ path, verified }) => ({ path, digest: verified.record.packageCommitment })),
    ...objects.evidence.flatMap(({ path, verified: { summary } }) =>
      summary.packageDigest === undefined ? [] : [{ path, digest: summary.packageDigest }],
    ),
  ];
  const others = stated.filter(({ digest }) => digest !== sha256);
  for (const { path } of others) {
    findings.failed('package-digest', path, 'package-differs');
  }
  if (facts !== undefined && facts.sha256 !== index.package.sha256) {
    findings.failed('package-digest', 'package', 'index-contradicted');
  } else if (sha256 === undefined && stated.length === 0) {
    findings.warn('package-digest', 'package', 'no-package');
  } else if (stated.length === 0) {
    findings.open('package-digest', 'package', 'nothing-to-compare');
  } else if (others.length === 0) {
    findings.passed('package-digest', facts === undefined && sha256 !== undefined ? sha256 : 'package');
  }
}

function judgeContent({ findings, index, objects, package: facts }: Scope): void {
  const packageCommitment = facts?.sha256 ?? index.package.sha256;
  const first = objects.envelopes.find(({ verified }) => verified.header.sealGeneration === 0);
  const known: KnownMessage = {
    messageId: index.messageId,
    sender: index.sender,
    recipient: index.recipient,
    ...(packageCommitment === undefined ? {} : { packageCommitment }),
    ...(first === undefined ? {} : { firstSealedContentDigest: first.verified.header.sealedContent.sha256 }),
    envelopes: new Map(objects.envelopes.map(({ verified }) => [verified.envelopeDigest, verified.header.sealedContent.sha256])),
  };
  for (const { path, verified } of objects.evidence) {
    const { envelopeDigest } = verified.summary;
    if (envelopeDigest !== undefined && !known.envelopes.has(envelopeDigest)) {
      findings.open('evidence-content', path, 'envelope-not-in-bundle');
    } else {
      findings.attempt('evidence-content', path, () => requireSameMessage(verified.summary, known));
    }
  }
}

function judgeReseals({ findings, objects }: Scope): void {
  const envelopes = new Map(objects.envelopes.map(({ path, verified }) => [verified.envelopeDigest, { path, header: verified.header }]));
  for (const { path, verified } of objects.statements) {
    const sides = [verified.record.replaced, verified.record.replacement];
    const agrees = sides.every(({ envelopeDigest, sealGeneration, headerGeneration, sealedContentDigest }) => {
      const header = envelopes.get(envelopeDigest)?.header;
      const isSame = header?.sealGeneration === sealGeneration && header.headerGeneration === headerGeneration;
      return header === undefined || (isSame && header.sealedContent.sha256 === sealedContentDigest);
    });
    if (!agrees) {
      findings.failed('reseal-links', path, 'generations-differ');
    }
  }
  const linked = new Set(objects.statements.map(({ verified }) => verified.record.replacement.envelopeDigest));
  const later = [...envelopes].filter(([, { header }]) => header.sealGeneration > 0 || header.headerGeneration > 0);
  for (const [digest, { path }] of later) {
    if (linked.has(digest)) {
      findings.passed('reseal-links', path);
    } else {
      findings.open('reseal-links', path, 'statement-missing');
    }
  }
}

/** Whether receipts of one message follow one another without a gap, and whether any two contradict each other. */
export function judgeReceipts(findings: Findings, report: TransportReport): void {
  judgeChain(findings, report);
  judgeConflicts(findings, report);
}

function judgeChain(findings: Findings, report: TransportReport): void {
  for (const { evidenceDigest } of report.orphans) {
    findings.open('evidence-chain', evidenceDigest, 'previous-missing');
  }
  for (const { issuer, from, to } of report.gaps) {
    findings.open('issuer-sequences', `${issuer}: ${from === to ? from : `${from}-${to}`}`, 'evidence-missing');
  }
  if (report.orphans.length === 0) {
    findings.passed('evidence-chain', EVIDENCE_FOLDER);
  }
  if (report.gaps.length === 0) {
    findings.passed('issuer-sequences', EVIDENCE_FOLDER);
  }
}

function judgeConflicts(findings: Findings, report: TransportReport): void {
  for (const { kind, evidence } of report.conflicts) {
    const verdict = kind === 'answer-after-end' ? 'INDETERMINATE' : 'FAILED';
    findings.add('evidence-conflicts', evidence.join(', '), { verdict, code: kind });
  }
  for (const { evidenceDigest, why } of report.disregarded) {
    findings.open('evidence-conflicts', evidenceDigest, why);
  }
  if (report.conflicts.length === 0 && report.disregarded.length === 0) {
    findings.passed('evidence-conflicts', EVIDENCE_FOLDER);
  }
}

const ORDER: readonly EventName[] = ['SubmissionAcceptance', 'RelayAcceptance', 'ContentConsignment', 'ContentHandover'];

/** A.1 before B.1 before D.1 before E.1: by what each names as previous, and by the times they state. */
function judgeOrder(findings: Findings, summaries: readonly EvidenceSummary[]): void {
  const present = ORDER.flatMap((event) => summaries.find((summary) => summary.event === event && summary.role !== 'relay') ?? []);
  const ancestors = ancestorsOf(summaries);
  for (const [position, later] of present.entries()) {
    const earlier = present[position - 1];
    if (earlier === undefined) {
      continue;
    }
    const subject = `${earlier.event} < ${later.event}`;
    const distance = Date.parse(later.eventTime) - Date.parse(earlier.eventTime);
    if (ancestors.get(earlier.evidenceDigest)?.has(later.evidenceDigest)) {
      findings.failed('event-order', subject, 'later-is-named-as-previous');
    } else if (!ancestors.get(later.evidenceDigest)?.has(earlier.evidenceDigest)) {
      findings.open('event-order', subject, 'not-named-as-previous');
    } else if (distance < -CLOCK_TOLERANCE_MILLISECONDS || (distance < 0 && earlier.issuer === later.issuer)) {
      findings.open('event-order', subject, 'times-reversed');
    } else {
      findings.passed('event-order', subject);
    }
  }
}

/** For each digest, all that it names as previous, near and far. */
function ancestorsOf(summaries: readonly EvidenceSummary[]): Map<string, Set<string>> {
  const previous = new Map(
    summaries.map((summary) => [summary.evidenceDigest, summary.previous.map(({ evidenceDigest }) => evidenceDigest)]),
  );
  return new Map(
    summaries.map(({ evidenceDigest }) => {
      const found = new Set<string>();
      const waiting = [...(previous.get(evidenceDigest) ?? [])];
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
        if (!found.has(next)) {
          found.add(next);
          waiting.push(...(previous.get(next) ?? []));
        }
      }
      return [evidenceDigest, found];
    }),
  );
}

/** A receipt that is overdue must have been answered for by another one: silence is never success. */
function judgeDeadlines(findings: Findings, objects: BundleObjects, report: TransportReport, at: Date): void {
  const header = objects.envelopes.at(-1)?.verified.header;
  if (header === undefined) {
    return;
  }
  const awaited = {
    submitted: header.deadlines.relay,
    accepted: header.deadlines.relay,
    relayed: header.deadlines.consignment,
    consigned: header.deadlines.handover,
  };
  const deadline = Object.hasOwn(awaited, report.state) ? awaited[report.state as keyof typeof awaited] : undefined;
  if (deadline !== undefined && at.getTime() > Date.parse(deadline) + CLOCK_TOLERANCE_MILLISECONDS) {
    findings.open('deadlines', report.state, 'receipt-overdue');
  } else {
    findings.passed('deadlines', report.state);
  }
}
