import type { LegalTexts } from '../language.ts';

export const ENGLISH: LegalTexts = {
  'no-legal-basis':
    'No known instrument allows a formal request between {requesting} and {requested} on this date and in this matter. It may go as a consultation or as information.',
  'legal-basis-not-confirmed': 'The data at hand do not confirm that {instrument} is in force between the two States.',
  'cited-instrument-not-applicable': 'The instrument cited, {instrument}, does not seem to apply: {reason}',
  'another-treaty-governs':
    'Another treaty on assistance ({governing}) binds the two States and prevails over paragraphs 9 to 29 of {instrument}, unless both agree to apply these.',
  'direct-contact-not-allowed': 'The authorities may not write to each other directly: {reason}',
  'transmission-treaty-not-applicable': 'The transmission is not covered by {instrument}: {reason}',
  'interpol-conditions-not-met': 'The route through INTERPOL takes an urgent case and the agreement of both States: {reason}',
  'interpol-original-to-follow': 'What goes through INTERPOL must also follow in writing from central authority to central authority.',
  'interpol-neutrality-not-declared':
    'The declaration is missing that the matter is not of a political, military, religious or racial character, which the route through INTERPOL demands.',
  'language-not-accepted': 'The addressee has not accepted the language {language}. Accepted languages: {accepted}.',
  'translation-missing': 'The file {file} is in {language} and comes without a translation into an accepted language ({accepted}).',
  'accepted-languages-unknown': 'The languages that the addressee accepts are not known. It is better to ask.',
  'deadline-without-reasons': 'An answer is wished by {date}, but nothing says why.',
  'deadline-already-past': 'The date {date} has passed already.',
  'service-lead-time-too-short':
    'The hearing on {date} is {days} days away, and the addressee asks for documents to be served at least {required} days before.',
  'oral-request-not-accepted': 'An oral request takes urgency and the agreement of both States: {reason}',
  'oral-request-to-confirm': 'The oral request must be confirmed in writing without delay.',
  'use-conditions-missing': 'The information goes without conditions of use. Say which they are, or that there are none.',
  'data-class-not-allowed': 'The addressee may not be sent data of the class {dataClass}.',
  'officer-not-listed': 'The directory does not name {officer} among those who may sign for this authority.',
  'territory-not-covered': 'The authority addressed does not act for {territory}. Authority to turn to: {hint}.',
  'matter-not-covered':
    'The authority addressed is not listed as competent for this type of request and matter ({requestType}, {matter}). Authority to turn to: {hint}.',
  'training-and-production-mixed': 'One of the authorities is for training and the other is real.',
  'profile-not-recently-confirmed': 'What is published of the addressee was last confirmed on {date}.',
  'assurance-missing': 'A request that rests on {instrument} must come with the assurance that belongs to it, and does not.',
  'particulars-missing': 'By the report on completeness, {count} required particulars are missing. The request may go all the same.',
  'bank-secrecy-as-ground': 'Bank secrecy is not a ground for refusal.',
  'fiscal-character-alone-as-ground': 'That the offence is a fiscal one is, by itself, not a ground for refusal.',
  'competence-unknown': 'The directory does not say for which instruments, matters and types of request the addressee is competent.',

  'message-from-stranger':
    'Whoever signed is neither of the two authorities of this request; what it says is shown and does not change the state of the request.',
  'message-from-wrong-side': 'Only the other side can say this; it is shown and does not change the state of the request.',
  'answer-does-not-fit': 'It answers a message that did not ask for an answer of this kind.',
  'already-answered': 'What it answers had been settled already.',
  'before-any-request': 'There is no request yet that this could be about.',
  'reply-after-withdrawal': 'The answer came after the request had been withdrawn; the two messages may have crossed.',
  'after-the-end': 'The request had ended already, and this message cannot change that.',
  'identifier-reused': 'Different messages carry the same identifier; the first by its own date counts.',
  'dated-before-its-cause': 'The message is dated before the one that it answers.',
  'refusal-without-consultation': 'The other side has to be consulted before a refusal, and no consultation is on record.',
  'postponement-without-consultation': 'The other side has to be consulted before a postponement, and no consultation is on record.',
  'consultation-unanswered': 'The decision is taken before the other side has answered the consultation.',
  'ground-not-usual-here': 'This ground is not usual for a request of this type.',
  'ground-without-provision': 'The provision behind this ground should be cited: the two conventions do not provide for it.',
  'supplement-rather-than-refusal': 'On this ground it is usually enough to ask for supplementary information.',
  'translation-rather-than-refusal': 'On this ground it is usually enough to ask for a better translation.',
  'transfer-rather-than-refusal': 'The request can be passed on to the competent authority instead of being refused.',
  'priority-rather-than-refusal': 'The other side should first be asked which part of the request it needs, and with what priority.',
  'own-prosecutors-after-refusal':
    'Where nationality is the only reason, the case has to be submitted to the State’s own prosecutors without delay when the requesting State asks for it.',
  'answered-with-confirmation-open':
    'The oral request has not been confirmed in writing; while the signed text is missing, the matter cannot be closed.',
  'confirming-text-missing': 'The request that was to confirm the oral one is not in this conversation.',
  'paper-original-differs': 'The paper original does not agree with the copy that was sent in advance.',
  'off-channel-item-differs': 'What came by another way is not what was announced, or came damaged.',
  'new-date-not-later': 'The new date is not later than the one that was wished for.',
  'confidentiality-told-late': 'That confidentiality cannot be kept has to be told promptly, and a part has been executed already.',
  'exculpatory-notice-after-disclosure':
    'Notice is due before exculpatory items are disclosed; afterwards only in an exceptional case, and without delay.',
  'item-unknown': 'No item that was delivered in this conversation has the identifier {item}.',
  'question-unknown': 'No question was asked under the identifier {question}.',
  'required-question-unanswered': 'The supplement is given as complete without an answer to the required question {question}.',
};
