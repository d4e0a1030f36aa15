import { join } from 'node:path';
import { operationDigest } from '../../gateway/operation-record/record-operation.ts';
import type { OperationRecord } from '../../store/contracts/records.ts';
import type { AuditedMessageAnswer, OperationAnswer } from '../api-client/answers.ts';
import type { ApiClient, Direction } from '../api-client/client.ts';
import { saveContent } from '../api-client/save.ts';
import { verifyFile } from '../verification/verify-file.ts';
import { reasonTexts } from '../wording/reasons.ts';
import { auditRegister } from './audit-register.ts';
import { AUDIT_FORMAT, type AuditReport, MAXIMUM_LISTED_FINDINGS, type SampledMessage } from './audit-report.ts';
import { SeededSample } from './sample.ts';

export interface AuditOptions {
  from: Date;
  to: Date;
  at: Date;
  seed: string;
  /** How many messages are drawn, with their proof bundles. */
  sample: number;
  /** Where the bundles are written. */
  folder: string;
  /** Trust snapshot that they are verified with. */
  trust?: string;
  /** Whether the logs of peers are asked for proofs of what they issued. */
  peers: boolean;
  /** Identifiers of messages as the authority's own register has them. Left out, the register of the gateway is held together. */
  register?: ReadonlySet<string>;
}

const DIRECTIONS: readonly Direction[] = ['outbound', 'inbound'];

/** Messages on a page whose receipts peers are asked about, so that an answer comes in time. */
const PAGE_WITH_PEERS = 20;

/** An operation this young may still wait for its entry. */
const LOGGED_AFTER_MILLISECONDS = 60_000;

/**
 * Goes through a period page by page and holds messages, receipts, log and records of operations together, both ways. What it keeps in
 * memory grows with what is wrong, not with what there is. ApiError, and errors of writing files.
 */
export async function auditPeriod(client: ApiClient, options: AuditOptions): Promise<AuditReport> {
  const { from, to, at, seed, trust } = options;
  const report: AuditReport = {
    format: AUDIT_FORMAT,
    from: from.toISOString(),
    to: to.toISOString(),
    at: at.toISOString(),
    seed,
    verdict: 'PASSED',
    messages: { outbound: 0, inbound: 0 },
    states: {},
    receipts: 0,
    receiptsOfPeers: 0,
    ...(options.peers ? { receiptsInPeersLogs: 0 } : {}),
    entries: { from: 0, to: 0, types: {} },
    operations: 0,
    actors: [],
    findings: [],
    moreFindings: 0,
    sample: [],
  };
  const sample = new SeededSample<AuditedMessageAnswer>({ seed, size: options.sample, nameOf: nameOfMessage });
  const range = await auditMessages(client, report, { options, sample });
  if (options.register === undefined) {
    report.cases = await auditRegister(client, { since: report.from, until: report.to }, (finding) => add(report, finding));
  }
  const operations = await auditOperations(client, report, options);
  await auditEntries(client, report, widest([range, operations]));
  for (const message of sample.items) report.sample.push(await sampled(client, message, { folder: options.folder, at, trust }));
  report.verdict = verdictOf(report);
  return report;
}

type Range = { first: number; last: number } | undefined;

async function auditMessages(
  client: ApiClient,
  report: AuditReport,
  { options, sample }: { options: AuditOptions; sample: SeededSample<AuditedMessageAnswer> },
): Promise<Range> {
  const unseen = new Set(options.register ?? []);
  let range: Range;
  let matched = 0;
  const period = { since: report.from, until: report.to, ...(options.peers ? { peers: true, limit: PAGE_WITH_PEERS } : {}) };
  for (const direction of DIRECTIONS) {
    for await (const message of pagesOf((after) => client.auditMessages({ direction, ...period, ...after }), 'messages')) {
      report.messages[direction] += 1;
      report.states[message.state] = (report.states[message.state] ?? 0) + 1;
      report.receipts += message.receipts;
      report.receiptsOfPeers += message.receiptsOfPeers;
      if (report.receiptsInPeersLogs !== undefined) report.receiptsInPeersLogs += message.receiptsInPeersLogs ?? 0;
      range = widest([range, message.entries]);
      sample.offer(message);
      const name = nameOfMessage(message);
      for (const { code, subject } of message.findings) add(report, { code, subject, message: name });
      if (unseen.delete(message.messageId)) matched += 1;
      else if (options.register !== undefined) add(report, { code: 'not-in-register', subject: message.messageId, message: name });
    }
  }
  for (const messageId of unseen) add(report, { code: 'only-in-register', subject: messageId });
  if (options.register !== undefined) report.register = { listed: options.register.size, matched };
  return range;
}

