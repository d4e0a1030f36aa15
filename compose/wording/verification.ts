import { CHECKS, type CheckName } from '../../audit/verify/checks.ts';
import type { Finding, Verdict } from '../../audit/verify/finding.ts';
import type { Language } from '../../gateway/problems/language.ts';

type Translations = Readonly<Record<Exclude<Language, 'en'>, string>>;

/** What each check is about; English has whole sentences in the verifier itself. */
export const CHECK_SUBJECTS: Readonly<Record<CheckName, Translations>> = {
  'bundle-layout': {
    es: 'Forma del expediente de prueba e índice de sus archivos',
    pt: 'Forma do dossiê de prova e índice dos seus ficheiros',
    fr: 'Forme du dossier de preuve et index de ses fichiers',
  },
  'bundle-files': {
    es: 'Archivos del expediente, iguales a los del índice',
    pt: 'Ficheiros do dossiê, iguais aos do índice',
    fr: 'Fichiers du dossier, identiques à ceux de l’index',
  },
  'trust-anchors': {
    es: 'Raíces y claves de confianza recibidas por otra vía',
    pt: 'Raízes e chaves de confiança recebidas por outra via',
    fr: 'Racines et clés de confiance reçues par une autre voie',
  },
  'trust-copies': {
    es: 'Copias de los datos de confianza para otras herramientas',
    pt: 'Cópias dos dados de confiança para outras ferramentas',
    fr: 'Copies des données de confiance pour d’autres outils',
  },
  'revocation-data': { es: 'Datos de revocación', pt: 'Dados de revogação', fr: 'Données de révocation' },
  'envelope-signature': { es: 'Firma de la cabecera', pt: 'Assinatura do cabeçalho', fr: 'Signature de l’en-tête' },
  'envelope-certificate': {
    es: 'Certificado de la cabecera, válido en su momento',
    pt: 'Certificado do cabeçalho, válido no seu momento',
    fr: 'Certificat de l’en-tête, valide au moment voulu',
  },
  'evidence-signature': { es: 'Firma del acuse', pt: 'Assinatura do recibo', fr: 'Signature de l’accusé' },
  'evidence-certificate': {
    es: 'Certificado del acuse, válido en su momento',
    pt: 'Certificado do recibo, válido no seu momento',
    fr: 'Certificat de l’accusé, valide au moment voulu',
  },
  'evidence-time': { es: 'Hora del acuse', pt: 'Hora do recibo', fr: 'Heure de l’accusé' },
  'evidence-time-stamp': { es: 'Sello de tiempo del acuse', pt: 'Carimbo do tempo do recibo', fr: 'Horodatage de l’accusé' },
  'statement-signature': {
    es: 'Firma de la declaración de nuevo sellado',
    pt: 'Assinatura da declaração de nova selagem',
    fr: 'Signature de la déclaration de nouveau scellement',
  },
  'statement-certificate': {
    es: 'Certificado de la declaración de nuevo sellado',
    pt: 'Certificado da declaração de nova selagem',
    fr: 'Certificat de la déclaration de nouveau scellement',
  },
  'package-layout': { es: 'Forma del paquete (ASiC-E)', pt: 'Forma do pacote (ASiC-E)', fr: 'Forme du paquet (ASiC-E)' },
  'package-content': {
    es: 'Documentos del paquete, completos y sin cambios',
    pt: 'Documentos do pacote, completos e sem alterações',
    fr: 'Documents du paquet, complets et inchangés',
  },
  'package-signature': { es: 'Sello electrónico del paquete', pt: 'Selo eletrónico do pacote', fr: 'Cachet électronique du paquet' },
  'package-request': {
    es: 'Solicitud dentro del paquete',
    pt: 'Pedido dentro do pacote',
    fr: 'Demande à l’intérieur du paquet',
  },
  'package-certificate': {
    es: 'Certificado del sello, válido en su momento',
    pt: 'Certificado do selo, válido no seu momento',
    fr: 'Certificat du cachet, valide au moment voulu',
  },
  'package-time-stamp': { es: 'Sello de tiempo del paquete', pt: 'Carimbo do tempo do pacote', fr: 'Horodatage du paquet' },
  'package-digest': {
    es: 'Cabecera y acuses hablan de este mismo paquete',
    pt: 'Cabeçalho e recibos falam deste mesmo pacote',
    fr: 'En-tête et accusés portent sur ce même paquet',
  },
  'message-identity': {
    es: 'Mismo mensaje, remitente y destinatario en todas partes',
    pt: 'Mesma mensagem, remetente e destinatário em toda a parte',
    fr: 'Même message, expéditeur et destinataire partout',
  },
  'evidence-content': {
    es: 'El acuse se refiere a este mensaje y a estos datos',
    pt: 'O recibo refere-se a esta mensagem e a estes dados',
    fr: 'L’accusé porte sur ce message et sur ces données',
  },
  'reseal-links': {
    es: 'Enlace firmado entre sellados sucesivos',
    pt: 'Ligação assinada entre selagens sucessivas',
    fr: 'Lien signé entre scellements successifs',
  },
  'evidence-chain': {
    es: 'Cadena de acuses, sin que falte ninguno citado',
    pt: 'Cadeia de recibos, sem faltar nenhum citado',
    fr: 'Chaîne des accusés, sans accusé cité manquant',
  },
  'issuer-sequences': {
    es: 'Numeración de los acuses de cada emisor',
    pt: 'Numeração dos recibos de cada emissor',
    fr: 'Numérotation des accusés de chaque émetteur',
  },
  'evidence-conflicts': {
    es: 'Ausencia de contradicciones entre acuses',
    pt: 'Ausência de contradições entre recibos',
    fr: 'Absence de contradictions entre accusés',
  },
  'event-order': { es: 'Orden de los hechos', pt: 'Ordem dos factos', fr: 'Ordre des faits' },
  deadlines: { es: 'Plazos', pt: 'Prazos', fr: 'Délais' },
  'transport-state': { es: 'Resultado final del mensaje', pt: 'Resultado final da mensagem', fr: 'Issue du message' },
  'log-key': { es: 'Clave del registro de transparencia', pt: 'Chave do registo de transparência', fr: 'Clé du journal de transparence' },
  'log-checkpoint': {
    es: 'Estado firmado del registro',
    pt: 'Estado assinado do registo',
    fr: 'État signé du journal',
  },
  'log-inclusion': { es: 'Inscripción en el registro', pt: 'Inscrição no registo', fr: 'Inscription au journal' },
  'log-coverage': {
    es: 'Acuse inscrito en el registro de su emisor',
    pt: 'Recibo inscrito no registo do seu emissor',
    fr: 'Accusé inscrit au journal de son émetteur',
  },
  'log-consistency': {
    es: 'Continuidad del registro, sin nada borrado',
    pt: 'Continuidade do registo, sem nada apagado',
    fr: 'Continuité du journal, sans rien d’effacé',
  },
  'log-witness': {
    es: 'Testigo independiente del registro',
    pt: 'Testemunha independente do registo',
    fr: 'Témoin indépendant du journal',
  },
  'checkpoint-time-stamp': {
    es: 'Sello de tiempo del registro',
    pt: 'Carimbo do tempo do registo',
    fr: 'Horodatage du journal',
  },
};

