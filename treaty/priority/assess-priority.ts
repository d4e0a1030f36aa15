import { daysBetween } from '../deadlines/local-time.ts';
import { EVIDENCE_LOSS_RISKS, type PriorityCriteria, SERIOUSNESS, URGENCIES } from './criteria.ts';
import type { PriorityWeights } from './weights.ts';

/** The criteria in the order in which their reasons are shown. */
export const PRIORITY_CRITERIA = [
  'urgency',
  'libertyAtStake',
  'arrestBeforeTrial',
  'seriousness',
  'evidenceLossRisk',
  'evidenceLostOn',
  'limitationOn',
  'hearingOn',
  'reasonedDeadline',
  'stage',
  'age',
] as const;
export type PriorityCriterion = (typeof PRIORITY_CRITERIA)[number];

/** What one criterion gives, and for which declared value: a level, a date, or days. */
export interface PriorityReason {
  readonly criterion: PriorityCriterion;
  readonly points: number;
  readonly of: number;
  readonly value: string;
}

export interface Priority {
  readonly score: number;
  /** The criteria that gave points, most first. */
  readonly reasons: readonly PriorityReason[];
}

export interface PriorityInput {
  /** Absent: the sender declared none; then only deadline and age count. */
  criteria?: PriorityCriteria;
  wishedDeadline?: { date: string; reasons?: string };
  /** Legal date of receipt, `YYYY-MM-DD`. */
  receivedOn: string;
  /** Today at the addressee's place. */
  today: string;
  weights: PriorityWeights;
}

/**
 * How pressing a request is, from what its sender declares and how long it has waited, with every reason. It orders a list and decides nothing. More
 * declared, a nearer date or another day of waiting never gives less.
 */
export function assessPriority(input: PriorityInput): Priority {
  const reasons = [...(input.criteria === undefined ? [] : declaredReasons(input.criteria, input)), ...timeReasons(input)]
    .filter(({ points }) => points > 0)
    .sort((one, other) => other.points - one.points || rankOf(one) - rankOf(other));
  return { score: reasons.reduce((sum, { points }) => sum + points, 0), reasons };
}

function declaredReasons(criteria: PriorityCriteria, { weights, today }: PriorityInput): PriorityReason[] {
  const { urgency, seriousness, evidenceLossRisk, stage } = criteria;
  return [
    level('urgency', URGENCIES, urgency, weights.urgency),
    level('seriousness', SERIOUSNESS, seriousness, weights.seriousness),
    level('evidenceLossRisk', EVIDENCE_LOSS_RISKS, evidenceLossRisk, weights.evidenceLossRisk),
    whether('arrestBeforeTrial', criteria.arrestBeforeTrial, weights.arrestBeforeTrial),
    whether('libertyAtStake', criteria.libertyAtStake, weights.libertyAtStake),
    { criterion: 'stage', points: weights.stage[stage], of: Math.max(...Object.values(weights.stage)), value: stage },
    ...nearing('evidenceLostOn', criteria.evidenceLostOn, today, weights.evidenceLostOn),
    ...nearing('hearingOn', criteria.hearingOn, today, weights.hearingOn),
    ...nearing('limitationOn', criteria.limitationOn, today, weights.limitationOn),
  ];
}

function timeReasons({ wishedDeadline, receivedOn, today, weights }: PriorityInput): PriorityReason[] {
  const { points, fullAfterDays } = weights.age;
  const waited = Math.max(0, daysBetween(receivedOn, today));
  const age = Math.floor((points * Math.min(waited, fullAfterDays)) / fullAfterDays);
  const reasoned = wishedDeadline?.reasons === undefined ? undefined : wishedDeadline.date;
  return [
    ...nearing('reasonedDeadline', reasoned, today, weights.reasonedDeadline),
    { criterion: 'age', points: age, of: points, value: String(waited) },
  ];
}

/** Points in equal steps: nothing for the first level, all of them for the last. */
function level<Level extends string>(criterion: PriorityCriterion, levels: readonly Level[], value: Level, of: number): PriorityReason {
  return { criterion, points: Math.floor((of * levels.indexOf(value)) / (levels.length - 1)), of, value };
}

function whether(criterion: PriorityCriterion, value: boolean, of: number): PriorityReason {
  return { criterion, points: value ? of : 0, of, value: String(value) };
}

function nearing(
  criterion: PriorityCriterion,
  date: string | undefined,
  today: string,
  { points, withinDays }: { points: number; withinDays: number },
): PriorityReason[] {
  if (date === undefined) return [];
  const left = Math.min(Math.max(0, daysBetween(today, date)), withinDays);
  return [{ criterion, points: Math.floor((points * (withinDays - left)) / withinDays), of: points, value: date }];
}

function rankOf({ criterion }: PriorityReason): number {
  return PRIORITY_CRITERIA.indexOf(criterion);
}

/** A request in a list that is put in order. */
export interface Prioritised {
  readonly priority: Priority;
  readonly receivedOn: string;
  /** Anything that no two requests share: it decides last. */
  readonly identifier: string;
}

/** Order of a list of requests: the higher score, the earlier receipt, the identifier. A total order, the same whoever sorts. */
export function comparePriority(one: Prioritised, other: Prioritised): number {
  return (
    other.priority.score - one.priority.score || compare(one.receivedOn, other.receivedOn) || compare(one.identifier, other.identifier)
  );
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
