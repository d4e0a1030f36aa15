import type { StatementTexts } from '../statement-texts.ts';

export const SPANISH_STATEMENT: StatementTexts = {
  title: { complete: 'Constancia de transmisión', other: 'Informe de comprobación de una transmisión' },
  subtitle: 'Comunicación entre autoridades centrales de cooperación jurídica internacional',
  introduction:
    'Este documento resume la comprobación, hecha sin conexión a la red, del expediente de prueba que se identifica abajo. Expone hechos técnicos; no se pronuncia sobre el contenido ni sobre el fundamento de lo transmitido.',
  sections: {
    message: 'Mensaje',
    content: 'Contenido transmitido y expediente comprobado',
    receipts: 'Acuses firmados',
    notShown: 'Lo que este documento no acredita',
    tools: 'Cómo comprobarlo con otros programas',
  },
  rows: {
    sender: 'Autoridad remitente',
    recipient: 'Autoridad destinataria',
    messageId: 'Identificador del mensaje',
    state: 'Estado que prueban los acuses',
    verifiedAt: 'Momento de la comprobación',
    packageDigest: 'SHA-256 del paquete sellado',
    existedBefore: 'El paquete existía antes de',
    bundle: 'Expediente de prueba',
    bundleDigest: 'SHA-256 del expediente',
    trustGiven: 'SHA-256 de los datos de confianza que aportó quien comprueba',
    trustBundled: 'SHA-256 de los datos de confianza que venían en el expediente',
  },
  receiptVerdicts: { PASSED: 'correcto', INDETERMINATE: 'sin decidir', FAILED: 'NO VÁLIDO' },
  receiptColumns: { time: 'Hora declarada', receipt: 'Acuse y quién lo emite', verdict: 'Comprobación' },
  counts: 'Comprobaciones correctas: {passed}. Fallidas: {failed}. Sin decidir: {open}. Advertencias: {warnings}.',
  moreReceipts: 'En el expediente hay más acuses, que no caben en esta página: {count}.',
  moreFindings: 'Hay más observaciones, que no caben en esta página: {count}.',
  notShown: [
    'No acredita que una persona haya leído lo transmitido, ni que lo que dice sea exacto o procedente.',
    'La hora de cada acuse es la que declara quien lo firma; un sello de tiempo acredita solo que los datos existían antes de él.',
  ],
  tools: {
    everything: 'Todas las órdenes, una por comprobación:',
    package: 'Huella del expediente comprobado:',
    thisDocument: 'Firma de este documento (con el nombre que tenga el archivo):',
    instructions: 'Instrucciones para openssl y otros programas, dentro del expediente:',
    thisFile: 'constancia.pdf',
  },
  signed: 'Firmado electrónicamente (PAdES) con el certificado de {subject}, expedido por {issuer}.',
  unsigned: 'Este ejemplar no lleva firma electrónica.',
  footer: 'Generado por valija verify. Las horas son UTC.',
};
