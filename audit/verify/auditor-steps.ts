import { EVENTS, type EventName } from '../../evidence/event.ts';
import type { BundleIndex } from '../bundle/index-document.ts';
import { ARCHIVE_FOLDER } from './bundle-archive.ts';
import type { CheckName } from './checks.ts';
import type { Finding } from './finding.ts';

/** The claims that an offline auditor goes through, in this order. What each means in words stands in compose/wording/steps. */
export const STEP_NAMES = [
  'trust-file',
  'package-whole',
  'package-sender',
  'package-time',
  'letters-unaltered',
  'accepted-by-sender',
  'receipts-about-package',
  'received-by-recipient',
  'reached-authority',
  'order-of-events',
  'receipts-in-logs',
  'logs-append-only',
  'logs-not-forked',
  'nothing-missing',
  'provable-today',
] as const;

export type StepName = (typeof STEP_NAMES)[number];

/** `not-proved`: nothing contradicts the claim, but something that would prove it is not there. */
export type StepResult = 'proved' | 'failed' | 'not-proved';

export interface AuditorStep {
  /** 1 to 15. */
  step: number;
  name: StepName;
  result: StepResult;
  /** Why it is not proved, by codes of findings and of what is missing; empty when it is. */
  reasons: string[];
  /** Those that decided it, in the order of the report. */
  findings: Finding[];
}

/** What is in a bundle, which no finding tells: a check of what is not there was never made. */
export interface BundleInventory {
  index: BundleIndex;
  /** For each log by its authority: how many states of different size were compared. */
  states: ReadonlyMap<string, number>;
  /** Authorities of whose logs the bundle has every entry of a signed state. */
  rebuilt: ReadonlySet<string>;
}

/** A receipt is about the step that its event belongs to; what is no event of EN 319 522 is about what became of the message. */
function stepOfEvent(event: string): StepName {
  const letter = Object.hasOwn(EVENTS, event) ? EVENTS[event as EventName].code?.[0] : undefined;
  return letter === 'A' ? 'accepted-by-sender' : letter === 'B' ? 'received-by-recipient' : 'reached-authority';
}

const STEP_OF_CHECK: Readonly<Partial<Record<CheckName, StepName>>> = {
  'trust-anchors': 'trust-file',
  'trust-copies': 'trust-file',
  'bundle-layout': 'package-whole',
  'bundle-files': 'package-whole',
  'package-layout': 'package-whole',
  'package-content': 'package-whole',
  'package-signature': 'package-sender',
  'package-request': 'package-sender',
  'package-certificate': 'package-sender',
  'package-time-stamp': 'package-time',
  'pdf-layout': 'letters-unaltered',
  'pdf-signature': 'letters-unaltered',
  'pdf-changes': 'letters-unaltered',
  'pdf-time-stamp': 'letters-unaltered',
  'signer-certificate': 'letters-unaltered',
  'envelope-signature': 'accepted-by-sender',
  'envelope-certificate': 'accepted-by-sender',
  'statement-signature': 'accepted-by-sender',
  'statement-certificate': 'accepted-by-sender',
  'package-digest': 'receipts-about-package',
  'message-identity': 'receipts-about-package',
  'evidence-content': 'receipts-about-package',
  'reseal-links': 'receipts-about-package',
  'transport-state': 'reached-authority',
  deadlines: 'reached-authority',
  'evidence-chain': 'order-of-events',
  'evidence-conflicts': 'order-of-events',
  'event-order': 'order-of-events',
  'evidence-time': 'order-of-events',
  'evidence-time-stamp': 'order-of-events',
  'log-key': 'receipts-in-logs',
  'log-checkpoint': 'receipts-in-logs',
  'log-inclusion': 'receipts-in-logs',
  'log-coverage': 'receipts-in-logs',
  'log-consistency': 'logs-append-only',
  'log-succession': 'logs-append-only',
  'log-witness': 'logs-not-forked',
  'issuer-sequences': 'nothing-missing',
  'log-entries': 'nothing-missing',
  'revocation-data': 'provable-today',
  'checkpoint-time-stamp': 'provable-today',
};

