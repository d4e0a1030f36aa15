import { isLacking } from '../../treaty/completeness/assess-completeness.ts';
import type { CompletenessEntry } from '../../treaty/completeness/completeness-report.ts';
import { tellCompleteness } from '../../treaty/completeness/tell-completeness.ts';
import type { SUPPLEMENT_TOPICS } from '../../treaty/conversation/kinds/supplement.ts';
import type { Ground } from '../../treaty/grounds/grounds.ts';
import { alone, dayAfter, head, MONTH, WEEK } from './answer-parts.ts';
import type { Situation } from './situation.ts';
import type { Answer, Office } from './steps.ts';
import { COUNTRY_TEXTS } from './texts/country-languages.ts';

const MAXIMUM_QUESTIONS = 50;

export function acknowledgement(situation: Situation, office: Office): Answer {
  const { requestId, register, said } = situation;
  const transfer = said.findLast(({ message }) => message.kind === 'transfer');
  return alone({
    ...head('acknowledgement', transfer?.messageId ?? requestId, office),
    register,
    officer: office.officer,
    receivedOn: dayAfter(situation, 0),
    stage: 'registered',
    expectedOn: dayAfter(situation, MONTH),
    remarks: COUNTRY_TEXTS[office.language].acknowledged,
  });
}

/** One question for each thing that the report on completeness finds missing. */
export function supplementRequest(situation: Situation, office: Office): Answer {
  const { requestId, report } = situation;
  const texts = COUNTRY_TEXTS[office.language];
  const told = tellCompleteness(report, office.language).entries;
  const lacking = report.entries.flatMap((entry, index) => (isLacking(entry) ? [{ entry, missing: told[index]?.missing ?? '' }] : []));
  return alone({
    ...head('supplement-request', requestId, office),
    questions: lacking.slice(0, MAXIMUM_QUESTIONS).map(({ entry, missing }, index) => ({
      id: `q-${index + 1}`,
      topic: topicOf(entry),
      text: texts.question.replace('{missing}', () => missing),
      required: true,
    })),
    answerBy: dayAfter(situation, WEEK),
    meanwhile: texts.meanwhile,
  });
}

type Topic = (typeof SUPPLEMENT_TOPICS)[number];

/** By the first word that fits in the name of a particular. */
const TOPICS: readonly (readonly [RegExp, Topic])[] = [
  [/facts/, 'facts'],
  [/offence|law|criminality|penalty|limitation/, 'offence-and-law'],
  [/location|place/, 'location'],
  [/person|addressee|authority|contact/, 'person'],
  [/property|account|proceeds/, 'property'],
  [/purpose/, 'purpose'],
  [/procedure|method/, 'procedure'],
  [/assurance/, 'assurance'],
  [/measure|records|information|statement|search|examination/, 'assistance-sought'],
  [/document|order|judgment|letter|copy/, 'document'],
];

function topicOf({ particular }: CompletenessEntry): Topic {
  return TOPICS.find(([words]) => words.test(particular))?.[1] ?? 'other';
}

export function complaintOfTranslation(situation: Situation, office: Office): Answer {
  const { requestId, request } = situation;
  const translation = request.files.find(({ version }) => version.kind === 'translation');
  return alone({
    ...head('translation-defective', requestId, office),
    languages: [office.language],
    defects: [
      {
        ...(translation?.sha256 === undefined ? {} : { file: translation.sha256 }),
        defect: translation === undefined ? 'missing' : 'incomplete',
        remarks: COUNTRY_TEXTS[office.language].translation,
      },
    ],
    answerBy: dayAfter(situation, WEEK),
  });
}

export function consultation(
  situation: Situation,
  office: Office,
  cause: 'before-refusal' | 'before-postponement' | 'declined-conditions',
): Answer {
  const texts = COUNTRY_TEXTS[office.language];
  const [text, ground, reason] = {
    'before-refusal': [texts.refusalInMind, 'dual-criminality', texts.refusalGround],
    'before-postponement': [texts.postponementInMind, 'own-proceedings', texts.postponementGround],
    'declined-conditions': [texts.declinedInMind, 'own-law-forbids', texts.declinedGround],
  }[cause] as [string, Ground, string];
  return alone({
    ...head('consultation', situation.requestId, office),
    purpose: cause === 'before-postponement' ? cause : 'before-refusal',
    grounds: [{ ground, reason }],
    text,
    answerBy: dayAfter(situation, WEEK),
  });
}

