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
};
