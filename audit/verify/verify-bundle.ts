import type { RandomAccessReader } from '../../crypto/asic/random-access.ts';
import { CryptoError } from '../../crypto/error.ts';
import type { Certificate } from '../../crypto/x509/certificate.ts';
import { parsePemCertificates } from '../../crypto/x509/pem.ts';
import { EVENTS } from '../../evidence/event.ts';
import type { TransportState } from '../../evidence/transport-state.ts';
import { BUNDLE_INDEX, BUNDLE_LOG_POLICY, BUNDLE_ROOTS, BUNDLE_TIMESTAMP_ROOTS, BUNDLE_TRUST } from '../bundle/index-document.ts';
import type { Bundle, BundleLimits } from '../bundle/read-bundle.ts';
import { readBundle } from '../bundle/read-bundle.ts';
import type { LogPolicy } from '../log/policy.ts';
import type { Trust } from '../trust.ts';
import { formatLogPolicy, formatPemCertificates, parseTrust, readTrustDocument } from '../trust.ts';
import type { BundleInventory } from './auditor-steps.ts';
import { judgeArchive } from './bundle-archive.ts';
import { judgeCoverage, judgeLinks, judgeStory } from './bundle-links.ts';
import { type JudgedLog, judgeHistories, verifyLogs } from './bundle-logs.ts';
import type { BundleObjects } from './bundle-objects.ts';
import { verifyObjects } from './bundle-objects.ts';
import type { Finding, Verdict } from './finding.ts';
import { Findings, refusalCode } from './finding.ts';
import { judgeLoggedTimes } from './logged-times.ts';
import { readListed } from './read-listed.ts';
import { type RevocationFile, readRevocationData } from './revocation-data.ts';
import type { TrustContext } from './trust-context.ts';
import { createTrustContext } from './trust-context.ts';
import type { EvidenceFacts } from './verify-evidence-file.ts';
import type { PackageFacts } from './verify-package.ts';
import { judgePackage } from './verify-package.ts';

/** A line of the story, in the order of events. */
export interface TimelineEntry extends EvidenceFacts {
  path: string;
  /** Letter and number in EN 319 522, where the event has one. */
  code?: string;
}

/** What verified, for those who hold several bundles against one another. */
export interface VerifiedBundle extends BundleInventory {
  objects: BundleObjects;
  logs: readonly JudgedLog[];
  /** States of logs that headers and receipts quote under their own signatures. */
  quoted: readonly { subject: string; note: string }[];
}

export interface BundleReport {
  kind: 'bundle';
  verdict: Verdict;
  at: string;
  findings: Finding[];
  /** Missing when the bundle could not be opened. */
  message?: { messageId: string; sender: string; recipient: string };
  state?: TransportState;
  timeline?: TimelineEntry[];
  package?: PackageFacts;
  /** For the walk through the steps of an auditor; never part of a report. Missing when the bundle could not be opened. */
  inventory?: VerifiedBundle;
  /** SHA-256 of the trust snapshot inside the bundle: compare it with one received another way. */
  bundledTrustDigest?: string;
}

export interface BundleOptions {
  reader: RandomAccessReader;
  at: Date;
  trust?: Trust;
  /** Decides which cosignatures are enough. Without one, a log that nobody witnessed is a warning. */
  policy?: LogPolicy;
  /** Beside what is in the bundle. */
  revocation?: readonly RevocationFile[];
  /** Beside the time-stamp authorities of the snapshot. */
  anchors?: readonly Certificate[];
  limits?: Partial<BundleLimits>;
}

/**
 * Verifies a proof bundle, offline: files, trust, every signature, every link between the objects, the story of the receipts, and the
 * logs. Never throws for what is in the file; errors of the reader itself go on up. Without `trust` the snapshot in the bundle is
 * used, and the verdict cannot be better than INDETERMINATE.
 */
export async function verifyBundle(options: BundleOptions): Promise<BundleReport> {
  const findings = new Findings();
  const { at } = options;
  const bundle = await findings.attemptAsync('bundle-layout', 'bundle', () => readBundle(options.reader, options.limits));
  if (bundle === undefined) {
    return { kind: 'bundle', verdict: findings.verdict, at: at.toISOString(), findings: findings.all };
  }
  await checkFiles(bundle, findings);
  const bundled = await readBundledTrust(bundle, findings);
  const context = await createContext(bundle, findings, options, bundled);
  const { logs, proofs } = await verifyLogs({ bundle, context, findings, at, policy: options.policy });
  const objects = await verifyObjects({ bundle, context, findings, at, proofs });
  const facts = await verifyBundledPackage(bundle, context, findings, at);
  await judgeArchive(bundle, context, findings, at);
  judgeLinks({ findings, index: bundle.index, objects, package: facts });
  const story = judgeStory({ findings, objects }, at);
  judgeCoverage(findings, objects, proofs);
  judgeLoggedTimes(findings, objects, logs);
  const quoted = quotedCheckpoints(objects);
  const states = judgeHistories(findings, logs, quoted, options.policy);
  const { messageId, sender, recipient } = bundle.index;
  return {
    kind: 'bundle',
    verdict: findings.verdict,
    at: at.toISOString(),
    findings: findings.all,
    message: { messageId, sender, recipient },
    state: story.state,
    timeline: story.timeline.flatMap(({ evidenceDigest }) => timelineEntry(objects, evidenceDigest)),
    ...(facts === undefined ? {} : { package: facts }),
    inventory: {
      index: bundle.index,
      states,
      rebuilt: new Set(logs.filter(({ rebuilt }) => rebuilt !== undefined).map(({ authority }) => authority)),
      objects,
      logs,
      quoted,
    },
    ...(bundled === undefined ? {} : { bundledTrustDigest: bundled.digest }),
  };
}

