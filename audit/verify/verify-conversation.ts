import type { ConversationBundle } from '../bundle/read-conversation.ts';
import { readConversation } from '../bundle/read-conversation.ts';
import type { Finding, Verdict } from './finding.ts';
import { Findings, refusalCode, verdictOf } from './finding.ts';
import { type BundleOptions, type BundleReport, verifyBundle } from './verify-bundle.ts';

export interface ConversationReport {
  kind: 'conversation';
  verdict: Verdict;
  at: string;
  /** Those about the bundle as a whole, then those of each message; their subjects begin with the path of its bundle. */
  findings: Finding[];
  /** Missing when the bundle could not be opened. */
  conversation?: string;
  messages?: (BundleReport & { path: string })[];
}

/**
 * Verifies the bundle of a conversation, offline: each message as `verifyBundle` does, and that they belong to the one conversation.
 * Never throws for what is in the file; errors of the reader itself go on up.
 */
export async function verifyConversation(options: BundleOptions): Promise<ConversationReport> {
  const findings = new Findings();
  const at = options.at.toISOString();
  const bundle = await findings.attemptAsync('bundle-layout', 'conversation', () => readConversation(options.reader, options.limits));
  if (bundle === undefined) return { kind: 'conversation', verdict: findings.verdict, at, findings: findings.all };
  await checkFiles(bundle, findings);
  const messages: (BundleReport & { path: string })[] = [];
  for (const { path } of bundle.index.messages) {
    const report = await verifyBundle({ ...options, reader: bundle.reader(path) });
    messages.push({ ...report, path });
    judgeMembership(findings, bundle, report, path);
  }
  judgeRepetition(findings, bundle);
  const ofMessages = messages.flatMap((message) =>
    message.findings.map((finding) => ({ ...finding, subject: `${message.path}: ${finding.subject}` })),
  );
  const all = [...findings.all, ...ofMessages];
  return { kind: 'conversation', verdict: verdictOf(all), at, findings: all, conversation: bundle.index.conversation, messages };
}

async function checkFiles(bundle: ConversationBundle, findings: Findings): Promise<void> {
  for (const { path } of bundle.index.files) {
    try {
      await bundle.check(path);
      findings.passed('bundle-files', path);
    } catch (error) {
      findings.failed('bundle-files', path, refusalCode(error));
    }
  }
}

/** What the sealed request says, and nothing else: the index is not signed. */
function judgeMembership(findings: Findings, { index }: ConversationBundle, { message, package: facts }: BundleReport, path: string): void {
  const listed = index.messages.find((entry) => entry.path === path);
  const isSame =
    message === undefined ||
    (listed?.messageId === message.messageId && listed.sender === message.sender && listed.recipient === message.recipient);
  if (!isSame) {
    findings.failed('conversation-membership', path, 'index-contradicted');
  } else if (facts?.messageId === undefined) {
    findings.warn('conversation-membership', path, 'content-absent');
  } else if (facts.conversation === index.conversation) {
    findings.passed('conversation-membership', path);
  } else {
    findings.failed('conversation-membership', path, 'conversation-differs');
  }
}

function judgeRepetition(findings: Findings, { index }: ConversationBundle): void {
  const names = index.messages.map(({ sender, messageId }) => `${sender} ${messageId}`);
  for (const name of new Set(names.filter((candidate, position) => names.indexOf(candidate) !== position))) {
    findings.failed('conversation-membership', name, 'message-repeated');
  }
}
