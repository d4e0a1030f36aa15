import type { LegalTexts } from '../language.ts';

export const FRENCH: LegalTexts = {
  'no-legal-basis':
    'Aucun instrument connu ne permet une demande formelle entre {requesting} et {requested} à cette date et dans cette matière. Elle peut partir comme consultation ou information.',
  'legal-basis-not-confirmed': 'L’entrée en vigueur de {instrument} entre les deux États n’est pas confirmée par les données disponibles.',
  'cited-instrument-not-applicable': 'L’instrument cité {instrument} ne semble pas applicable : {reason}',
  'another-treaty-governs':
    'Un autre traité d’entraide ({governing}) lie les deux États et prévaut sur les paragraphes 9 à 29 de {instrument}, sauf s’ils conviennent de les appliquer.',
  'direct-contact-not-allowed': 'Les autorités ne peuvent pas s’écrire directement : {reason}',
  'transmission-treaty-not-applicable': 'La transmission n’est pas couverte par {instrument} : {reason}',
  'interpol-conditions-not-met': 'La voie d’INTERPOL suppose que l’affaire soit urgente et que les deux États l’acceptent : {reason}',
  'interpol-original-to-follow': 'Ce qui part par la voie d’INTERPOL doit suivre aussi par écrit d’autorité centrale à autorité centrale.',
  'interpol-neutrality-not-declared':
    'Il manque la déclaration que l’affaire n’a pas de caractère politique, militaire, religieux ou racial, que la voie d’INTERPOL exige.',
  'language-not-accepted': 'Le destinataire n’a pas accepté la langue {language}. Langues acceptées : {accepted}.',
  'translation-missing': 'Le fichier {file} est en {language} et n’a pas de traduction dans une langue acceptée ({accepted}).',
  'accepted-languages-unknown': 'Les langues que le destinataire accepte ne sont pas connues. Il convient de le consulter.',
  'deadline-without-reasons': 'Une réponse est demandée avant le {date}, mais rien ne dit pourquoi.',
  'deadline-already-past': 'La date du {date} est déjà passée.',
  'service-lead-time-too-short':
    'Il reste {days} jours avant l’audience du {date}, et le destinataire demande à recevoir les significations au moins {required} jours avant.',
  'oral-request-not-accepted': 'Une demande orale suppose l’urgence et l’accord des deux États : {reason}',
  'oral-request-to-confirm': 'La demande orale doit être confirmée par écrit sans délai.',
  'use-conditions-missing': 'L’information part sans conditions d’utilisation. Dites lesquelles, ou qu’il n’y en a pas.',
  'data-class-not-allowed': 'Le destinataire ne peut pas recevoir de données de la classe {dataClass}.',
  'officer-not-listed': 'L’annuaire ne nomme pas {officer} parmi ceux qui peuvent signer pour cette autorité.',
  'territory-not-covered': 'L’autorité destinataire n’agit pas pour {territory}. Autorité indiquée : {hint}.',
  'matter-not-covered':
    'L’autorité destinataire n’est pas indiquée comme compétente pour ce type de demande et cette matière ({requestType}, {matter}). Autorité indiquée : {hint}.',
  'training-and-production-mixed': 'L’une des autorités sert à la formation, l’autre est réelle.',
  'profile-not-recently-confirmed': 'Les données du destinataire ont été confirmées pour la dernière fois le {date}.',
  'assurance-missing': 'Une demande fondée sur {instrument} doit comporter la garantie correspondante, et ne la comporte pas.',
  'particulars-missing': 'Selon le rapport de complétude, il manque {count} indications exigées. La demande peut partir quand même.',
  'bank-secrecy-as-ground': 'Le secret bancaire n’est pas un motif de refus.',
  'fiscal-character-alone-as-ground': 'Le caractère fiscal de l’infraction n’est pas, à lui seul, un motif de refus.',
  'competence-unknown': 'L’annuaire ne dit pas pour quels instruments, matières et types de demande le destinataire est compétent.',
};
