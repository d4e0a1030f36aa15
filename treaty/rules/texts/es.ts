import type { LegalTexts } from '../language.ts';

export const SPANISH: LegalTexts = {
  'no-legal-basis':
    'No consta ningún instrumento que permita una solicitud formal entre {requesting} y {requested} en esta fecha y materia. Puede enviarse como consulta o información.',
  'legal-basis-not-confirmed': 'La vigencia de {instrument} entre los dos Estados no está confirmada en los datos de que se dispone.',
  'cited-instrument-not-applicable': 'El instrumento citado {instrument} no parece aplicable. {reason}',
  'another-treaty-governs':
    'Entre los dos Estados hay otro tratado de asistencia ({governing}), que prevalece sobre los párrafos 9 a 29 de {instrument} salvo que ambos acuerden aplicarlos.',
  'direct-contact-not-allowed': 'Las autoridades no pueden escribirse directamente. {reason}',
  'transmission-treaty-not-applicable': 'La transmisión no está amparada por {instrument}. {reason}',
  'interpol-conditions-not-met': 'La vía de INTERPOL exige que el caso sea urgente y que ambos Estados la acepten. {reason}',
  'interpol-original-to-follow':
    'Lo que se envía por la vía de INTERPOL debe seguir también por escrito de autoridad central a autoridad central.',
  'interpol-neutrality-not-declared':
    'Falta la declaración de que el asunto no tiene carácter político, militar, religioso ni racial, que la vía de INTERPOL exige.',
  'language-not-accepted': 'El destinatario no ha aceptado el idioma {language}. Idiomas aceptados: {accepted}.',
  'translation-missing': 'El archivo está en {language} y no lleva traducción a un idioma aceptado ({accepted}).',
  'accepted-languages-unknown': 'No se conocen los idiomas que el destinatario acepta. Conviene consultarlo.',
  'deadline-without-reasons': 'Se pide respuesta antes del {date}, pero no se dice por qué.',
  'deadline-already-past': 'La fecha {date} ya ha pasado.',
  'service-lead-time-too-short':
    'Faltan {days} días para la audiencia del {date}, y el destinatario pide recibir las notificaciones al menos {required} días antes.',
  'oral-request-not-accepted': 'Una solicitud oral exige urgencia y el acuerdo de ambos Estados. {reason}',
  'oral-request-to-confirm': 'La solicitud oral debe confirmarse por escrito sin demora.',
  'use-conditions-missing': 'La información se envía sin condiciones de uso. Diga cuáles son, o que no hay ninguna.',
  'data-class-not-allowed': 'El destinatario no puede recibir datos de la clase {dataClass}.',
  'officer-not-listed': 'El directorio no nombra a quien firma entre quienes pueden firmar por esta autoridad.',
  'territory-not-covered': 'La autoridad destinataria no actúa para {territory}.',
  'matter-not-covered':
    'La autoridad destinataria no figura como competente para este tipo de solicitud y materia ({requestType}, {matter}).',
  'training-and-production-mixed': 'Una de las autoridades es de formación y la otra es real.',
  'profile-not-recently-confirmed': 'Los datos del destinatario se confirmaron por última vez el {date}.',
  'assurance-missing': 'Una solicitud basada en {instrument} debe llevar la garantía correspondiente, y no la lleva.',
  'particulars-missing': 'Según el informe de integridad, faltan {count} datos exigidos. La solicitud puede enviarse igualmente.',
  'bank-secrecy-as-ground': 'El secreto bancario no es motivo de denegación.',
  'fiscal-character-alone-as-ground': 'El carácter fiscal del delito no es, por sí solo, motivo de denegación.',
  'competence-unknown': 'El directorio no dice para qué instrumentos, materias y tipos de solicitud es competente el destinatario.',
  'another-authority-competent': 'Según el directorio, la autoridad competente es {authority}.',

  'hand-over-without-day': 'Uno de los pasos de la cadena de autoridades no dice cuándo pasó la solicitud a la siguiente.',
  'declared-file-differs': 'El resumen criptográfico que el mensaje declara para un archivo no es el del archivo del paquete.',
  'chain-out-of-order': 'Los pasos de la cadena de autoridades no concuerdan: una fecha, un orden o una autoridad repetida.',
  'message-from-stranger':
    'Quien firma no es ninguna de las dos autoridades de esta solicitud; lo que dice se muestra y no cambia su estado.',
  'message-from-wrong-side': 'Esto solo puede decirlo la otra parte; se muestra y no cambia el estado de la solicitud.',
  'answer-does-not-fit': 'Responde a un mensaje que no pedía una respuesta de esta clase.',
  'already-answered': 'Lo que se responde ya estaba resuelto.',
  'before-any-request': 'Todavía no hay ninguna solicitud a la que esto pueda referirse.',
  'reply-after-withdrawal': 'La respuesta llegó después de retirada la solicitud; es posible que los dos mensajes se hayan cruzado.',
  'after-the-end': 'La solicitud ya había terminado, y este mensaje no puede cambiarlo.',
  'identifier-reused': 'Hay mensajes distintos con el mismo identificador; cuenta el primero según su propia fecha.',
  'dated-before-its-cause': 'El mensaje lleva una fecha anterior a la del mensaje al que responde.',
  'refusal-without-consultation': 'Antes de denegar hay que consultar a la otra parte, y no consta ninguna consulta.',
  'postponement-without-consultation': 'Antes de aplazar hay que consultar a la otra parte, y no consta ninguna consulta.',
  'consultation-unanswered': 'Se decide sin que la otra parte haya contestado a la consulta.',
  'ground-not-usual-here': 'Este motivo no es habitual en una solicitud de este tipo.',
  'ground-without-provision': 'Conviene citar la disposición en que se apoya este motivo: las dos convenciones no lo prevén.',
  'supplement-rather-than-refusal': 'Por este motivo suele bastar con pedir información complementaria.',
  'translation-rather-than-refusal': 'Por este motivo suele bastar con pedir una traducción mejor.',
  'transfer-rather-than-refusal': 'La solicitud puede remitirse a la autoridad competente en vez de denegarse.',
  'priority-rather-than-refusal': 'Conviene consultar primero a la otra parte qué parte de la solicitud necesita, y con qué prioridad.',
  'own-prosecutors-after-refusal':
    'Si solo se deniega por la nacionalidad, el caso debe someterse sin demora a las propias autoridades de enjuiciamiento cuando el Estado requirente lo pida.',
  'answered-with-confirmation-open':
    'La solicitud oral no se ha confirmado por escrito; mientras falte el texto firmado, el asunto no puede cerrarse.',
  'confirming-text-missing': 'La solicitud que debía confirmar la petición oral no está en esta conversación.',
  'paper-original-differs': 'El original en papel no coincide con la copia que se anticipó.',
  'off-channel-item-differs': 'Lo recibido por otra vía no es lo que se anunció, o llegó dañado.',
  'new-date-not-later': 'La nueva fecha no es posterior a la que se pedía.',
  'confidentiality-told-late': 'Que la confidencialidad no puede mantenerse debe decirse sin demora, y ya se ha ejecutado una parte.',
  'exculpatory-notice-after-disclosure':
    'El aviso debe darse antes de revelar los elementos de descargo; después, solo en un caso excepcional y sin demora.',
  'item-unknown': 'Ningún elemento entregado en esta conversación lleva el identificador {item}.',
  'question-unknown': 'No se hizo ninguna pregunta con el identificador {question}.',
  'required-question-unanswered': 'El complemento se da por completo sin contestar a la pregunta necesaria {question}.',
};
