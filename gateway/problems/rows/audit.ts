import type { ProblemRow } from '../problem-row.ts';

/** The transparency log, its proofs, and the proof bundle for auditors. */
export const AUDIT_ROWS = {
  'bundle-invalid': {
    status: 422,
    exit: 'checkFailed',
    title: {
      es: 'El expediente de prueba está dañado o fue alterado.',
      pt: 'O conjunto de provas está danificado ou foi alterado.',
      fr: 'Le dossier de preuve est endommagé ou a été altéré.',
      en: 'The proof bundle is damaged or was altered.',
    },
    advice: {
      es: 'Pida un ejemplar nuevo a la autoridad que lo generó.',
      pt: 'Peça um exemplar novo à autoridade que o gerou.',
      fr: 'Demandez un nouvel exemplaire à l’autorité qui l’a produit.',
      en: 'Ask the authority that made it for a new copy.',
    },
  },
  'bundle-incomplete': {
    status: 422,
    exit: 'checkFailed',
    title: {
      es: 'Al expediente de prueba le falta una parte.',
      pt: 'Falta uma parte ao conjunto de provas.',
      fr: 'Il manque une partie au dossier de preuve.',
      en: 'A part of the proof bundle is missing.',
    },
    advice: {
      es: 'Pida un ejemplar completo a la autoridad que lo generó.',
      pt: 'Peça um exemplar completo à autoridade que o gerou.',
      fr: 'Demandez un exemplaire complet à l’autorité qui l’a produit.',
      en: 'Ask the authority that made it for a complete copy.',
    },
  },
  'bundle-version': {
    status: 422,
    exit: 'checkFailed',
    title: {
      es: 'El expediente de prueba es de una versión que este verificador no conoce.',
      pt: 'O conjunto de provas é de uma versão que este verificador não conhece.',
      fr: 'Le dossier de preuve est d’une version que ce vérificateur ne connaît pas.',
      en: 'The proof bundle has a version that this verifier does not know.',
    },
    advice: {
      es: 'Use una versión más reciente del verificador.',
      pt: 'Use uma versão mais recente do verificador.',
      fr: 'Utilisez une version plus récente du vérificateur.',
      en: 'Use a later version of the verifier.',
    },
  },
  'trust-invalid': {
    status: 422,
    exit: 'usage',
    title: {
      es: 'Los datos de confianza para la verificación no se pueden usar.',
      pt: 'Os dados de confiança para a verificação não podem ser usados.',
      fr: 'Les données de confiance pour la vérification sont inutilisables.',
      en: 'The trust data for the verification cannot be used.',
    },
    advice: {
      es: 'Indique las claves y los certificados en los que usted confía, obtenidos por una vía segura.',
      pt: 'Indique as chaves e os certificados em que confia, obtidos por uma via segura.',
      fr: 'Indiquez les clés et les certificats auxquels vous vous fiez, obtenus par une voie sûre.',
      en: 'Give the keys and certificates that you trust, obtained in a safe way.',
    },
  },
  'log-proof-invalid': {
    status: 422,
    exit: 'checkFailed',
    title: {
      es: 'La prueba de inscripción en el registro de transparencia no es válida.',
      pt: 'A prova de inscrição no livro de transparência não é válida.',
      fr: 'La preuve d’inscription au journal de transparence n’est pas valable.',
      en: 'The proof of entry in the transparency log does not hold.',
    },
    advice: {
      es: 'Pida una prueba nueva; si tampoco es válida, comuníquelo a las dos autoridades.',
      pt: 'Peça uma prova nova; se também não for válida, comunique-o às duas autoridades.',
      fr: 'Demandez une nouvelle preuve ; si elle ne vaut pas non plus, signalez-le aux deux autorités.',
      en: 'Ask for a new proof; if that does not hold either, tell both authorities.',
    },
  },
  'checkpoint-invalid': {
    status: 422,
    exit: 'checkFailed',
    title: {
      es: 'El estado firmado del registro de transparencia no es válido.',
      pt: 'O estado assinado do livro de transparência não é válido.',
      fr: 'L’état signé du journal de transparence n’est pas valable.',
      en: 'The signed state of the transparency log does not hold.',
    },
    advice: {
      es: 'Compruebe que es del registro esperado y que usa la clave correcta; después pida uno nuevo.',
      pt: 'Verifique se é do livro esperado e se usa a chave certa; depois peça um novo.',
      fr: 'Vérifiez qu’il s’agit du journal attendu et de la bonne clé ; demandez-en ensuite un nouveau.',
      en: 'Check that it is of the log expected and that the key is right; then ask for a new one.',
    },
  },
  'checkpoint-stale': {
    status: 503,
    exit: 'later',
    title: {
      es: 'El último estado firmado del registro de transparencia es demasiado antiguo.',
      pt: 'O último estado assinado do livro de transparência é demasiado antigo.',
      fr: 'Le dernier état signé du journal de transparence est trop ancien.',
      en: 'The last signed state of the transparency log is too old.',
    },
    advice: {
      es: 'Espere el siguiente; si no llega, el operador debe comprobar el servicio del registro.',
      pt: 'Espere o seguinte; se não chegar, o operador deve verificar o serviço do livro.',
      fr: 'Attendez le suivant ; s’il n’arrive pas, l’opérateur doit vérifier le service du journal.',
      en: 'Wait for the next one; if none comes, the operator should check the log service.',
    },
  },
  'not-logged': {
    status: 404,
    exit: 'checkFailed',
    title: {
      es: 'Este documento no está inscrito en el registro de transparencia.',
      pt: 'Este documento não está inscrito no livro de transparência.',
      fr: 'Ce document n’est pas inscrit au journal de transparence.',
      en: 'This document is not in the transparency log.',
    },
    advice: {
      es: 'Compruebe que es el documento original y el registro de la autoridad que lo emitió.',
      pt: 'Verifique se é o documento original e o livro da autoridade que o emitiu.',
      fr: 'Vérifiez qu’il s’agit du document original et du journal de l’autorité qui l’a émis.',
      en: 'Check that it is the original document, and the log of the authority that issued it.',
    },
  },
  'not-yet-published': {
    status: 503,
    exit: 'later',
    title: {
      es: 'La inscripción en el registro de transparencia aún no está publicada.',
      pt: 'A inscrição no livro de transparência ainda não está publicada.',
      fr: 'L’inscription au journal de transparence n’est pas encore publiée.',
      en: 'The entry in the transparency log is not published yet.',
    },
    advice: {
      es: 'Repita la consulta dentro de unos segundos.',
      pt: 'Repita a consulta dentro de alguns segundos.',
      fr: 'Recommencez dans quelques secondes.',
      en: 'Ask again in a few seconds.',
    },
  },
  'log-damaged': {
    status: 500,
    exit: 'operator',
    title: {
      es: 'El registro de transparencia de esta pasarela no concuerda consigo mismo.',
      pt: 'O livro de transparência deste gateway não está de acordo consigo mesmo.',
      fr: 'Le journal de transparence de cette passerelle ne concorde pas avec lui-même.',
      en: 'The transparency log of this gateway does not agree with itself.',
    },
    advice: {
      es: 'No se publica nada más hasta que el operador lo examine y restaure el registro o abra uno sucesor.',
      pt: 'Nada mais é publicado até que o operador o examine e restaure o livro ou abra um sucessor.',
      fr: 'Rien d’autre n’est publié avant que l’opérateur l’examine et restaure le journal ou en ouvre un successeur.',
      en: 'Nothing more is published until the operator has looked, and restores the log or opens a successor.',
    },
  },
  'log-not-running': {
    status: 503,
    exit: 'operator',
    title: {
      es: 'El servicio del registro de transparencia está parado.',
      pt: 'O serviço do livro de transparência está parado.',
      fr: 'Le service du journal de transparence est arrêté.',
      en: 'The service of the transparency log has stopped.',
    },
    advice: {
      es: 'Los mensajes siguen su curso; el operador debe ver la causa y reiniciarlo.',
      pt: 'As mensagens seguem o seu curso; o operador deve ver a causa e reiniciá-lo.',
      fr: 'Les messages suivent leur cours ; l’opérateur doit en voir la cause et le redémarrer.',
      en: 'Messages go on; the operator should see the cause and start it again.',
    },
  },
} as const satisfies Readonly<Record<string, ProblemRow>>;
