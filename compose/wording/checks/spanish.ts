import type { CheckSentences } from '../check-sentences.ts';

/** What each outcome of each check means, in Spanish. */
export const SPANISH_CHECKS: CheckSentences = {
  'file-kind': {
    PASSED: 'El archivo es de una clase que este programa comprueba.',
    INDETERMINATE: 'No se pudo decidir de qué clase es este archivo.',
    FAILED: 'El archivo no es de ninguna clase que este programa compruebe, o está dañado.',
  },
  'sealed-opening': {
    PASSED: 'El contenido cifrado se abrió con la clave indicada y no fue alterado.',
    INDETERMINATE: 'El contenido cifrado no se abrió, porque no se indicó la clave que le corresponde.',
    FAILED: 'El contenido cifrado no se puede abrir: está dañado o fue alterado.',
  },
  'sealed-encoding': {
    PASSED: 'El contenido cifrado está escrito en la única forma que intercambian las pasarelas.',
    INDETERMINATE: 'El contenido cifrado está escrito como lo hacen otros programas, en una forma que las pasarelas no intercambian.',
    FAILED: 'No se puede leer la forma en que está escrito el contenido cifrado.',
  },
  'pdf-layout': {
    PASSED: 'El PDF solo se puede leer de una manera.',
    INDETERMINATE: 'No se pudo decidir si el PDF se puede leer de una sola manera.',
    FAILED: 'El PDF no se puede leer: está dañado, cifrado o admite más de una lectura.',
  },
  'pdf-signature': {
    PASSED: 'La firma del PDF es correcta para las páginas que cubre.',
    INDETERMINATE: 'La firma del PDF no se puede juzgar, o no hay ninguna.',
    FAILED: 'La firma del PDF no es válida.',
  },
  'pdf-changes': {
    PASSED: 'No se cambió nada en el PDF después de firmarlo.',
    INDETERMINATE: 'Después de la firma se añadió algo al PDF, y conviene que lo examine una persona.',
    FAILED: 'El PDF fue modificado después de firmarlo.',
  },
  'pdf-time-stamp': {
    PASSED: 'Un sello de tiempo prueba que el PDF firmado existía en ese momento.',
    INDETERMINATE: 'Solo la palabra del firmante dice cuándo se firmó el PDF, o falta algún dato sobre la autoridad de sellado de tiempo.',
    FAILED: 'El sello de tiempo del PDF no es válido.',
  },
  'signer-certificate': {
    PASSED: 'El certificado del firmante lleva a una autoridad en la que usted confía y era válido en ese momento.',
    INDETERMINATE: 'No se sabe si se puede confiar en el certificado del firmante.',
    FAILED: 'El certificado del firmante no era válido en ese momento.',
  },
  'signature-content': {
    PASSED: 'La firma es correcta para el contenido firmado.',
    INDETERMINATE: 'La firma no se puede juzgar; puede faltar el archivo firmado.',
    FAILED: 'La firma no corresponde al contenido indicado.',
  },
  'signature-time-stamp': {
    PASSED: 'Un sello de tiempo prueba que la firma existía en ese momento.',
    INDETERMINATE: 'Solo la palabra del firmante dice cuándo se firmó, o falta algún dato sobre la autoridad de sellado de tiempo.',
    FAILED: 'El sello de tiempo de la firma no es válido.',
  },
  'time-stamp-token': {
    PASSED: 'El sello de tiempo es correcto: el contenido indicado existía en ese momento.',
    INDETERMINATE: 'El sello de tiempo no se puede juzgar; puede faltar el archivo sellado.',
    FAILED: 'El sello de tiempo no corresponde al contenido indicado.',
  },
  'time-stamp-certificate': {
    PASSED: 'El certificado de la autoridad de sellado de tiempo lleva a una autoridad en la que usted confía y era válido en ese momento.',
    INDETERMINATE: 'No se sabe si se puede confiar en la autoridad de sellado de tiempo.',
    FAILED: 'El certificado de la autoridad de sellado de tiempo no era válido en ese momento.',
  },
  'archive-time-stamp': {
    PASSED: 'Un sello de tiempo de archivo cubre la firma y todo lo necesario para comprobarla.',
    INDETERMINATE: 'El sello de tiempo de archivo no se puede juzgar, porque falta algún dato sobre su autoridad.',
    FAILED: 'El sello de tiempo de archivo no es válido.',
  },
  'bundle-layout': {
    PASSED: 'El expediente de prueba tiene la forma debida y su índice enumera exactamente los archivos que contiene.',
    INDETERMINATE: 'No se pudo decidir si el expediente de prueba tiene la forma debida.',
    FAILED: 'El expediente no se puede leer: está dañado, fue alterado o no es un expediente de prueba.',
  },
  'bundle-files': {
    PASSED: 'Cada archivo del expediente es el que enumera su índice.',
    INDETERMINATE: 'Un archivo del expediente no se pudo comparar con el índice.',
    FAILED: 'Un archivo del expediente no es el que enumera su índice.',
  },
  'conversation-membership': {
    PASSED: 'La solicitud sellada dice que pertenece a esta conversación.',
    INDETERMINATE: 'La solicitud no está aquí, por lo que no consta que pertenezca a esta conversación.',
    FAILED: 'El mensaje no pertenece a esta conversación, o figura dos veces en ella.',
  },
  'trust-anchors': {
    PASSED: 'Las raíces, los certificados y las claves de registro son los que usted indicó, no los que venían con el archivo.',
    INDETERMINATE:
      'Usted no indicó datos de confianza propios y se usaron los que venían con el archivo. Compare su SHA-256 con el recibido por otra vía.',
    FAILED: 'Los datos de confianza no se pueden leer.',
  },
  'trust-copies': {
    PASSED: 'Los archivos PEM y la política de registros del expediente dicen lo mismo que sus datos de confianza.',
    INDETERMINATE: 'Las copias de los datos de confianza no se pudieron comparar.',
    FAILED: 'Un archivo PEM o la política de registros del expediente no dice lo mismo que sus datos de confianza.',
  },
  'revocation-data': {
    PASSED: 'Los datos de revocación se pueden leer.',
    INDETERMINATE: 'Esta clase de datos de revocación se conserva, pero no se evalúa.',
    FAILED: 'Los datos de revocación no se pueden leer.',
  },
  'envelope-signature': {
    PASSED: 'La firma de la cabecera es correcta y su contenido está completo.',
    INDETERMINATE: 'La cabecera no se pudo juzgar.',
    FAILED: 'La cabecera fue alterada, no está firmada como debe o se contradice.',
  },
  'envelope-certificate': {
    PASSED: 'La cabecera está firmada con un certificado de cabeceras de la autoridad remitente, válido en ese momento.',
    INDETERMINATE: 'No se sabe si el certificado de la cabecera era válido en ese momento.',
    FAILED: 'El certificado de la cabecera no es un certificado de cabeceras válido de la autoridad remitente.',
  },
  'evidence-signature': {
    PASSED: 'La firma del acuse es correcta y su contenido está completo.',
    INDETERMINATE: 'El acuse no se pudo juzgar.',
    FAILED: 'El acuse fue alterado, no está firmado como debe o se contradice.',
  },
  'evidence-certificate': {
    PASSED: 'El acuse está firmado con un certificado de acuses de quien lo emite, válido en ese momento.',
    INDETERMINATE: 'No se sabe si el certificado del acuse era válido en ese momento.',
    FAILED: 'El certificado del acuse no es un certificado de acuses válido de quien lo emite.',
  },
  'evidence-time': {
    PASSED: 'El hecho del que da fe el acuse es anterior a esta comprobación.',
    INDETERMINATE: 'La hora del hecho no se pudo juzgar.',
    FAILED: 'El acuse habla de un hecho que todavía no ha ocurrido.',
  },
  'evidence-time-stamp': {
    PASSED: 'Un sello de tiempo prueba que el acuse existía en ese momento.',
    INDETERMINATE: 'El sello de tiempo del acuse no se puede juzgar, porque falta algún dato sobre su autoridad.',
    FAILED: 'El sello de tiempo del acuse no es válido.',
  },
  'statement-signature': {
    PASSED: 'La firma de la declaración de que una cabecera sustituyó a otra es correcta.',
    INDETERMINATE: 'La declaración no se pudo juzgar.',
    FAILED: 'La declaración de que una cabecera sustituyó a otra fue alterada o no está firmada como debe.',
  },
  'statement-certificate': {
    PASSED: 'La declaración está firmada con un certificado de acuses de la autoridad remitente, válido en ese momento.',
    INDETERMINATE: 'No se sabe si el certificado de la declaración era válido en ese momento.',
    FAILED: 'El certificado de la declaración no es un certificado de acuses válido de la autoridad remitente.',
  },
  'package-layout': {
    PASSED: 'El paquete es un contenedor ASiC-E con CAdES, escrito como debe.',
    INDETERMINATE: 'El paquete se aparta de la norma de un modo que no le quita valor.',
    FAILED: 'El paquete no se puede leer como contenedor ASiC-E con CAdES.',
  },
  'package-content': {
    PASSED: 'El manifiesto del paquete cubre exactamente sus archivos y ninguno fue alterado.',
    INDETERMINATE: 'Una parte del paquete no se evaluó.',
    FAILED: 'Un archivo del paquete fue alterado, añadido o quitado después de sellarlo.',
  },
  'package-signature': {
    PASSED: 'El sello electrónico sobre el manifiesto del paquete es correcto.',
    INDETERMINATE: 'El sello electrónico del paquete no se pudo juzgar.',
    FAILED: 'El sello electrónico del paquete no es válido.',
  },
  'package-request': {
    PASSED: 'La solicitud que va dentro del paquete indica mensaje, remitente y destinatario.',
    INDETERMINATE: 'La solicitud que va dentro del paquete no se pudo juzgar.',
    FAILED: 'El paquete no contiene una solicitud que indique mensaje, remitente y destinatario.',
  },
  'package-certificate': {
    PASSED: 'El paquete está sellado con un certificado de sello de la autoridad remitente, válido en ese momento.',
    INDETERMINATE: 'No se sabe si el certificado del sello era válido en ese momento.',
    FAILED: 'El certificado del sello no es un certificado de sello válido de la autoridad remitente.',
  },
  'package-time-stamp': {
    PASSED: 'Un sello de tiempo prueba que el paquete sellado existía en ese momento.',
    INDETERMINATE: 'El paquete no lleva sello de tiempo, o falta algún dato sobre su autoridad; entonces solo los acuses dicen cuándo.',
    FAILED: 'El sello de tiempo del paquete no es válido.',
  },
  'package-digest': {
    PASSED: 'La cabecera y los acuses se refieren exactamente a este paquete.',
    INDETERMINATE: 'No hay cabecera ni acuse con los que comparar el paquete.',
    FAILED: 'El paquete no es aquel al que se refieren la cabecera y los acuses.',
  },
  'message-identity': {
    PASSED: 'El paquete, la cabecera y los acuses indican el mismo mensaje, remitente y destinatario.',
    INDETERMINATE: 'Nada de lo firmado indica mensaje, remitente y destinatario.',
    FAILED: 'El paquete, la cabecera o los acuses indican mensajes, remitentes o destinatarios distintos.',
  },
  'message-uniqueness': {
    PASSED: 'Los expedientes sobre este mensaje llevan el mismo paquete y las mismas cabeceras.',
    INDETERMINATE: 'En los expedientes sobre este mensaje no hay ninguna cabecera firmada que comparar.',
    FAILED: 'El remitente firmó para un mismo mensaje paquetes o cabeceras distintos. Conserve los expedientes: lo prueban.',
  },
  'evidence-content': {
    PASSED: 'El acuse se refiere a este mensaje y a estos datos.',
    INDETERMINATE: 'El acuse cita una cabecera que no está en el expediente.',
    FAILED: 'El acuse se refiere a otro mensaje o a otros datos.',
  },
  'reseal-links': {
    PASSED: 'Cada cabecera posterior está enlazada con la primera por una declaración firmada del remitente.',
    INDETERMINATE: 'Una cabecera posterior no está enlazada con otra anterior por una declaración firmada.',
    FAILED: 'La declaración que enlaza dos cabeceras las contradice.',
  },
  'evidence-chain': {
    PASSED: 'Todos los acuses que otro cita como anteriores están en el expediente.',
    INDETERMINATE: 'Un acuse cita como anterior otro que no está en el expediente.',
    FAILED: 'Un acuse cita otro anterior atribuyéndolo a quien no lo emitió.',
  },
  'issuer-sequences': {
    PASSED: 'Cada emisor numeró sus acuses sobre este mensaje sin dejar huecos.',
    INDETERMINATE: 'Falta un número entre los acuses de un emisor: se omitió alguno o todavía no ha llegado.',
    FAILED: 'Un emisor usó el mismo número para dos acuses.',
  },
  'evidence-conflicts': {
    PASSED: 'Ningún acuse contradice a otro.',
    INDETERMINATE:
      'La autoridad destinataria respondió cuando la remitente ya había dado por terminado el mensaje: se muestran ambas cosas.',
    FAILED: 'Hay acuses que se contradicen.',
  },
  'event-order': {
    PASSED: 'El hecho posterior cita al anterior y sus horas concuerdan.',
    INDETERMINATE: 'El orden de dos hechos solo se apoya en las horas declaradas, o los dos relojes no concuerdan.',
    FAILED: 'Dos hechos están en orden equivocado.',
  },
  deadlines: {
    PASSED: 'No falta ningún acuse cuyo plazo haya vencido.',
    INDETERMINATE: 'Venció el plazo de un acuse y nada explica por qué falta.',
    FAILED: 'Se incumplió un plazo.',
  },
  'transport-state': {
    PASSED: 'Los acuses muestran cómo terminó el mensaje.',
    INDETERMINATE: 'Los acuses todavía no muestran un final del mensaje.',
    FAILED: 'No se puede deducir el estado del mensaje.',
  },
  'log-key': {
    PASSED: 'La clave del registro de transparencia es la que los datos de confianza indican para esa autoridad.',
    INDETERMINATE: 'Los datos de confianza no indican la clave del registro de transparencia.',
    FAILED: 'La clave del registro de transparencia es de otra autoridad, o no se puede leer.',
  },
  'log-checkpoint': {
    PASSED: 'El registro de transparencia firmó este estado de sí mismo.',
    INDETERMINATE: 'El estado del registro no se pudo juzgar.',
    FAILED: 'Este estado no es uno que el registro haya firmado.',
  },
  'log-inclusion': {
    PASSED: 'El documento está inscrito en el registro de transparencia.',
    INDETERMINATE: 'La prueba de inscripción en el registro no se pudo juzgar.',
    FAILED: 'La prueba de inscripción en el registro no es válida.',
  },
  'log-coverage': {
    PASSED: 'El acuse está inscrito en el registro de quien lo emitió.',
    INDETERMINATE: 'No hay prueba de que el acuse esté inscrito en el registro de quien lo emitió.',
    FAILED: 'El acuse no está inscrito en el registro de quien lo emitió.',
  },
  'log-consistency': {
    PASSED: 'El estado posterior del registro contiene todo lo que contenía el anterior.',
    INDETERMINATE: 'No hay prueba de que el estado posterior del registro contenga todo lo que contenía el anterior.',
    FAILED: 'El registro firmó dos estados que no pueden ser ciertos a la vez. Conserve ambos: son la prueba.',
  },
  'log-witness': {
    PASSED: 'Un testigo independiente refrendó un estado del registro que abarca los acuses.',
    INDETERMINATE: 'Ningún testigo conocido refrendó el registro.',
    FAILED: 'El refrendo de un testigo conocido no es válido.',
  },
  'log-succession': {
    PASSED: 'El registro continúa otro anterior de la misma autoridad, que firmó por él, y empieza con las entradas que tomó de aquel.',
    INDETERMINATE:
      'No se sabe del todo qué tomó el registro del anterior: el anterior había firmado más, o ninguna clave conocida firmó por el sucesor.',
    FAILED: 'La nota por la que el registro sucede a otro anterior no es válida.',
  },
  'log-entries': {
    PASSED: 'Se recalculó cada entrada del registro, y juntas dan la raíz que el registro firmó.',
    INDETERMINATE: 'No se pudieron leer todas las entradas del registro.',
    FAILED: 'Las entradas del registro no dan la raíz que el registro firmó.',
  },
  'log-tiles': {
    PASSED: 'Los bloques del registro son los que resultan de sus entradas.',
    INDETERMINATE: 'No se pudieron comparar todos los bloques del registro.',
    FAILED: 'Falta un bloque del registro, o difiere de lo que dan sus entradas.',
  },
  'log-fork': {
    PASSED: 'El registro firmó dos estados que no pueden ser ciertos a la vez; este archivo lo demuestra ante cualquiera.',
    INDETERMINATE: 'No se pudo decidir si el registro firmó dos estados que no pueden ser ciertos a la vez.',
    FAILED: 'El archivo no demuestra que el registro firmara dos estados que no pueden ser ciertos a la vez.',
  },
  'checkpoint-time-stamp': {
    PASSED: 'Un sello de tiempo prueba que este estado del registro existía en ese momento.',
    INDETERMINATE: 'El sello de tiempo del registro no se puede juzgar, porque falta algún dato sobre su autoridad.',
    FAILED: 'El sello de tiempo del registro no es válido.',
  },
};
