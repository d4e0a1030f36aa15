import type { RequestMessage } from '../requests/request-message.ts';

const COERCIVE_MEASURES = [
  'search-seizure-freezing',
  'tracing-proceeds',
  'proceeds-under-chapter-five',
  'asset-recovery-under-chapter-five',
];

/** When a particular is asked for. The name stands in the report, so that a reader sees why something applies or not. */
export const CONDITIONS = {
  isCriminal: ({ matter }) => matter === 'criminal',
  hasWishedDeadline: ({ wishedDeadline }) => wishedDeadline !== undefined,
  hasPriorContact: ({ priorContacts = [] }) => priorContacts.length > 0,
  confirmsOralRequest: ({ oralRequest }) => oralRequest !== undefined,
  isEmergency: ({ priority }) => priority?.urgency === 'emergency',
  /** UNTOC 18(15)(c): no summary of facts where documents are to be served and nothing else. */
  asksForMoreThanService: (request) =>
    request.requestType !== 'mutual-legal-assistance' || !(request.particulars.measures ?? []).every(({ kind }) => kind === 'service'),
  /** UNCAC 46(9): what needs no coercion can be given without dual criminality. */
  asksForCoercion: (request) =>
    request.requestType !== 'mutual-legal-assistance' ||
    (request.particulars.measures ?? []).some(({ kind }) => COERCIVE_MEASURES.includes(kind)),
  concernsPersons: (request) => 'persons' in request.particulars && (request.particulars.persons ?? []).length > 0,
  soughtForProsecution: (request) => request.requestType === 'extradition' && request.particulars.soughtFor !== 'enforcement',
  soughtForEnforcement: (request) => request.requestType === 'extradition' && request.particulars.soughtFor === 'enforcement',
  wasJudgedInAbsence: (request) => 'judgment' in request.particulars && isInAbsence(request.particulars.judgment),
  facesDeathPenalty: (request) =>
    'offences' in request.particulars && (request.particulars.offences ?? []).some(({ penalty }) => penalty?.death === true),
  wasProvisionallyArrested: (request) => request.requestType === 'extradition' && request.particulars.provisionalArrest !== undefined,
  asksForDomesticOrder: (request) => request.requestType === 'confiscation' && request.particulars.mode === 'domestic-order',
  hasForeignOrder: (request) => request.requestType === 'confiscation' && request.particulars.mode === 'foreign-order',
  asksToTraceFirst: (request) => request.requestType === 'confiscation' && request.particulars.mode === 'trace-freeze-seize',
  summonsToHearing: (request) =>
    request.requestType === 'service-of-documents' && (request.particulars.documents ?? []).some(({ nature }) => nature !== undefined),
  asksForPreservation: (request) => request.requestType === 'electronic-evidence' && request.particulars.mode === 'expedited-preservation',
  asksForStoredData: (request) => request.requestType === 'electronic-evidence' && request.particulars.mode === 'stored-data',
  asksForData: (request) => request.requestType === 'electronic-evidence' && request.particulars.mode !== 'expedited-preservation',
  asksForRealTimeData: (request) => request.requestType === 'electronic-evidence' && request.particulars.mode === 'real-time-traffic-data',
} as const satisfies Record<string, (request: RequestMessage) => boolean>;

export type ConditionName = keyof typeof CONDITIONS;

function isInAbsence(judgment: object | undefined): boolean {
  return judgment !== undefined && 'inAbsence' in judgment && judgment.inAbsence === true;
}