async function checkFiles(bundle: Bundle, findings: Findings): Promise<void> {
  let failures = 0;
  for (const { path } of bundle.index.files) {
    try {
      await bundle.check(path);
    } catch (error) {
      failures += 1;
      findings.failed('bundle-files', path, refusalCode(error));
    }
  }
  if (failures === 0) {
    findings.passed('bundle-files', BUNDLE_INDEX);
  }
}

async function readBundledTrust(bundle: Bundle, findings: Findings): Promise<Trust | undefined> {
  const bytes = await readListed(bundle, findings, BUNDLE_TRUST);
  if (bytes === undefined) {
    return undefined;
  }
  try {
    const trust = parseTrust(bytes);
    await compareCopies(bundle, findings, bytes);
    return trust;
  } catch (error) {
    findings.failed('trust-anchors', BUNDLE_TRUST, refusalCode(error));
    return undefined;
  }
}

/** Other tools read the copies: they must not be told something else than we are. */
async function compareCopies(bundle: Bundle, findings: Findings, trust: Buffer): Promise<void> {
  const document = readTrustDocument(trust);
  const expected = [
    [BUNDLE_ROOTS, formatPemCertificates(document.roots)],
    [BUNDLE_TIMESTAMP_ROOTS, formatPemCertificates(document.timestampRoots)],
    [BUNDLE_LOG_POLICY, formatLogPolicy(document)],
  ] as const;
  for (const [path, text] of expected) {
    const octets = await readListed(bundle, findings, path);
    if (octets?.equals(Buffer.from(text, 'utf8'))) {
      findings.passed('trust-copies', path);
    } else {
      findings.failed('trust-copies', path, 'copy-differs');
    }
  }
}

async function createContext(
  bundle: Bundle,
  findings: Findings,
  options: BundleOptions,
  bundled: Trust | undefined,
): Promise<TrustContext> {
  const given = options.trust;
  if (given === undefined) {
    findings.open('trust-anchors', BUNDLE_TRUST, 'trust-not-confirmed');
  } else {
    findings.passed('trust-anchors', given.digest);
  }
  const files: RevocationFile[] = [...(options.revocation ?? [])];
  for (const { path } of bundle.index.revocation) {
    const der = await readListed(bundle, findings, path);
    if (der !== undefined) {
      files.push({ subject: path, der });
    }
  }
  await checkCertificateFiles(bundle, findings);
  return createTrustContext(given ?? bundled, readRevocationData(files, findings), options.anchors);
}

/** Certificates are shipped for people and other tools; what we verify with comes from the objects and the trust snapshot. */
async function checkCertificateFiles(bundle: Bundle, findings: Findings): Promise<void> {
  for (const { path, sha256 } of bundle.index.certificates) {
    const bytes = await readListed(bundle, findings, path);
    if (bytes !== undefined && !holdsCertificate(bytes, sha256)) {
      findings.failed('bundle-files', path, 'index-contradicted');
    }
  }
}

function holdsCertificate(bytes: Buffer, sha256: string): boolean {
  try {
    const certificates = parsePemCertificates(bytes.toString('latin1'));
    return certificates.length === 1 && certificates[0]?.fingerprint === sha256;
  } catch (error) {
    if (error instanceof CryptoError) {
      return false;
    }
    throw error;
  }
}

async function verifyBundledPackage(
  bundle: Bundle,
  context: TrustContext,
  findings: Findings,
  at: Date,
): Promise<PackageFacts | undefined> {
  const described = bundle.index.package;
  if (!described.included) {
    return undefined;
  }
  const reader = await findings.attemptAsync('package-layout', described.path, async () => bundle.reader(described.path));
  return reader && judgePackage(context, findings, { reader, subject: described.path, at, strict: true });
}

/** States of logs that headers and receipts quote under their own signatures: what one side saw of the other's log at the time. */
function quotedCheckpoints(objects: BundleObjects): { subject: string; note: string }[] {
  const inHeaders = objects.envelopes.map(({ path, verified }) => ({
    subject: `${path}#latestCheckpointSeenOfPeer`,
    note: verified.header.latestCheckpointSeenOfPeer,
  }));
  const inEvidence = objects.evidence.map(({ path, verified }) => ({
    subject: `${path}#latestCheckpointSeenOfPeer`,
    note: verified.payload.transactionLogInformation?.transactionLog[0].latestCheckpointSeenOfPeer,
  }));
  return [...inHeaders, ...inEvidence].flatMap(({ subject, note }) => (note === undefined ? [] : [{ subject, note }]));
}

function timelineEntry(objects: BundleObjects, evidenceDigest: string): TimelineEntry[] {
  const found = objects.evidence.find(({ verified }) => verified.evidenceDigest === evidenceDigest);
  if (found === undefined) {
    return [];
  }
  const { code } = EVENTS[found.verified.summary.event];
  return [{ path: found.path, ...found.facts, ...(code === undefined ? {} : { code }) }];
}
