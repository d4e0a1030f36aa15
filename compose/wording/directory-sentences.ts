import type { Language, Texts } from '../../gateway/problems/language.ts';

/*
 * What is said about a directory that several govern: whole sentences with {placeholders}, one for each thing that can be so.
 */
export const DIRECTORY_SENTENCES = {
  'nothing-waits': {
    es: 'No hay nada que espere firmas ni publicación.',
    pt: 'Não há nada que espere assinaturas ou publicação.',
    fr: 'Rien n’attend de signatures ni de publication.',
    en: 'Nothing waits for signatures or publication.',
  },
  'draft-waits': {
    es: 'La versión {version} de {role} tiene {present} de {threshold} firmas de {asked}.',
    pt: 'A versão {version} de {role} tem {present} de {threshold} assinaturas de {asked}.',
    fr: 'La version {version} de {role} a {present} signature(s) de {asked} sur {threshold}.',
    en: 'Version {version} of {role} has {present} of {threshold} signatures of {asked}.',
  },
  'draft-without-delegation': {
    es: 'La versión {version} de {role} espera a que el Estado tenga claves.',
    pt: 'A versão {version} de {role} espera que o Estado tenha chaves.',
    fr: 'La version {version} de {role} attend que l’État ait des clés.',
    en: 'Version {version} of {role} waits for the State to have keys.',
  },
  'keys-change': {
    es: '{role}: se añaden {added} claves y se quitan {removed}; harán falta {threshold} firmas.',
    pt: '{role}: acrescentam-se {added} chaves e retiram-se {removed}; serão precisas {threshold} assinaturas.',
    fr: '{role} : {added} clé(s) ajoutée(s), {removed} retirée(s) ; il faudra {threshold} signature(s).',
    en: '{role}: {added} keys are added and {removed} removed; it will take {threshold} signatures.',
  },
  'key-added': { es: 'Clave nueva: {key}.', pt: 'Chave nova: {key}.', fr: 'Nouvelle clé : {key}.', en: 'New key: {key}.' },
  'key-removed': {
    es: 'Clave que deja de valer: {key}.',
    pt: 'Chave que deixa de valer: {key}.',
    fr: 'Clé qui ne vaut plus : {key}.',
    en: 'Key that no longer counts: {key}.',
  },
  'authority-new': {
    es: 'Autoridad nueva de {country}: {identifier}.',
    pt: 'Autoridade nova de {country}: {identifier}.',
    fr: 'Nouvelle autorité de {country} : {identifier}.',
    en: 'New authority of {country}: {identifier}.',
  },
  'authority-changed': {
    es: 'Cambia la autoridad {identifier}.',
    pt: 'Muda a autoridade {identifier}.',
    fr: 'L’autorité {identifier} change.',
    en: 'The authority {identifier} changes.',
  },
  'certificates-new': {
    es: 'Certificados o claves nuevos: {roles}.',
    pt: 'Certificados ou chaves novos: {roles}.',
    fr: 'Nouveaux certificats ou clés : {roles}.',
    en: 'New certificates or keys: {roles}.',
  },
  'certificates-changed': {
    es: 'Certificados o claves con otras fechas o uso: {roles}.',
    pt: 'Certificados ou chaves com outras datas ou uso: {roles}.',
    fr: 'Certificats ou clés avec d’autres dates ou un autre usage : {roles}.',
    en: 'Certificates or keys with other dates or use: {roles}.',
  },
  'instruments-new': {
    es: 'Instrumentos nuevos: {path}.',
    pt: 'Instrumentos novos: {path}.',
    fr: 'Nouveaux instruments : {path}.',
    en: 'New instruments: {path}.',
  },
  'instruments-changed': {
    es: 'Cambian los instrumentos de {path}.',
    pt: 'Mudam os instrumentos de {path}.',
    fr: 'Les instruments de {path} changent.',
    en: 'The instruments of {path} change.',
  },
  published: {
    es: 'El directorio es la versión {version} y vale hasta el {end}.',
    pt: 'O diretório é a versão {version} e vale até {end}.',
    fr: 'L’annuaire est à la version {version} et vaut jusqu’au {end}.',
    en: 'The directory is version {version} and holds until {end}.',
  },
  'role-published': {
    es: '{role}, versión {version}, hasta el {end}: {threshold} de {keys} claves firman.',
    pt: '{role}, versão {version}, até {end}: assinam {threshold} de {keys} chaves.',
    fr: '{role}, version {version}, jusqu’au {end} : {threshold} clé(s) sur {keys} signent.',
    en: '{role}, version {version}, until {end}: {threshold} of {keys} keys sign.',
  },
  'role-unpublished': {
    es: '{role} todavía no publicó nada: {threshold} de {keys} claves firman.',
    pt: '{role} ainda não publicou nada: assinam {threshold} de {keys} chaves.',
    fr: '{role} n’a encore rien publié : {threshold} clé(s) sur {keys} signent.',
    en: '{role} has published nothing yet: {threshold} of {keys} keys sign.',
  },
  signed: {
    es: 'Firmado: la versión {version} de {role}.',
    pt: 'Assinado: a versão {version} de {role}.',
    fr: 'Signé : la version {version} de {role}.',
    en: 'Signed: version {version} of {role}.',
  },
  carries: {
    es: '{instrument} permite una solicitud formal.',
    pt: '{instrument} permite um pedido formal.',
    fr: '{instrument} permet une demande formelle.',
    en: '{instrument} carries a formal request.',
  },
  'carries-unconfirmed': {
    es: '{instrument} permite una solicitud formal, pero una fecha de la que depende no está confirmada.',
    pt: '{instrument} permite um pedido formal, mas uma data de que depende não está confirmada.',
    fr: '{instrument} permet une demande formelle, mais une date dont cela dépend n’est pas confirmée.',
    en: '{instrument} carries a formal request, but a date on which this rests is not confirmed.',
  },
  'assurance-needed': {
    es: 'La solicitud debe llevar el compromiso que corresponde.',
    pt: 'O pedido deve levar o compromisso correspondente.',
    fr: 'La demande doit contenir l’engagement correspondant.',
    en: 'The request has to come with the undertaking that belongs to it.',
  },
  'governed-by': {
    es: 'Rigen las disposiciones de {instrument}.',
    pt: 'Regem as disposições de {instrument}.',
    fr: 'Les dispositions de {instrument} s’appliquent.',
    en: 'The provisions of {instrument} govern.',
  },
  'governed-by-paragraphs': {
    es: 'Rigen {paragraphs} de {instrument} ({article}).',
    pt: 'Regem {paragraphs} de {instrument} ({article}).',
    fr: '{paragraphs} de {instrument} s’appliquent ({article}).',
    en: '{paragraphs} of {instrument} govern ({article}).',
  },
  'no-basis': {
    es: 'Ningún instrumento conocido permite una solicitud formal; pueden enviarse consultas e información.',
    pt: 'Nenhum instrumento conhecido permite um pedido formal; podem enviar-se consultas e informação.',
    fr: 'Aucun instrument connu ne permet de demande formelle ; consultations et informations peuvent être envoyées.',
    en: 'No known instrument carries a formal request; consultations and information may be sent.',
  },
  'direct-open': {
    es: 'Las dos autoridades pueden escribirse directamente.',
    pt: 'As duas autoridades podem escrever-se diretamente.',
    fr: 'Les deux autorités peuvent s’écrire directement.',
    en: 'The two authorities may write to each other directly.',
  },
  'direct-open-article': {
    es: 'Las dos autoridades pueden escribirse directamente ({article}).',
    pt: 'As duas autoridades podem escrever-se diretamente ({article}).',
    fr: 'Les deux autorités peuvent s’écrire directement ({article}).',
    en: 'The two authorities may write to each other directly ({article}).',
  },
  'direct-closed': {
    es: 'Las dos autoridades no pueden escribirse directamente:',
    pt: 'As duas autoridades não podem escrever-se diretamente:',
    fr: 'Les deux autorités ne peuvent pas s’écrire directement :',
    en: 'The two authorities may not write to each other directly:',
  },
  'interpol-open': {
    es: 'Por ser urgente, también puede ir por INTERPOL.',
    pt: 'Por ser urgente, também pode ir pela INTERPOL.',
    fr: 'En raison de l’urgence, elle peut aussi passer par INTERPOL.',
    en: 'As it is urgent, it may also go through INTERPOL.',
  },
  'oral-open': {
    es: 'Por ser urgente, puede hacerse oralmente y confirmarse enseguida por escrito.',
    pt: 'Por ser urgente, pode ser feito oralmente e confirmado logo por escrito.',
    fr: 'En raison de l’urgence, elle peut être faite oralement et confirmée aussitôt par écrit.',
    en: 'As it is urgent, it may be made orally and confirmed in writing forthwith.',
  },
  'transmission-applies': {
    es: 'Rige el envío {instrument}: lo enviado vale como original o auténtico.',
    pt: 'Rege o envio {instrument}: o que se envia vale como original ou autêntico.',
    fr: 'L’envoi relève de {instrument} : ce qui est envoyé vaut original ou authentique.',
    en: 'The sending comes under {instrument}: what is sent counts as original or authentic.',
  },
  'transmission-unconfirmed': {
    es: 'Puede regir el envío {instrument}; falta confirmar una fecha.',
    pt: 'Pode reger o envio {instrument}; falta confirmar uma data.',
    fr: 'L’envoi peut relever de {instrument} ; une date reste à confirmer.',
    en: 'The sending may come under {instrument}; a date has still to be confirmed.',
  },
  languages: {
    es: 'La autoridad requerida acepta estos idiomas: {languages}.',
    pt: 'A autoridade requerida recebe estas línguas: {languages}.',
    fr: 'L’autorité requise accepte ces langues : {languages}.',
    en: 'The requested authority takes these languages: {languages}.',
  },
  'languages-unknown': {
    es: 'No se sabe qué idiomas acepta la autoridad requerida.',
    pt: 'Não se sabe que línguas a autoridade requerida recebe.',
    fr: 'On ne sait pas quelles langues l’autorité requise accepte.',
    en: 'It is not known which languages the requested authority takes.',
  },
  'other-competent': {
    es: 'Se declaran competentes: {authorities}.',
    pt: 'Declaram-se competentes: {authorities}.',
    fr: 'Se déclarent compétentes : {authorities}.',
    en: 'These say that they are competent: {authorities}.',
  },
  rejected: {
    es: '{instrument} no la permite:',
    pt: '{instrument} não o permite:',
    fr: '{instrument} ne la permet pas :',
    en: '{instrument} does not carry it:',
  },
} as const satisfies Readonly<Record<string, Texts>>;

