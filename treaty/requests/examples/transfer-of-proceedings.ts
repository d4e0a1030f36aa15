import {
  chain,
  completeEnvelope,
  deficientEnvelope,
  facts,
  letter,
  offence,
  original,
  proceedings,
  suspect,
  translation,
} from './invented-case.ts';
import type { RequestExample } from './request-example.ts';

/** Proceedings handed to the State of the person's nationality. */
export const transferOfProceedings: RequestExample<'transfer-of-proceedings'> = {
  complete: {
    ...completeEnvelope,
    requestType: 'transfer-of-proceedings',
    particulars: {
      proceedings,
      facts,
      offences: [offence],
      persons: [{ ...suspect, kind: 'natural', nationalities: ['XB'] }],
      reasons: 'La persona es nacional de XB, vive allí y su extradición se negó por la nacionalidad.',
      stateOfProceedings: 'Instrucción terminada; falta el juicio.',
      evidence: 'Expediente completo, que se acompaña.',
      interimMeasures: 'No hay detenidos ni bienes asegurados.',
      waivesOwnProceedings: true,
    },
    files: [letter, translation, original('expediente.pdf', 'case-file', '8')],
  },
  deficient: {
    ...deficientEnvelope,
    chain,
    requestType: 'transfer-of-proceedings',
    particulars: { proceedings, facts, offences: [{ name: 'Cohecho' }], persons: [suspect] },
  },
  missing: ['transfer-reasons', 'state-of-proceedings', 'case-evidence', 'text-of-law', 'wished-deadline-reasons'],
  advised: ['limitation', 'dual-criminality', 'interim-measures', 'own-reference', 'confidentiality'],
};
