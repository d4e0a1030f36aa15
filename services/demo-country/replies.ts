import type { OpenItem } from '../../treaty/conversation/state/open-item.ts';
import { alone, dayAfter, head, MONTH, WEEK } from './answer-parts.ts';
import { declarationOf, digestOf, inventedRecords } from './enclosures.ts';
import type { Situation } from './situation.ts';
import type { Answer, Office } from './steps.ts';
import { COUNTRY_TEXTS } from './texts/country-languages.ts';

export function partialReply(situation: Situation, office: Office): Answer {
  const texts = COUNTRY_TEXTS[office.language];
  const records = inventedRecords(situation.requestId, texts);
  return {
    message: {
      ...head('partial-reply', situation.requestId, office),
      files: [declarationOf(records, office.language)],
      items: [
        {
          id: 'item-1',
          ...firstMeasure(situation),
          title: texts.recordsTitle,
          delivered: { form: 'file', sha256: [digestOf(records)] },
          use: { codes: ['H1', 'H2'], purpose: texts.usePurpose },
        },
      ],
      outstanding: texts.outstanding,
      expectedOn: dayAfter(situation, WEEK),
      text: texts.partlyAnswered,
    },
    enclosures: [records],
  };
}

function firstMeasure({ request }: Situation): { answers?: string } {
  const measures = request.requestType === 'mutual-legal-assistance' ? (request.particulars.measures ?? []) : [];
  const id = measures.find((measure) => measure.id !== undefined)?.id;
  return id === undefined ? {} : { answers: id };
}

export function reply(situation: Situation, office: Office): Answer {
  const { requestId, request } = situation;
  const texts = COUNTRY_TEXTS[office.language];
  const on = dayAfter(situation, 0);
  if (request.requestType === 'service-of-documents')
    return alone({
      ...head('proof-of-service', requestId, office),
      service: { served: true, on, manner: 'in-person', place: texts.servedAt },
      completes: true,
    });
  return alone({
    ...head('reply', requestId, office),
    outcome: { result: 'executed' },
    items: [
      {
        id: 'item-2',
        title: texts.answeredTitle,
        delivered: { form: 'information', text: texts.answered },
        use: { codes: ['H1'], purpose: texts.usePurpose },
      },
    ],
    executedOn: on,
    text: texts.taken,
  });
}

const STAGES = {
  requested: 'under-examination',
  acknowledged: 'in-execution',
  'supplement-awaited': 'supplement-awaited',
  postponed: 'postponed',
  'partly-answered': 'executed-in-part',
  'passed-on': 'forwarded-for-execution',
} as const;

/** What the country says to something that the other side asks in between; undefined to what it has nothing to say to. */
export function answerTo({ kind, message }: OpenItem, situation: Situation, office: Office): Answer | undefined {
  const texts = COUNTRY_TEXTS[office.language];
  switch (kind) {
    case 'status-enquiry':
      return alone({
        ...head('status-answer', message, office),
        stage: STAGES[situation.state.state as keyof typeof STAGES] ?? 'under-examination',
        expectedOn: dayAfter(situation, MONTH),
        officer: office.officer,
        text: texts.status,
      });
    case 'consultation':
      return alone({ ...head('consultation-answer', message, office), position: 'agrees', text: texts.agreed });
    case 'other-use':
      return alone({ ...head('other-use-granted', message, office), text: texts.otherUse });
    default:
      return undefined;
  }
}
