import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { type BundleFacts, bundleFacts } from '../../audit/verify/bundle-facts.ts';
import { CHECKS } from '../../audit/verify/checks.ts';
import { compareBundles } from '../../audit/verify/compare-bundles.ts';
import { detectKind } from '../../audit/verify/detect-kind.ts';
import { type Finding, verdictOf } from '../../audit/verify/finding.ts';
import type { BundleReport } from '../../audit/verify/verify-bundle.ts';
import { verifyConversation } from '../../audit/verify/verify-conversation.ts';
import type { RandomAccessReader } from '../../crypto/asic/random-access.ts';
import { judgeBundle } from '../verification/bundle-draft.ts';
import { digestOf } from '../verification/content-digest.ts';
import { openFileReader } from '../verification/open-file.ts';
import { publishFinding } from '../verification/publish-report.ts';
import { readTrustInputs, type TrustFiles, type TrustInputs } from '../verification/trust-inputs.ts';
import { type AuditedBundle, BUNDLES_AUDIT_FORMAT, type BundlesAudit } from './bundles-report.ts';
import { writeForks } from './write-forks.ts';

export interface BundlesAuditRequest extends TrustFiles {
  folder: string;
  at: Date;
  /** Where the two notes of each fork are written. */
  out: string;
  /** Octets that have been looked at. */
  onProgress?: (octets: number) => void;
}

/**
 * Verifies every proof bundle in a folder and in those below it, offline, and then holds them against one another. Never throws for what is in a
 * file; throws what `readTrustInputs` throws, and errors of reading and writing files.
 */
export async function auditBundles({ folder, at, out, onProgress, ...files }: BundlesAuditRequest): Promise<BundlesAudit> {
  const inputs = await readTrustInputs(files);
  const audit = new FolderAudit(at, inputs);
  const paths = await filesBelow(folder);
  let octets = 0;
  for (const path of paths) {
    octets += await audit.take(folder, path);
    onProgress?.(octets);
  }
  const { findings, repeatedMessages, logs, forks } = await compareBundles(audit.facts);
  const different = new Set(audit.facts.map(({ message: { sender, messageId } }) => `${sender} ${messageId}`)).size;
  const together = [...findings.all, ...audit.unreadable];
  return {
    format: BUNDLES_AUDIT_FORMAT,
    at: at.toISOString(),
    verdict: verdictOf([...audit.bundles, ...together]),
    bundles: audit.bundles,
    messages: { different, repeated: repeatedMessages },
    logs,
    forks: await writeForks(forks, out),
    findings: together.map((finding) => publishFinding(finding, undefined)),
    others: audit.others,
  };
}

/** What is known so far: bundles are opened one at a time, and of each the facts alone are kept. */
class FolderAudit {
  readonly bundles: AuditedBundle[] = [];
  readonly facts: BundleFacts[] = [];
  readonly others: string[] = [];
  /** Files that bear the name of a bundle and cannot be read as one. */
  readonly unreadable: Finding[] = [];
  readonly #at: Date;
  readonly #inputs: TrustInputs;
  /** Of each log, the entries of the largest state: those of others would prove nothing more. */
  readonly #largest = new Map<string, number>();

  constructor(at: Date, inputs: TrustInputs) {
    this.#at = at;
    this.#inputs = inputs;
  }

  /** How many octets the file has. */
  async take(folder: string, path: string): Promise<number> {
    const reader = await openFileReader(join(folder, path));
    try {
      const kind = await detectKind(reader);
      if (kind === 'bundle') await this.#takeBundle(reader, path);
      else if (kind === 'conversation') await this.#takeConversation(reader, path);
      else if (path.endsWith('.valija.zip')) this.unreadable.push(unreadable(path));
      else this.others.push(path);
      return reader.size;
    } finally {
      await reader.close();
    }
  }

  async #takeBundle(reader: RandomAccessReader, path: string): Promise<void> {
    const { draft, verified } = await judgeBundle({ reader, at: this.#at }, this.#inputs);
    await this.#add(reader, path, draft as BundleReport);
    if (verified !== undefined) this.#keep(bundleFacts(path, verified));
  }

  async #takeConversation(reader: RandomAccessReader, path: string): Promise<void> {
    const { messages = [], ...report } = await verifyConversation({ reader, at: this.#at, ...this.#inputs });
    await this.#add(reader, path, report);
    for (const { path: inside, inventory } of messages) {
      if (inventory !== undefined) this.#keep(bundleFacts(`${path}: ${inside}`, inventory));
    }
  }

  async #add(
    reader: RandomAccessReader,
    path: string,
    report: Pick<BundleReport, 'verdict' | 'findings' | 'message' | 'state'>,
  ): Promise<void> {
    const { verdict, findings, message, state } = report;
    this.bundles.push({
      path,
      sha256: (await digestOf(reader, 'sha256')).toString('hex'),
      length: reader.size,
      verdict,
      ...(message === undefined ? {} : { message }),
      ...(state === undefined ? {} : { state }),
      findings: findings.filter((finding) => finding.verdict !== 'PASSED').map((finding) => publishFinding(finding, undefined)),
    });
  }

  #keep(facts: BundleFacts): void {
    const logs = facts.logs.map(({ rebuilt, ...log }) => {
      const name = log.verifier.name;
      if (rebuilt === undefined || rebuilt.size <= (this.#largest.get(name) ?? 0)) return log;
      this.#largest.set(name, rebuilt.size);
      return { ...log, rebuilt };
    });
    this.facts.push({ ...facts, logs });
  }
}

/** Of every folder below, in the order of their names; links are not followed. */
async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return files.map(({ parentPath, name }) => relative(folder, join(parentPath, name))).sort((one, other) => (one < other ? -1 : 1));
}

function unreadable(path: string): Finding {
  return { check: 'file-kind', verdict: 'FAILED', code: 'file-unknown', subject: path, clause: CHECKS['file-kind'].clause };
}