/** Signature and certificate of a receipt belong to what the receipt states; every other check to one step whatever it is about. */
export function stepOfFinding({ check, subject }: Pick<Finding, 'check' | 'subject'>, { index }: BundleInventory): StepName | undefined {
  if (check === 'evidence-signature' || check === 'evidence-certificate') {
    return stepOfEvent(index.evidence.find(({ path }) => path === subject)?.event ?? '');
  }
  if (check === 'archive-time-stamp') return subject === ARCHIVE_FOLDER ? 'provable-today' : 'letters-unaltered';
  return STEP_OF_CHECK[check];
}

/**
 * What the findings about a proof bundle prove of the fifteen claims, and what they do not. A step is proved when everything that was
 * checked for it holds and nothing was missing that it takes; it has failed when something checked does not hold.
 */
export function walkSteps(findings: readonly Finding[], inventory: BundleInventory): AuditorStep[] {
  return STEP_NAMES.map((name, position) => {
    const own = findings.filter((finding) => stepOfFinding(finding, inventory) === name);
    const open = own.filter(({ verdict }) => verdict !== 'PASSED');
    const failed = open.filter(({ verdict }) => verdict === 'FAILED');
    const reasons = [...new Set([...(failed.length > 0 ? failed : open).map(({ code }) => code), ...missingFor(name, own, inventory)])];
    const result = failed.length > 0 ? 'failed' : reasons.length > 0 ? 'not-proved' : 'proved';
    return { step: position + 1, name, result, reasons, findings: own };
  });
}

const OF_THE_PACKAGE: ReadonlySet<StepName> = new Set([
  'package-whole',
  'package-sender',
  'package-time',
  'letters-unaltered',
  'receipts-about-package',
  'provable-today',
]);

function missingFor(name: StepName, own: readonly Finding[], inventory: BundleInventory): string[] {
  const { package: described, archive } = inventory.index;
  if (!described.included && OF_THE_PACKAGE.has(name)) return [described.sha256 === undefined ? 'no-package' : 'content-absent'];
  switch (name) {
    case 'letters-unaltered':
      return own.some(({ check }) => check === 'pdf-signature') ? [] : ['no-pdf'];
    case 'accepted-by-sender':
    case 'received-by-recipient':
      return missingReceipt(name, inventory);
    case 'order-of-events':
      return own.some(({ check }) => check === 'event-order') ? [] : ['single-receipt'];
    case 'receipts-in-logs':
      return missingLogs(inventory);
    case 'logs-append-only':
      return [...inventory.states.values()].every((sizes) => sizes > 1) && inventory.states.size > 0 ? [] : ['one-state-only'];
    case 'nothing-missing':
      // Every entry of both logs, most of them about other messages, is in a bundle only where that was asked for.
      return partiesWithLog(inventory).every((party) => inventory.rebuilt.has(party)) ? [] : ['log-entries-elsewhere'];
    case 'provable-today':
      return archive === undefined ? ['archive-missing'] : [];
    default:
      return own.length === 0 ? ['nothing-to-compare'] : [];
  }
}

/** The positive receipt proves the claim; a negative one states that it is otherwise. */
function missingReceipt(name: StepName, { index }: BundleInventory): string[] {
  const events = index.evidence.filter(({ event }) => stepOfEvent(event) === name && Object.hasOwn(EVENTS, event));
  if (events.some(({ event }) => EVENTS[event as EventName].outcome === 'positive')) return [];
  return [events.length === 0 ? 'receipt-missing' : 'negative-receipt'];
}

function missingLogs(inventory: BundleInventory): string[] {
  const logs = new Set(inventory.index.logs.map(({ authority }) => authority));
  return partiesWithLog(inventory).every((party) => logs.has(party)) ? [] : ['log-missing'];
}

/** A receipt can only be in the log of somebody who has one: the recipient of a message that never arrived has none of it. */
function partiesWithLog({ index }: BundleInventory): string[] {
  return [...new Set([index.sender, ...index.evidence.map(({ issuer }) => issuer)])];
}
