import type { LegalTexts } from '../language.ts';

export const FRENCH: LegalTexts = {
  'no-legal-basis':
    'Aucun instrument connu ne permet une demande formelle entre {requesting} et {requested} à cette date et dans cette matière. Elle peut partir comme consultation ou information.',
  'legal-basis-not-confirmed': 'L’entrée en vigueur de {instrument} entre les deux États n’est pas confirmée par les données disponibles.',
  'cited-instrument-not-applicable': 'L’instrument cité {instrument} ne semble pas applicable. {reason}',
  'another-treaty-governs':
    'Un autre traité d’entraide ({governing}) lie les deux États et prévaut sur les paragraphes 9 à 29 de {instrument}, sauf s’ils conviennent de les appliquer.',
  'direct-contact-not-allowed': 'Les autorités ne peuvent pas s’écrire directement. {reason}',
  'transmission-treaty-not-applicable': 'La transmission n’est pas couverte par {instrument}. {reason}',
  'interpol-conditions-not-met': 'La voie d’INTERPOL suppose que l’affaire soit urgente et que les deux États l’acceptent. {reason}',
  'interpol-original-to-follow': 'Ce qui part par la voie d’INTERPOL doit suivre aussi par écrit d’autorité centrale à autorité centrale.',
  'interpol-neutrality-not-declared':
    'Il manque la déclaration que l’affaire n’a pas de caractère politique, militaire, religieux ou racial, que la voie d’INTERPOL exige.',
  'language-not-accepted': 'Le destinataire n’a pas accepté la langue {language}. Langues acceptées : {accepted}.',
  'translation-missing': 'Le fichier est en {language} et n’a pas de traduction dans une langue acceptée ({accepted}).',
  'accepted-languages-unknown': 'Les langues que le destinataire accepte ne sont pas connues. Il convient de le consulter.',
  'deadline-without-reasons': 'Une réponse est demandée avant le {date}, mais rien ne dit pourquoi.',
  'deadline-already-past': 'La date du {date} est déjà passée.',
  'service-lead-time-too-short':
    'Il reste {days} jours avant l’audience du {date}, et le destinataire demande à recevoir les significations au moins {required} jours avant.',
  'oral-request-not-accepted': 'Une demande orale suppose l’urgence et l’accord des deux États. {reason}',
  'oral-request-to-confirm': 'La demande orale doit être confirmée par écrit sans délai.',
  'use-conditions-missing': 'L’information part sans conditions d’utilisation. Dites lesquelles, ou qu’il n’y en a pas.',
  'data-class-not-allowed': 'Le destinataire ne peut pas recevoir de données de la classe {dataClass}.',
  'officer-not-listed': 'L’annuaire ne nomme pas le signataire parmi ceux qui peuvent signer pour cette autorité.',
  'territory-not-covered': 'L’autorité destinataire n’agit pas pour {territory}.',
  'matter-not-covered':
    'L’autorité destinataire n’est pas indiquée comme compétente pour ce type de demande et cette matière ({requestType}, {matter}).',
  'training-and-production-mixed': 'L’une des autorités sert à la formation, l’autre est réelle.',
  'profile-not-recently-confirmed': 'Les données du destinataire ont été confirmées pour la dernière fois le {date}.',
  'assurance-missing': 'Une demande fondée sur {instrument} doit comporter la garantie correspondante, et ne la comporte pas.',
  'particulars-missing': 'Selon le rapport de complétude, il manque {count} indications exigées. La demande peut partir quand même.',
  'bank-secrecy-as-ground': 'Le secret bancaire n’est pas un motif de refus.',
  'fiscal-character-alone-as-ground': 'Le caractère fiscal de l’infraction n’est pas, à lui seul, un motif de refus.',
  'competence-unknown': 'L’annuaire ne dit pas pour quels instruments, matières et types de demande le destinataire est compétent.',
  'another-authority-competent': 'Selon l’annuaire, l’autorité compétente est {authority}.',

  'message-from-stranger':
    'Le signataire n’est aucune des deux autorités de cette demande ; ce qu’il dit est affiché et ne change pas l’état de la demande.',
  'message-from-wrong-side': 'Seule l’autre partie peut le dire ; le message est affiché et ne change pas l’état de la demande.',
  'answer-does-not-fit': 'Le message répond à un message qui n’appelait pas de réponse de ce genre.',
  'already-answered': 'Ce à quoi le message répond était déjà réglé.',
  'before-any-request': 'Il n’existe encore aucune demande à laquelle ce message puisse se rapporter.',
  'reply-after-withdrawal': 'La réponse est postérieure au retrait de la demande ; les deux messages ont pu se croiser.',
  'after-the-end': 'La demande avait déjà pris fin, et ce message ne peut rien y changer.',
  'identifier-reused': 'Plusieurs messages différents portent le même identifiant ; le premier selon sa propre date compte.',
  'dated-before-its-cause': 'Le message porte une date antérieure à celle du message auquel il répond.',
  'refusal-without-consultation': 'Avant de refuser, il faut consulter l’autre partie, et aucune consultation n’est attestée.',
  'postponement-without-consultation': 'Avant d’ajourner, il faut consulter l’autre partie, et aucune consultation n’est attestée.',
  'consultation-unanswered': 'La décision est prise sans que l’autre partie ait répondu à la consultation.',
  'ground-not-usual-here': 'Ce motif n’est pas habituel pour une demande de ce type.',
  'ground-without-provision': 'Il convient de citer la disposition qui fonde ce motif : les deux conventions ne le prévoient pas.',
  'supplement-rather-than-refusal': 'Pour ce motif, il suffit d’ordinaire de demander un complément d’information.',
  'translation-rather-than-refusal': 'Pour ce motif, il suffit d’ordinaire de demander une meilleure traduction.',
  'transfer-rather-than-refusal': 'La demande peut être transmise à l’autorité compétente au lieu d’être refusée.',
  'priority-rather-than-refusal': 'Il convient de consulter d’abord l’autre partie sur ce dont elle a besoin et sur la priorité.',
  'own-prosecutors-after-refusal':
    'Si le refus ne tient qu’à la nationalité, l’affaire doit être soumise sans retard aux autorités de poursuite nationales lorsque l’État requérant le demande.',
  'answered-with-confirmation-open':
    'La demande orale n’a pas été confirmée par écrit ; tant que le texte signé manque, l’affaire ne peut être close.',
  'confirming-text-missing': 'La demande qui devait confirmer la demande orale ne figure pas dans cette conversation.',
  'paper-original-differs': 'L’original sur papier ne concorde pas avec la copie envoyée d’avance.',
  'off-channel-item-differs': 'Ce qui est arrivé par une autre voie n’est pas ce qui était annoncé, ou est arrivé endommagé.',
  'new-date-not-later': 'La nouvelle date n’est pas postérieure à celle qui était souhaitée.',
  'confidentiality-told-late': 'L’impossibilité de garder le secret doit être signalée sans retard, et une partie est déjà exécutée.',
  'exculpatory-notice-after-disclosure':
    'L’avis doit précéder la révélation des éléments à décharge ; après, seulement dans un cas exceptionnel et sans retard.',
  'item-unknown': 'Aucun élément remis dans cette conversation ne porte l’identifiant {item}.',
  'question-unknown': 'Aucune question n’a été posée sous l’identifiant {question}.',
  'required-question-unanswered': 'Le complément est présenté comme complet sans répondre à la question nécessaire {question}.',
};
