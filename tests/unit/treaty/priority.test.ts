import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '../../../treaty/deadlines/local-time.ts';
import { assessPriority, comparePriority, PRIORITY_CRITERIA, type PriorityInput } from '../../../treaty/priority/assess-priority.ts';
import {
  EVIDENCE_LOSS_RISKS,
  type PriorityCriteria,
  priorityCriteria,
  SERIOUSNESS,
  STAGES,
  URGENCIES,
} from '../../../treaty/priority/criteria.ts';
import { prioritySentence } from '../../../treaty/priority/priority-sentences.ts';
import { DEFAULT_PRIORITY_WEIGHTS, type PriorityWeights, priorityWeights } from '../../../treaty/priority/weights.ts';

const TODAY = '2026-11-20';
const plain: PriorityCriteria = {
  urgency: 'ordinary',
  seriousness: 'minor',
  arrestBeforeTrial: false,
  libertyAtStake: false,
  evidenceLossRisk: 'none',
  stage: 'preliminary',
};
const assess = (criteria: Partial<PriorityCriteria> = {}, more: Partial<PriorityInput> = {}) =>
  assessPriority({ criteria: { ...plain, ...criteria }, receivedOn: TODAY, today: TODAY, weights: DEFAULT_PRIORITY_WEIGHTS, ...more });

const day = fc.integer({ min: -400, max: 400 }).map((days) => addDays(TODAY, days));
const anyCriteria = fc.record(
  {
    urgency: fc.constantFrom(...URGENCIES),
    seriousness: fc.constantFrom(...SERIOUSNESS),
    arrestBeforeTrial: fc.boolean(),
    libertyAtStake: fc.boolean(),
    evidenceLossRisk: fc.constantFrom(...EVIDENCE_LOSS_RISKS),
    stage: fc.constantFrom(...STAGES),
    evidenceLostOn: day,
    hearingOn: day,
    limitationOn: day,
  },
  { requiredKeys: ['urgency', 'seriousness', 'arrestBeforeTrial', 'libertyAtStake', 'evidenceLossRisk', 'stage'] },
);
const points = fc.integer({ min: 0, max: 1_000 });
const nearing = fc.record({ points, withinDays: fc.integer({ min: 1, max: 3_650 }) });
const anyWeights: fc.Arbitrary<PriorityWeights> = fc.record({
  urgency: points,
  seriousness: points,
  arrestBeforeTrial: points,
  libertyAtStake: points,
  evidenceLossRisk: points,
  evidenceLostOn: nearing,
  stage: fc.record({ preliminary: points, investigation: points, prosecution: points, trial: points, appeal: points, enforcement: points }),
  hearingOn: nearing,
  limitationOn: nearing,
  reasonedDeadline: nearing,
  age: fc.record({ points, fullAfterDays: fc.integer({ min: 1, max: 3_650 }) }),
});
const anyInput: fc.Arbitrary<PriorityInput> = fc.record({
  criteria: anyCriteria,
  receivedOn: day,
  today: day,
  weights: anyWeights,
  wishedDeadline: fc.record({ date: day, reasons: fc.constant('Invented reason') }),
});

describe('the priority of a request', () => {
  it('is the sum of its reasons, most first', () => {
    const priority = assess({
      urgency: 'emergency',
      libertyAtStake: true,
      seriousness: 'serious',
      stage: 'trial',
      hearingOn: '2026-12-20',
    });
    expect(priority).toEqual({
      score: 100 + 50 + 30 + 20 + 15,
      reasons: [
        { criterion: 'urgency', points: 100, of: 100, value: 'emergency' },
        { criterion: 'libertyAtStake', points: 50, of: 50, value: 'true' },
        { criterion: 'seriousness', points: 30, of: 45, value: 'serious' },
        { criterion: 'stage', points: 20, of: 20, value: 'trial' },
        { criterion: 'hearingOn', points: 15, of: 30, value: '2026-12-20' },
      ],
    });
  });

  it('is nothing for a request that declares nothing and came today', () => {
    expect(assess()).toEqual({ score: 0, reasons: [] });
    expect(assessPriority({ receivedOn: TODAY, today: TODAY, weights: DEFAULT_PRIORITY_WEIGHTS })).toEqual({ score: 0, reasons: [] });
  });

  it('counts a wished deadline only with its reasons', () => {
    const date = addDays(TODAY, 30);
    expect(assess({}, { wishedDeadline: { date } }).score).toBe(0);
    expect(assess({}, { wishedDeadline: { date, reasons: 'Invented reason' } }).score).toBe(12);
  });

  it('grows with age up to a limit', () => {
    const waiting = (days: number) => assess({}, { receivedOn: addDays(TODAY, -days) }).score;
    expect([waiting(0), waiting(73), waiting(365), waiting(4_000), waiting(-10)]).toEqual([0, 6, 30, 30, 0]);
  });

  it('never falls when more is declared, a date comes nearer or a day goes by, whatever the weights', () => {
    const next = <Level>(levels: readonly Level[], level: Level) => levels[Math.min(levels.indexOf(level) + 1, levels.length - 1)] ?? level;
    fc.assert(
      fc.property(anyInput, fc.integer({ min: 1, max: 500 }), (input, days) => {
        const { score } = assessPriority(input);
        const criteria = input.criteria ?? plain;
        const earlier = (date: string | undefined) => (date === undefined ? input.today : addDays(date, -days));
        const more: PriorityCriteria[] = [
          { ...criteria, urgency: next(URGENCIES, criteria.urgency) },
          { ...criteria, seriousness: next(SERIOUSNESS, criteria.seriousness) },
          { ...criteria, evidenceLossRisk: next(EVIDENCE_LOSS_RISKS, criteria.evidenceLossRisk) },
          { ...criteria, arrestBeforeTrial: true },
          { ...criteria, libertyAtStake: true },
          { ...criteria, evidenceLostOn: earlier(criteria.evidenceLostOn) },
          { ...criteria, hearingOn: earlier(criteria.hearingOn) },
          { ...criteria, limitationOn: earlier(criteria.limitationOn) },
        ];
        for (const raised of more) expect(assessPriority({ ...input, criteria: raised }).score).toBeGreaterThanOrEqual(score);
        expect(assessPriority({ ...input, today: addDays(input.today, days) }).score).toBeGreaterThanOrEqual(score);
        const { wishedDeadline: _wished, ...without } = input;
        expect(assessPriority(without).score).toBeLessThanOrEqual(score);
      }),
      { numRuns: 300 },
    );
  });

  it('shows every point that it counts, and no more points than the weight has', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const { score, reasons } = assessPriority(input);
        expect(reasons.reduce((sum, each) => sum + each.points, 0)).toBe(score);
        for (const each of reasons) expect(each.points > 0 && each.points <= each.of && Number.isInteger(each.points)).toBe(true);
        expect(new Set(reasons.map(({ criterion }) => criterion)).size).toBe(reasons.length);
      }),
      { numRuns: 200 },
    );
  });
});

