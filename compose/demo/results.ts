import { mkdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiClient, BundleSubject } from '../api-client/client.ts';
import { saveContent } from '../api-client/save.ts';
import { verifyFile } from '../verification/verify-file.ts';
import { runCommand } from './child-processes.ts';
import type { Conversation, ConversationMessage } from './exchange.ts';
import { codeOf } from './narration.ts';

/** How long the last receipts may take until both logs have published them. */
const LOG_MILLISECONDS = 20_000;
const FAILED = 'FAILED';

/** What `npm start -- --json` prints: all paths relative to `--out`. The members beside `conversation` are of the request. */
export interface DemonstrationResult {
  messageId: string;
  bundle: string;
  package: string;
  sealed: string;
  pdf: string;
  evidence: { event: string; path: string }[];
  verdict: string;
  conversation: {
    registerNumbers: Conversation['registerNumbers'];
    messages: ConversationMessage[];
    bundle: string;
    verdict: string;
  };
}

/** Writes everything a curious reader may want to check with other tools, and verifies both proof bundles with the product's own command. */
export async function writeResults(options: {
  out: string;
  trust: string;
  sender: ApiClient;
  recipient: ApiClient;
  conversation: Conversation;
}): Promise<{ result: DemonstrationResult; exitCode: number }> {
  const { out, trust, sender, recipient, conversation } = options;
  const { registerNumbers, messages, received } = conversation;
  const { messageId, packageDigest, files } = received;
  const at = (name: string) => join(out, name);
  const expected = packageDigest === undefined ? {} : { sha256: packageDigest };
  const letter = files.findIndex(({ role }) => role === 'letter');
  const saved = {
    package: await saveContent((await recipient.download(messageId, 'package', 'inbound')).body, at('package.asice'), expected),
    sealed: await saveContent((await sender.download(messageId, 'sealed', 'outbound')).body, at('sealed.p7m')),
    pdf: await saveContent((await recipient.download(messageId, `files/${letter}`, 'inbound')).body, at('letter.pdf')),
    bundle: await saveCompleteBundle(sender, { messageId, direction: 'outbound' }, at('proof-bundle.zip'), trust),
    conversation: await saveCompleteBundle(sender, { conversation: messageId }, at('conversation-bundle.zip'), trust),
  };
  const evidence = await writeEvidence(out, conversation);
  const [request, whole] = await Promise.all([saved.bundle, saved.conversation].map(({ path }) => verify(path, trust)));
  const inOut = (path: string) => relative(out, path);
  return {
    exitCode: Math.max(request?.code ?? 1, whole?.code ?? 1),
    result: {
      messageId,
      bundle: inOut(saved.bundle.path),
      package: inOut(saved.package.path),
      sealed: inOut(saved.sealed.path),
      pdf: inOut(saved.pdf.path),
      evidence,
      verdict: request?.verdict ?? FAILED,
      conversation: { registerNumbers, messages, bundle: inOut(saved.conversation.path), verdict: whole?.verdict ?? FAILED },
    },
  };
}

async function verify(path: string, trust: string): Promise<{ code: number; verdict: string }> {
  const { code, output } = await runCommand(['verify', path, '--trust', trust, '--json']);
  return { code, verdict: output === '' ? FAILED : (JSON.parse(output) as { verdict: string }).verdict };
}

/** A receipt is a moment older than its place in a published log: the bundle is asked for again until it proves all it can. */
async function saveCompleteBundle(client: ApiClient, subject: BundleSubject, path: string, trust: string) {
  const end = performance.now() + LOG_MILLISECONDS;
  for (;;) {
    const { body } = await client.downloadBundle(subject, { content: true, entries: true });
    const saved = await saveContent(body, path);
    const report = await verifyFile({ file: path, trust, at: new Date() });
    const uncovered = report.findings.some(({ check, verdict }) => check === 'log-coverage' && verdict !== 'PASSED');
    if (!uncovered || performance.now() > end) return saved;
    await sleep(100);
  }
}

async function writeEvidence(out: string, { sent }: Pick<Conversation, 'sent'>): Promise<DemonstrationResult['evidence']> {
  await mkdir(join(out, 'evidence'), { recursive: true });
  const written: DemonstrationResult['evidence'] = [];
  for (const [index, { event, evidence }] of sent.evidence.entries()) {
    const path = join('evidence', `${String(index + 1).padStart(2, '0')}-${codeOf(event)}-${event}.json`);
    await writeFile(join(out, path), evidence);
    written.push({ event, path });
  }
  return written;
}