export type DirectorySentence = keyof typeof DIRECTORY_SENTENCES;

/** A sentence with its placeholders filled in. */
export function directorySentence(
  name: DirectorySentence,
  language: Language,
  values: Readonly<Record<string, string | number>> = {},
): string {
  return DIRECTORY_SENTENCES[name][language].replaceAll(/\{([a-z]+)\}/g, (braced, placeholder: string) =>
    String(values[placeholder] ?? braced),
  );
}

/** Parts of an authority's record that can change. */
export const FIELD_NAMES = {
  names: { es: 'nombres', pt: 'nomes', fr: 'noms', en: 'names' },
  kind: { es: 'clase de autoridad', pt: 'tipo de autoridade', fr: 'type d’autorité', en: 'kind of authority' },
  languages: { es: 'idiomas', pt: 'línguas', fr: 'langues', en: 'languages' },
  channels: { es: 'canales', pt: 'canais', fr: 'voies', en: 'channels' },
  endpoints: {
    es: 'dirección y claves de conexión',
    pt: 'endereço e chaves de conexão',
    fr: 'adresse et clés de connexion',
    en: 'address and pins',
  },
  relays: { es: 'retransmisores', pt: 'retransmissores', fr: 'relais', en: 'relays' },
  treaties: { es: 'tratados', pt: 'tratados', fr: 'traités', en: 'treaties' },
  profile: {
    es: 'competencias, horario y requisitos',
    pt: 'competências, horário e requisitos',
    fr: 'compétences, horaires et exigences',
    en: 'competences, hours and requirements',
  },
} as const satisfies Readonly<Record<string, Texts>>;