describe('the order of requests', () => {
  const anyRequest = fc.record({
    priority: fc.record({ score: fc.integer({ min: 0, max: 5 }), reasons: fc.constant([]) }),
    receivedOn: fc.constantFrom('2026-11-18', '2026-11-19', '2026-11-20'),
  });

  it('is total and the same whoever sorts', () => {
    fc.assert(
      fc.property(fc.array(anyRequest, { maxLength: 20 }), fc.integer(), (requests, seed) => {
        const listed = requests.map((request, index) => ({ ...request, identifier: `m${index}` }));
        const shuffled = [...listed].sort((one, other) => (one.identifier + seed < other.identifier + seed ? 1 : -1));
        const sorted = [...listed].sort(comparePriority);
        expect([...shuffled].sort(comparePriority)).toEqual(sorted);
        for (const [index, each] of sorted.entries()) {
          for (const after of sorted.slice(index + 1)) expect(comparePriority(each, after)).toBeLessThan(0);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('puts the higher score first, then the earlier receipt', () => {
    const request = (score: number, receivedOn: string, identifier: string) => ({
      priority: { score, reasons: [] },
      receivedOn,
      identifier,
    });
    const list = [
      request(1, '2026-11-18', 'd'),
      request(2, '2026-11-20', 'c'),
      request(2, '2026-11-19', 'b'),
      request(2, '2026-11-20', 'a'),
    ];
    expect(list.sort(comparePriority).map(({ identifier }) => identifier)).toEqual(['b', 'a', 'c', 'd']);
  });
});

describe('the reasons in words', () => {
  it.each(['es', 'pt', 'fr', 'en'] as const)('are whole sentences in %s, without a word of the data', (language) => {
    const values = new Map<string, readonly string[]>([
      ['urgency', URGENCIES],
      ['seriousness', SERIOUSNESS],
      ['evidenceLossRisk', EVIDENCE_LOSS_RISKS.slice(1)],
      ['stage', STAGES],
    ]);
    for (const criterion of PRIORITY_CRITERIA) {
      for (const value of values.get(criterion) ?? ['2026-11-20']) {
        const sentence = prioritySentence({ criterion, value, points: 1, of: 1 }, language);
        expect(sentence).toMatch(/^\p{Lu}[^{}]*\.$/u);
        expect(sentence).not.toMatch(/very-serious|emergency:|toString/);
      }
    }
  });

  it('show a value of a later version as it is', () => {
    expect(prioritySentence({ criterion: 'stage', value: 'constructor', points: 1, of: 1 }, 'en')).toBe(
      'Stage of the proceedings: constructor.',
    );
  });
});

describe('the schemas', () => {
  it('take the weights that come with the product, and nothing negative', () => {
    expect(priorityWeights.parse(DEFAULT_PRIORITY_WEIGHTS)).toEqual(DEFAULT_PRIORITY_WEIGHTS);
    expect(priorityWeights.safeParse({ ...DEFAULT_PRIORITY_WEIGHTS, urgency: -1 }).success).toBe(false);
  });

  it('take every declaration', () => {
    fc.assert(
      fc.property(anyCriteria, (criteria) => {
        expect(priorityCriteria.parse(criteria)).toEqual(criteria);
      }),
      { numRuns: 100 },
    );
    expect(priorityCriteria.safeParse({ ...plain, urgency: 'very' }).success).toBe(false);
  });
});