async function auditOperations(client: ApiClient, report: AuditReport, { at }: AuditOptions): Promise<Range> {
  const actors = new Map<string, AuditReport['actors'][number]>();
  let range: Range;
  const period = { since: report.from, until: report.to };
  for await (const operation of pagesOf((after) => client.operations({ ...period, limit: 500, ...after }), 'operations')) {
    report.operations += 1;
    const { actor, actorKind: kind, action, digest, index } = operation;
    const known = actors.get(actor) ?? { actor, kind, actions: {} };
    known.actions[action] = (known.actions[action] ?? 0) + 1;
    actors.set(actor, known);
    if (digestOf(operation) !== digest) add(report, { code: 'operation-altered', subject: digest });
    if (index !== undefined) range = widest([range, { first: index, last: index }]);
    else if (at.getTime() - Date.parse(operation.at) > LOGGED_AFTER_MILLISECONDS) {
      add(report, { code: 'operation-not-in-log', subject: digest });
    }
  }
  report.actors = [...actors.values()].sort((one, other) => (one.actor < other.actor ? -1 : 1));
  return range;
}

/** The record of a later gateway may have members that this program does not know: then its digest is not the one we compute. */
function digestOf({ digest: _digest, salt: _salt, index: _index, ...record }: OperationAnswer): string {
  return operationDigest(record as Omit<OperationRecord, 'salt'>).toString('hex');
}

async function auditEntries(client: ApiClient, report: AuditReport, range: Range): Promise<void> {
  if (range === undefined) return;
  report.entries.from = range.first;
  report.entries.to = range.last + 1;
  for (let from: number | undefined = range.first; from !== undefined; ) {
    const page: Awaited<ReturnType<ApiClient['auditEntries']>> = await client.auditEntries({ from, to: range.last + 1 });
    for (const [type, count] of Object.entries(page.types)) report.entries.types[type] = (report.entries.types[type] ?? 0) + count;
    for (const { index, type } of page.unmatched) add(report, { code: 'entry-unmatched', subject: `${index} ${type}` });
    from = page.next;
  }
  const looked = Object.values(report.entries.types).reduce((sum, count) => sum + count, 0);
  if (looked !== report.entries.to - report.entries.from) add(report, { code: 'log-entries-missing', subject: String(looked) });
}

async function sampled(
  client: ApiClient,
  message: AuditedMessageAnswer,
  { folder, at, trust }: { folder: string; at: Date; trust: string | undefined },
): Promise<SampledMessage> {
  const { messageId, direction } = message;
  const bundle = join('bundles', `${direction}-${messageId}.valija.zip`);
  const { body } = await client.downloadBundle({ messageId, direction: direction as Direction }, { content: false });
  const { sha256, path } = await saveContent(body, join(folder, bundle));
  const { verdict, steps = [] } = await verifyFile({ file: path, at, ...(trust === undefined ? {} : { trust }) });
  const named = (result: string) => steps.filter((step) => step.result === result).map(({ name }) => name);
  return { message: nameOfMessage(message), bundle, sha256, verdict, notProved: named('not-proved'), failed: named('failed') };
}

/** A peer that cannot be asked contradicts nothing, but leaves something open. */
function verdictOf({ findings, moreFindings, sample }: AuditReport): AuditReport['verdict'] {
  const verdicts = sample.map(({ verdict }) => verdict);
  const isOpen = ({ code }: { code: string }) => code === 'peer-log-not-shown';
  if (moreFindings > 0 || !findings.every(isOpen) || verdicts.includes('FAILED')) return 'FAILED';
  return findings.length > 0 || verdicts.includes('INDETERMINATE') ? 'INDETERMINATE' : 'PASSED';
}

function add(report: AuditReport, finding: { code: string; subject: string; message?: string }): void {
  if (report.findings.length >= MAXIMUM_LISTED_FINDINGS) report.moreFindings += 1;
  else report.findings.push({ ...finding, words: { ...reasonTexts(finding.code) } });
}

function nameOfMessage({ direction, sender, messageId }: AuditedMessageAnswer): string {
  return [direction, sender, messageId].join('/');
}

function widest(ranges: readonly (Range | null)[]): Range {
  const known = ranges.filter((range) => range !== undefined && range !== null);
  if (known.length === 0) return undefined;
  return { first: Math.min(...known.map(({ first }) => first)), last: Math.max(...known.map(({ last }) => last)) };
}

/** Every item of every page, one page in memory at a time. */
async function* pagesOf<Name extends string, Item>(
  read: (after: { after?: string }) => Promise<{ [Key in Name]: readonly Item[] } & { next?: string | undefined }>,
  name: Name,
): AsyncGenerator<Item, void, undefined> {
  for (let after: string | undefined; ; ) {
    const page = await read(after === undefined ? {} : { after });
    yield* page[name];
    after = page.next;
    if (after === undefined) return;
  }
}