/** The consultation of the country's own that came before a decision. */
function heldConsultation({ said }: Situation): { held: 'in-conversation'; message: string } {
  const message = said.findLast((entry) => entry.message.kind === 'consultation')?.messageId ?? '';
  return { held: 'in-conversation', message };
}

export function refusal(situation: Situation, office: Office, ground: 'dual-criminality' | 'own-law-forbids'): Answer {
  const texts = COUNTRY_TEXTS[office.language];
  const reason = ground === 'dual-criminality' ? texts.refusalGround : texts.declinedGround;
  return alone({
    ...head('refusal', situation.requestId, office),
    of: { extent: 'whole' },
    grounds: [{ ground, reason: `${texts.refused}\n${reason}` }],
    consultation: heldConsultation(situation),
    remedies: texts.remedies,
  });
}

export function postponement(situation: Situation, office: Office): Answer {
  const texts = COUNTRY_TEXTS[office.language];
  return alone({
    ...head('postponement', situation.requestId, office),
    of: { extent: 'whole' },
    grounds: [{ ground: 'own-proceedings', reason: texts.postponementGround }],
    consultation: heldConsultation(situation),
    until: dayAfter(situation, MONTH),
    secured: texts.secured,
  });
}

export function resumption(situation: Situation, office: Office): Answer {
  const { resumed } = COUNTRY_TEXTS[office.language];
  return alone({
    ...head('status-answer', situation.requestId, office),
    stage: 'in-execution',
    expectedOn: dayAfter(situation, WEEK),
    officer: office.officer,
    text: resumed,
  });
}

export function conditions(situation: Situation, office: Office): Answer {
  const { conditionUse, conditionReturn } = COUNTRY_TEXTS[office.language];
  return alone({
    ...head('conditions-offered', situation.requestId, office),
    conditions: [
      { id: 'c-1', kind: 'use', text: conditionUse },
      { id: 'c-2', kind: 'return-of-objects', text: conditionReturn },
    ],
    answerBy: dayAfter(situation, WEEK),
  });
}

export function disclosure(situation: Situation, office: Office): Answer {
  return alone({
    ...head('cannot-keep-confidential', situation.requestId, office),
    exposes: { fact: true, substance: false },
    cause: 'law-demands-disclosure',
    reason: COUNTRY_TEXTS[office.language].disclosure,
    executesOn: dayAfter(situation, WEEK),
  });
}

export function costs(situation: Situation, office: Office): Answer {
  return alone({
    ...head('cost-consultation', situation.requestId, office),
    nature: 'extraordinary',
    // ISO 4217 keeps XTS for tests.
    estimate: { amount: '18500.00', currency: 'XTS' },
    text: COUNTRY_TEXTS[office.language].costs,
    answerBy: dayAfter(situation, WEEK),
  });
}

export function delayNotice(situation: Situation, office: Office): Answer {
  return alone({
    ...head('delay', situation.requestId, office),
    grounds: [{ ground: 'awaiting-court', reason: COUNTRY_TEXTS[office.language].delay }],
    expectedOn: dayAfter(situation, MONTH),
  });
}

export function onwardTransfer(situation: Situation, office: Office): Answer {
  const { court, passedOn } = COUNTRY_TEXTS[office.language];
  const on = dayAfter(situation, 0);
  return alone({
    ...head('transfer', situation.requestId, office),
    to: [
      {
        side: 'requested',
        role: 'executing-authority',
        party: { name: court, country: office.country },
        handOver: { on, receivedOn: on, means: 'electronic-system' },
      },
    ],
    continues: 'here',
    register: situation.register,
    remarks: passedOn,
  });
}
