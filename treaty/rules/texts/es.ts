import type { LegalTexts } from '../language.ts';

export const SPANISH: LegalTexts = {
  'no-legal-basis':
    'No consta ningún instrumento que permita una solicitud formal entre {requesting} y {requested} en esta fecha y materia. Puede enviarse como consulta o información.',
  'legal-basis-not-confirmed': 'La vigencia de {instrument} entre los dos Estados no está confirmada en los datos de que se dispone.',
  'cited-instrument-not-applicable': 'El instrumento citado {instrument} no parece aplicable: {reason}',
  'another-treaty-governs':
    'Entre los dos Estados hay otro tratado de asistencia ({governing}), que prevalece sobre los párrafos 9 a 29 de {instrument} salvo que ambos acuerden aplicarlos.',
  'direct-contact-not-allowed': 'Las autoridades no pueden escribirse directamente: {reason}',
  'transmission-treaty-not-applicable': 'La transmisión no está amparada por {instrument}: {reason}',
  'interpol-conditions-not-met': 'La vía de INTERPOL exige que el caso sea urgente y que ambos Estados la acepten: {reason}',
  'interpol-original-to-follow':
    'Lo que se envía por la vía de INTERPOL debe seguir también por escrito de autoridad central a autoridad central.',
  'interpol-neutrality-not-declared':
    'Falta la declaración de que el asunto no tiene carácter político, militar, religioso ni racial, que la vía de INTERPOL exige.',
  'language-not-accepted': 'El destinatario no ha aceptado el idioma {language}. Idiomas aceptados: {accepted}.',
  'translation-missing': 'El archivo {file} está en {language} y no lleva traducción a un idioma aceptado ({accepted}).',
  'accepted-languages-unknown': 'No se conocen los idiomas que el destinatario acepta. Conviene consultarlo.',
  'deadline-without-reasons': 'Se pide respuesta antes del {date}, pero no se dice por qué.',
  'deadline-already-past': 'La fecha {date} ya ha pasado.',
  'service-lead-time-too-short':
    'Faltan {days} días para la audiencia del {date}, y el destinatario pide recibir las notificaciones al menos {required} días antes.',
  'oral-request-not-accepted': 'Una solicitud oral exige urgencia y el acuerdo de ambos Estados: {reason}',
  'oral-request-to-confirm': 'La solicitud oral debe confirmarse por escrito sin demora.',
  'use-conditions-missing': 'La información se envía sin condiciones de uso. Diga cuáles son, o que no hay ninguna.',
  'data-class-not-allowed': 'El destinatario no puede recibir datos de la clase {dataClass}.',
  'officer-not-listed': 'El directorio no nombra a {officer} entre quienes pueden firmar por esta autoridad.',
  'territory-not-covered': 'La autoridad destinataria no actúa para {territory}. Autoridad indicada: {hint}.',
  'matter-not-covered':
    'La autoridad destinataria no figura como competente para este tipo de solicitud y materia ({requestType}, {matter}). Autoridad indicada: {hint}.',
  'training-and-production-mixed': 'Una de las autoridades es de formación y la otra es real.',
  'profile-not-recently-confirmed': 'Los datos del destinatario se confirmaron por última vez el {date}.',
  'assurance-missing': 'Una solicitud basada en {instrument} debe llevar la garantía correspondiente, y no la lleva.',
  'particulars-missing': 'Según el informe de integridad, faltan {count} datos exigidos. La solicitud puede enviarse igualmente.',
  'bank-secrecy-as-ground': 'El secreto bancario no es motivo de denegación.',
  'fiscal-character-alone-as-ground': 'El carácter fiscal del delito no es, por sí solo, motivo de denegación.',
  'competence-unknown': 'El directorio no dice para qué instrumentos, materias y tipos de solicitud es competente el destinatario.',
};