const OUTCOMES: Readonly<Record<Verdict, Readonly<Record<Language, string>>>> = {
  PASSED: { es: 'correcto', pt: 'correto', fr: 'correct', en: 'holds' },
  INDETERMINATE: { es: 'no se puede decidir', pt: 'não se pode decidir', fr: 'indécidable', en: 'cannot be decided' },
  FAILED: { es: 'INCORRECTO', pt: 'INCORRETO', fr: 'INCORRECT', en: 'DOES NOT HOLD' },
};

const VERDICTS: Readonly<Record<Verdict, Readonly<Record<Language, string>>>> = {
  PASSED: {
    es: 'VÁLIDO: todo lo comprobado es correcto.',
    pt: 'VÁLIDO: tudo o que foi verificado está correto.',
    fr: 'VALIDE : tout ce qui a été vérifié est correct.',
    en: 'VALID: everything that was checked holds.',
  },
  INDETERMINATE: {
    es: 'NO CONCLUYENTE: falta información para decidir.',
    pt: 'NÃO CONCLUSIVO: falta informação para decidir.',
    fr: 'NON CONCLUANT : des informations manquent pour décider.',
    en: 'INDETERMINATE: information is missing for a decision.',
  },
  FAILED: {
    es: 'NO VÁLIDO: al menos una comprobación falló.',
    pt: 'NÃO VÁLIDO: pelo menos uma verificação falhou.',
    fr: 'NON VALIDE : au moins une vérification a échoué.',
    en: 'NOT VALID: at least one check failed.',
  },
};

/** One line about a finding: what was checked, of which file, with what outcome, and the code where it did not pass. */
export function findingLine({ check, verdict, code, subject, words, advisory }: Finding, language: Language): string {
  const mark = verdict === 'PASSED' ? '+' : advisory === true ? '~' : verdict === 'FAILED' ? 'x' : '?';
  const what = language === 'en' ? words : `${CHECK_SUBJECTS[check][language]}: ${OUTCOMES[verdict][language]}`;
  return `${mark} ${what} (${subject})${verdict === 'PASSED' ? '' : ` [${code}]`}`;
}

export function verdictLine(verdict: Verdict, language: Language): string {
  return VERDICTS[verdict][language];
}

/** Every check has its words; for the test that holds the two tables together. */
export const CHECK_NAMES = Object.keys(CHECKS) as CheckName[];
