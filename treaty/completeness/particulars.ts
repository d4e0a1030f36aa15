import type { Locator } from './locate.ts';
import { appointmentsAgree, restrictionsInWords } from './special-locators.ts';

/**
 * Every particular that a list of contents can ask for, and where it stands in a request. The names are public: States use them to publish what
 * they ask for. Each has its sentences in texts/.
 */
export const PARTICULARS = {
  // Of requests of every type.
  'requesting-authority': ['/chain/some(role=central-authority)/party/name'],
  'originating-authority': ['/chain/some(role=originating-authority)/party/name'],
  'requesting-contact': ['/chain/some(side=requesting)/party/contact', '/particulars/proceedings/conductedBy/contact'],
  'own-reference': ['/references'],
  'legal-basis': ['/instruments', '/assurance'],
  'wished-deadline': ['/wishedDeadline/date'],
  'wished-deadline-reasons': ['/wishedDeadline/reasons'],
  confidentiality: ['/confidentiality'],
  'prior-contact-reference': ['/priorContacts/each/reference'],
  'oral-request-record': ['/oralRequest/record'],
  'restrictions-in-words': restrictionsInWords,
  'signed-letter': ['file:letter'],

  // The proceedings and the case.
  'proceedings-subject': ['/particulars/proceedings/subject'],
  'proceedings-nature': ['/particulars/proceedings/nature'],
  'conducting-authority-name': ['/particulars/proceedings/conductedBy/name'],
  'conducting-authority-functions': ['/particulars/proceedings/conductedBy/functions'],
  'summary-of-facts': ['/particulars/facts', 'file:statement-of-facts'],
  purpose: ['/particulars/purpose'],
  'particular-procedure': ['/particulars/procedure', '/particulars/measures/some/procedure'],
  'persons-identity': ['/particulars/persons/each/name'],
  'persons-location': ['/particulars/persons/each/location'],
  'persons-nationality': ['/particulars/persons/each/nationalities|seat'],
  offence: ['/particulars/offences/each/name'],
  'text-of-law': ['/particulars/offences/each/textOfLaw', 'file:text-of-law'],
  'dual-criminality': ['/particulars/offences/each/dualCriminality'],

  // What is asked for in mutual legal assistance.
  measures: ['/particulars/measures'],
  'measure-description': ['/particulars/measures/each/description'],
  'statement-person': ['/particulars/measures/each(kind=taking-statements)/persons'],
  'statement-questions': ['/particulars/measures/each(kind=taking-statements)/questions', 'file:questionnaire'],
  'measure-service-document': ['/particulars/measures/each(kind=service)/documents', 'file:document-to-serve'],
  'measure-service-addressee': ['/particulars/measures/each(kind=service)/persons'],
  'search-place': ['/particulars/measures/each(kind=search-seizure-freezing)/places|property'],
  'search-sought': ['/particulars/measures/each(kind=search-seizure-freezing)/sought'],
  'examination-object': ['/particulars/measures/each(kind=examining-objects-and-sites)/objects|sites'],
  'examination-aim': ['/particulars/measures/each(kind=examining-objects-and-sites)/examination'],
  'information-sought': ['/particulars/measures/each(kind=information-evidence-expert-views)/information|items|expertQuestions'],
  'records-holder': ['/particulars/measures/each(kind=originals-and-copies)/holder'],
  'records-sought': ['/particulars/measures/each(kind=originals-and-copies)/documents|accounts'],
  'records-period': ['/particulars/measures/each(kind=originals-and-copies)/from'],
  'tracing-reasons': ['/particulars/measures/each(kind=tracing-proceeds)/reasonsToBelieve'],
  'appearance-place': ['/particulars/measures/each(kind=voluntary-appearance)/place'],
  'appearance-time': ['/particulars/measures/each(kind=voluntary-appearance)/from'],
  'appearance-expenses': ['/particulars/measures/each(kind=voluntary-appearance)/expenses'],
  'appearance-safe-conduct': ['/particulars/measures/each(kind=voluntary-appearance)/safeConduct'],
  'detained-person-consent': ['/particulars/measures/each(kind=voluntary-appearance&detained=true)/consent', 'file:consent'],
  'detained-person-custody': ['/particulars/measures/each(kind=voluntary-appearance&detained=true)/custody'],
  'other-assistance-compatibility': ['/particulars/measures/each(kind=other-assistance)/compatibility'],
  'chapter-five-property': ['/particulars/measures/each(kind=proceeds-under-chapter-five)/property|reasonsToBelieve'],
  'chapter-five-recovery': ['/particulars/measures/each(kind=asset-recovery-under-chapter-five)/property'],

  // Service of documents.
  'document-to-serve': ['/particulars/documents', 'file:document-to-serve'],
  addressee: ['/particulars/persons/some(roles=addressee)/name'],
  'addressee-location': ['/particulars/persons/each(roles=addressee)/location'],
  'service-method': ['/particulars/method'],
  'hearing-date': ['/particulars/hearingOn'],

  // Extradition, provisional arrest, transfer of sentenced persons.
  'extradition-purpose': ['/particulars/soughtFor'],
  'sought-person': ['/particulars/persons/some(roles=sought)/name'],
  'sought-person-description': ['/particulars/persons/each(roles=sought)/description|identifiers|dateOfBirth'],
  'sought-person-nationality': ['/particulars/persons/each(roles=sought)/nationalities'],
  'sought-person-location': ['/particulars/persons/each(roles=sought)/location'],
  penalty: ['/particulars/offences/each/penalty'],
  limitation: ['/particulars/offences/each/limitation'],
  'detention-order': ['/particulars/detentionOrder', 'file:arrest-warrant'],
  'detention-order-copy': ['file:arrest-warrant'],
  'order-or-judgment': ['/particulars/detentionOrder', '/particulars/judgment', 'file:arrest-warrant', 'file:judgment'],
  'supporting-evidence': ['file:evidence', 'file:case-file'],
  judgment: ['/particulars/judgment', 'file:judgment'],
  'judgment-copy': ['file:judgment'],
  'remaining-sentence': ['/particulars/judgment/remaining', '/particulars/sentence/ends'],
  retrial: ['/particulars/judgment/retrial'],
  'death-penalty-assurance': ['/particulars/assurances', 'file:assurance'],
  'provisional-arrest-end': ['/particulars/provisionalArrest/endsOn'],
  'urgency-reasons': ['/particulars/urgencyReasons'],
  'extradition-will-follow': ['/particulars/extraditionWillFollow'],
  'sentenced-person': ['/particulars/persons/some(roles=convicted)/name'],
  'sentence-calculation': ['/particulars/sentence', 'file:sentence-calculation'],
  'transfer-consent': ['/particulars/consent', 'file:consent'],
  'transfer-initiative': ['/particulars/askedBy'],
  ties: ['/particulars/ties'],
  'health-and-conduct': ['/particulars/health|conduct'],

  // Confiscation and recovery.
  'confiscation-mode': ['/particulars/mode'],
  'property-description': ['/particulars/property/each/description'],
  'property-location': ['/particulars/property/each/location|country'],
  'confiscation-order-copy': ['file:confiscation-order'],
  'extent-of-execution': ['/particulars/extentOfExecution'],
  'confiscation-actions': ['/particulars/actions', '/particulars/measures'],
  'third-party-rights': ['/particulars/property/each/interests', '/particulars/goodFaithParties'],
  'return-to-victims': ['/particulars/disposal/returnToVictims', '/particulars/victims'],
  sharing: ['/particulars/disposal/sharing'],
  'account-for-payment': ['/particulars/disposal/account', '/particulars/account'],
  'other-executing-states': ['/particulars/otherStates'],
  'recovery-claim': ['/particulars/claim'],
  'recovery-title': ['/particulars/judgment', '/particulars/withoutConviction', 'file:judgment', 'file:confiscation-order'],

  // Proceedings, joint investigations, techniques.
  'transfer-reasons': ['/particulars/reasons'],
  'state-of-proceedings': ['/particulars/stateOfProceedings'],
  'case-evidence': ['/particulars/evidence', 'file:case-file', 'file:evidence'],
  'interim-measures': ['/particulars/interimMeasures'],
  'joint-objective': ['/particulars/objective'],
  'joint-members': ['/particulars/members'],
  'joint-powers': ['/particulars/powers'],
  'evidence-sharing': ['/particulars/evidence'],
  period: ['/particulars/from'],
  'period-end': ['/particulars/until'],
  costs: ['/particulars/costs'],
  techniques: ['/particulars/techniques'],
  'technique-plan': ['/particulars/plan'],
  necessity: ['/particulars/necessity'],
  authorisation: ['/particulars/authorisation', 'file:court-order'],
  'operational-contact': ['/particulars/operationalContact'],

  // Hearing by video.
  appointment: ['/particulars/appointment'],
  'appointment-times-agree': appointmentsAgree,
  'connection-test': ['/particulars/test'],
  'technical-contact': ['/particulars/connection/technicalContact'],
  'hearing-consent': ['/particulars/consents', 'file:consent'],
  interpretation: ['/particulars/interpretation'],
  'hearing-questions': ['/particulars/questions', 'file:questionnaire'],
  'hearing-reasons': ['/particulars/whyNotInPerson'],
  'hearing-identification': ['/particulars/identification'],

  // Electronic evidence.
  'evidence-mode': ['/particulars/mode'],
  provider: ['/particulars/provider'],
  accounts: ['/particulars/accounts'],
  'shared-address-time': ['/particulars/accounts/each(type=ip-address)/at'],
  'data-kinds': ['/particulars/dataKinds'],
  'deletion-date': ['/particulars/lostOn'],
  'assistance-will-follow': ['/particulars/assistanceWillFollow'],
  'preservation-reference': ['/particulars/preservation'],
  'emergency-described': ['/particulars/emergency'],

  // Without a formal request.
  'consultation-subject': ['/particulars/subject'],
  questions: ['/particulars/questions'],
  information: ['/particulars/information'],
  usefulness: ['/particulars/usefulness'],
  'information-origin': ['/particulars/origin'],
  'information-restrictions': ['/particulars/restrictions', '/particulars/information/each/handling'],
  draft: ['/particulars/draft', 'file:draft'],
  'answer-date': ['/particulars/answerWishedBy'],
} as const satisfies Record<string, Locator>;

export type ParticularName = keyof typeof PARTICULARS;

/** Whether this version knows the particular by that name. */
export function isParticularName(name: string): name is ParticularName {
  return Object.hasOwn(PARTICULARS, name);
}
