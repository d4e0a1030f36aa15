import type { EvidenceSummary } from '../../evidence/summary.ts';
import { transportState } from '../../evidence/transport-state.ts';
import type { BundleFacts, HeaderFacts } from './bundle-facts.ts';
import { judgeReceipts } from './bundle-links.ts';
import { type ComparedLog, compareLogs, type FoundFork } from './compare-logs.ts';
import { Findings } from './finding.ts';

/** What several bundles say together that none of them says alone. */
export interface Comparison {
  findings: Findings;
  /** Messages in more than one bundle. */
  repeatedMessages: number;
  logs: ComparedLog[];
  forks: FoundFork[];
}

/**
 * Holds bundles that were verified one by one against one another: whether a message or a receipt is there twice with other octets, whether
 * the receipts of a message go together over all bundles, and whether the states of each log are of one history, as far as the proofs in
 * any of them reach.
 */
export async function compareBundles(bundles: readonly BundleFacts[]): Promise<Comparison> {
  const findings = new Findings();
  const messages = Map.groupBy(bundles, ({ message: { sender, messageId } }) => `${sender} ${messageId}`);
  for (const [name, several] of messages) judgeMessage(findings, name, several);
  judgeIdentifiers(findings, bundles);
  const { logs, forks } = await compareLogs(
    findings,
    bundles.flatMap((bundle) => bundle.logs),
  );
  const repeatedMessages = [...messages.values()].filter((several) => several.length > 1).length;
  return { findings, repeatedMessages, logs, forks };
}

/** A sender and an identifier are one message: one package, one header of each generation, one story. */
function judgeMessage(findings: Findings, name: string, bundles: readonly BundleFacts[]): void {
  if (bundles.length < 2) return;
  judgeHeaders(findings, name, bundles);
  const distinct = new Map<string, EvidenceSummary>();
  for (const { summary } of bundles.flatMap(({ receipts }) => receipts)) distinct.set(summary.evidenceDigest, summary);
  const envelopes = new Set(bundles.flatMap(({ headers }) => headers.map(({ envelopeDigest }) => envelopeDigest)));
  const together = new Findings();
  judgeReceipts(together, transportState(distinct.values(), envelopes));
  for (const { check, subject, verdict, code, advisory } of together.all) {
    findings.add(check, `${name}: ${subject}`, { verdict, code, ...(advisory === undefined ? {} : { advisory }) });
  }
}

function judgeHeaders(findings: Findings, name: string, bundles: readonly BundleFacts[]): void {
  const headers = bundles.flatMap((bundle) => bundle.headers.map((header) => ({ ...header, subject: `${bundle.name}: ${header.path}` })));
  const packages = Map.groupBy(headers, ({ packageCommitment }) => packageCommitment);
  const generations = [...Map.groupBy(headers, generationOf).values()].filter((same) => countOf(same, 'envelopeDigest') > 1);
  if (packages.size > 1)
    findings.failed('message-uniqueness', subjectsOf([...packages.values()].flatMap(([first]) => first ?? [])), 'package-differs');
  for (const same of packages.size > 1 ? [] : generations) findings.failed('message-uniqueness', subjectsOf(same), 'headers-differ');
  if (headers.length === 0) findings.open('message-uniqueness', name, 'nothing-signed');
  else if (packages.size === 1 && generations.length === 0) findings.passed('message-uniqueness', name);
}

/** An identifier of a receipt is given once: also not to receipts about different messages. */
function judgeIdentifiers(findings: Findings, bundles: readonly BundleFacts[]): void {
  const receipts = bundles.flatMap(({ name, receipts: own }) =>
    own.map(({ path, summary }) => ({ subject: `${name}: ${path}`, ...summary })),
  );
  for (const same of Map.groupBy(receipts, ({ evidenceIdentifier }) => evidenceIdentifier).values()) {
    if (countOf(same, 'evidenceDigest') > 1) findings.failed('evidence-conflicts', subjectsOf(same), 'identifier-reused');
  }
}

function generationOf({ sealGeneration, headerGeneration }: HeaderFacts): string {
  return `${sealGeneration} ${headerGeneration}`;
}

function countOf<Name extends string>(items: readonly Readonly<Record<Name, string>>[], name: Name): number {
  return new Set(items.map((item) => item[name])).size;
}

function subjectsOf(items: readonly { subject: string }[]): string {
  return items.map(({ subject }) => subject).join(' / ');
}
