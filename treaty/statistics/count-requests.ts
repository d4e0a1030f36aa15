import { addAmounts } from './amounts.ts';
import type { CountedRequest } from './counted-case.ts';
import { type Quantiles, quantilesOf } from './quantiles.ts';

/** By what requests can be counted. A request with several instruments, offences or grounds counts once for each of them. */
export const DIMENSIONS = [
  'all',
  'country',
  'instrument',
  'type',
  'matter',
  'offence-category',
  'urgency',
  'outcome',
  'ground',
  'supplement-rounds',
  'stage',
  'age',
] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** Numbers of the requests that have one value in one dimension, for one direction. Days are of 24 hours, with one decimal. */
export interface StatisticsRow {
  direction: 'outgoing' | 'incoming';
  dimension: Dimension;
  value: string;
  requests: number;
  open: number;
  answered: number;
  answeredInPart: number;
  withoutResult: number;
  refused: number;
  withdrawn: number;
  transferred: number;
  /** Requests to which nobody has answered anything, not even by an acknowledgement. */
  unanswered: number;
  supplementRounds: number;
  daysToAcknowledgement?: Quantiles;
  daysToFirstAnswer?: Quantiles;
  daysToEnd?: Quantiles;
  daysOpen?: Quantiles;
  /** Estimates given in consultations about costs, summed by currency. */
  costs: readonly { currency: string; amount: string }[];
}

const DAY = 86_400_000;

/** Upper ends, in days, of the ages in which requests without an end are counted. */
const AGES = [30, 90, 180, 365] as const;

/**
 * Counts requests by every dimension, in the order of DIMENSIONS and then of values. `now` decides how old an open request is. Pure: the same set
 * of requests gives the same rows in whatever order they come.
 */
export function countRequests(requests: readonly CountedRequest[], now: Date): StatisticsRow[] {
  return DIMENSIONS.flatMap((dimension) =>
    (['outgoing', 'incoming'] as const).flatMap((direction) => {
      const groups = new Map<string, CountedRequest[]>();
      for (const request of requests) {
        if (request.direction !== direction) continue;
        for (const value of valuesOf(dimension, request, now)) groups.set(value, [...(groups.get(value) ?? []), request]);
      }
      const values = [...groups.keys()].sort();
      return values.map((value) => rowOf({ direction, dimension, value }, groups.get(value) ?? [], now));
    }),
  );
}

function valuesOf(dimension: Dimension, request: CountedRequest, now: Date): readonly string[] {
  const { facts } = request;
  const one = (value: string | undefined) => [value ?? 'not-stated'];
  const several = (values: readonly string[] | undefined, none: string) => (values === undefined || values.length === 0 ? [none] : values);
  switch (dimension) {
    case 'all':
      return ['all'];
    case 'country':
      return [request.country];
    case 'instrument':
      return several(facts.instruments, 'none');
    case 'type':
      return one(facts.requestType);
    case 'matter':
      return one(facts.matter);
    case 'offence-category':
      return several(facts.offenceCategories, 'not-stated');
    case 'urgency':
      return one(facts.urgency);
    case 'outcome':
      return [request.outcome];
    case 'ground':
      return several(request.grounds, 'none');
    case 'supplement-rounds':
      return [String(Math.min(request.supplementRounds, 9))];
    case 'stage':
      return one(request.stage);
    case 'age':
      return request.endedAt === undefined ? [ageOf(request, now)] : [];
  }
}

function ageOf({ requestedAt }: CountedRequest, now: Date): string {
  const days = daysBetween(requestedAt, now.toISOString());
  const end = AGES.find((limit) => days < limit);
  return end === undefined ? `from-${String(AGES.at(-1)).padStart(3, '0')}-days` : `under-${String(end).padStart(3, '0')}-days`;
}

function rowOf(
  place: Pick<StatisticsRow, 'direction' | 'dimension' | 'value'>,
  requests: readonly CountedRequest[],
  now: Date,
): StatisticsRow {
  const count = (outcome: CountedRequest['outcome']) => requests.filter((request) => request.outcome === outcome).length;
  const days = (
    name: 'daysToAcknowledgement' | 'daysToFirstAnswer' | 'daysToEnd' | 'daysOpen',
    until: (request: CountedRequest) => string | undefined,
  ) => {
    const spans = requests.flatMap((request) => {
      const at = until(request);
      return at === undefined ? [] : [daysBetween(request.requestedAt, at)];
    });
    const quantiles = quantilesOf(spans);
    return quantiles === undefined ? {} : { [name]: quantiles };
  };
  return {
    ...place,
    requests: requests.length,
    open: count('open'),
    answered: count('answered'),
    answeredInPart: count('answered-in-part'),
    withoutResult: count('without-result'),
    refused: count('refused'),
    withdrawn: count('withdrawn'),
    transferred: count('transferred'),
    unanswered: requests.filter(isUnanswered).length,
    supplementRounds: requests.reduce((sum, { supplementRounds }) => sum + supplementRounds, 0),
    ...days('daysToAcknowledgement', ({ acknowledgedAt }) => acknowledgedAt),
    ...days('daysToFirstAnswer', ({ firstAnswerAt }) => firstAnswerAt),
    ...days('daysToEnd', ({ endedAt }) => endedAt),
    ...days('daysOpen', ({ endedAt }) => (endedAt === undefined ? now.toISOString() : undefined)),
    costs: addAmounts(requests.flatMap(({ costs }) => costs)),
  };
}

function isUnanswered({ acknowledgedAt, firstAnswerAt, outcome, stage }: CountedRequest): boolean {
  return acknowledgedAt === undefined && firstAnswerAt === undefined && stage === undefined && outcome === 'open';
}

function daysBetween(from: string, to: string): number {
  return Math.max(0, Date.parse(to) - Date.parse(from)) / DAY;
}
