import type { StatementTexts } from '../statement-texts.ts';

export const PORTUGUESE_STATEMENT: StatementTexts = {
  title: { complete: 'Comprovativo de transmissão', other: 'Relatório de verificação de uma transmissão' },
  subtitle: 'Comunicação entre autoridades centrais de cooperação jurídica internacional',
  introduction:
    'Este documento resume a verificação, feita sem ligação à rede, do dossiê de prova identificado abaixo. Expõe factos técnicos; não se pronuncia sobre o conteúdo nem sobre o fundamento do que foi transmitido.',
  sections: {
    message: 'Mensagem',
    content: 'Conteúdo transmitido e dossiê verificado',
    receipts: 'Recibos assinados',
    notShown: 'O que este documento não comprova',
    tools: 'Como verificar com outros programas',
  },
  rows: {
    sender: 'Autoridade remetente',
    recipient: 'Autoridade destinatária',
    messageId: 'Identificador da mensagem',
    state: 'Estado que os recibos provam',
    verifiedAt: 'Momento da verificação',
    packageDigest: 'SHA-256 do pacote selado',
    existedBefore: 'O pacote existia antes de',
    bundle: 'Dossiê de prova',
    bundleDigest: 'SHA-256 do dossiê',
    trustGiven: 'SHA-256 dos dados de confiança que quem verifica apresentou',
    trustBundled: 'SHA-256 dos dados de confiança que vinham no dossiê',
  },
  receiptVerdicts: { PASSED: 'correto', INDETERMINATE: 'sem decisão', FAILED: 'NÃO VÁLIDO' },
  receiptColumns: { time: 'Hora declarada', receipt: 'Recibo e quem o emite', verdict: 'Verificação' },
  counts: 'Verificações corretas: {passed}. Falhadas: {failed}. Sem decisão: {open}. Avisos: {warnings}.',
  moreReceipts: 'No dossiê há mais recibos, que não cabem nesta página: {count}.',
  moreFindings: 'Há mais observações, que não cabem nesta página: {count}.',
  notShown: [
    'Não comprova que uma pessoa tenha lido o que foi transmitido, nem que o que ali se diz seja exato ou procedente.',
    'A hora de cada recibo é a que declara quem o assina; um carimbo do tempo comprova apenas que os dados existiam antes dele.',
  ],
  tools: {
    everything: 'Todos os comandos, um por verificação:',
    package: 'Impressão do dossiê verificado:',
    thisDocument: 'Assinatura deste documento (com o nome que o ficheiro tiver):',
    instructions: 'Instruções para openssl e outros programas, dentro do dossiê:',
    thisFile: 'comprovativo.pdf',
  },
  signed: 'Assinado eletronicamente (PAdES) com o certificado de {subject}, emitido por {issuer}.',
  unsigned: 'Este exemplar não tem assinatura eletrónica.',
  footer: 'Gerado por valija verify. As horas são UTC.',
};
