import type { Texts } from '../../../gateway/problems/language.ts';

/** Why a certificate could not be accepted, by the codes of the path validation. */
export const CERTIFICATE_REASONS = {
  'algorithm-not-accepted': {
    es: 'Un certificado está firmado con un algoritmo o una clave que ya no se acepta.',
    pt: 'Um certificado está assinado com um algoritmo ou uma chave que já não se aceita.',
    fr: 'Un certificat est signé avec un algorithme ou une clé qui n’est plus admis.',
    en: 'A certificate is signed with an algorithm or a key that is no longer accepted.',
  },
  'certificate-expired': {
    es: 'El certificado había caducado.',
    pt: 'O certificado tinha caducado.',
    fr: 'Le certificat avait expiré.',
    en: 'The certificate had expired.',
  },
  'certificate-not-yet-valid': {
    es: 'El certificado todavía no era válido.',
    pt: 'O certificado ainda não era válido.',
    fr: 'Le certificat n’était pas encore valide.',
    en: 'The certificate was not valid yet.',
  },
  'certificate-revoked': {
    es: 'El certificado había sido revocado.',
    pt: 'O certificado tinha sido revogado.',
    fr: 'Le certificat avait été révoqué.',
    en: 'The certificate had been revoked.',
  },
  'critical-extension-unknown': {
    es: 'El certificado contiene una condición que este programa no conoce.',
    pt: 'O certificado contém uma condição que este programa não conhece.',
    fr: 'Le certificat contient une condition que ce programme ne connaît pas.',
    en: 'The certificate holds a condition that this program does not know.',
  },
  'extended-key-usage-missing': {
    es: 'El certificado no está expedido para este uso.',
    pt: 'O certificado não foi emitido para este uso.',
    fr: 'Le certificat n’est pas délivré pour cet usage.',
    en: 'The certificate was not issued for this use.',
  },
  'issuer-not-authority': {
    es: 'Quien expidió el certificado no estaba facultado para hacerlo.',
    pt: 'Quem emitiu o certificado não estava habilitado para o fazer.',
    fr: 'L’émetteur du certificat n’était pas habilité à le délivrer.',
    en: 'Whoever issued the certificate was not entitled to issue any.',
  },
  'key-usage-missing': {
    es: 'El certificado no está expedido para firmar.',
    pt: 'O certificado não foi emitido para assinar.',
    fr: 'Le certificat n’est pas délivré pour signer.',
    en: 'The certificate was not issued for signing.',
  },
  'name-constraint-violated': {
    es: 'El nombre del certificado está fuera de lo que su autoridad puede certificar.',
    pt: 'O nome do certificado está fora do que a sua autoridade pode certificar.',
    fr: 'Le nom du certificat sort de ce que son autorité peut certifier.',
    en: 'The name in the certificate is outside of what its authority may certify.',
  },
  'path-length-exceeded': {
    es: 'Entre el certificado y la raíz hay más autoridades de las permitidas.',
    pt: 'Entre o certificado e a raiz há mais autoridades do que as permitidas.',
    fr: 'Il y a entre le certificat et la racine plus d’autorités que permis.',
    en: 'There are more authorities between certificate and root than allowed.',
  },
  'path-not-found': {
    es: 'El certificado no lleva a ninguna de las raíces indicadas.',
    pt: 'O certificado não conduz a nenhuma das raízes indicadas.',
    fr: 'Le certificat ne mène à aucune des racines indiquées.',
    en: 'The certificate leads to none of the roots given.',
  },
  'policy-constraint-violated': {
    es: 'El certificado no cumple la política que su autoridad exige.',
    pt: 'O certificado não cumpre a política que a sua autoridade exige.',
    fr: 'Le certificat ne respecte pas la politique que son autorité exige.',
    en: 'The certificate does not follow the policy that its authority demands.',
  },
  'revocation-unknown': {
    es: 'Ninguna lista de revocación ni respuesta OCSP válida dice si el certificado estaba revocado.',
    pt: 'Nenhuma lista de revogação nem resposta OCSP válida diz se o certificado estava revogado.',
    fr: 'Aucune liste de révocation ni réponse OCSP valide ne dit si le certificat était révoqué.',
    en: 'No valid revocation list or OCSP response says whether the certificate was revoked.',
  },
  'too-many-certificates': {
    es: 'La firma trae más certificados de los que se examinan.',
    pt: 'A assinatura traz mais certificados do que os que são examinados.',
    fr: 'La signature apporte plus de certificats qu’il n’en est examiné.',
    en: 'The signature brings more certificates than are looked at.',
  },
} as const satisfies Record<string, Texts>;
