import {
  account,
  company,
  completeEnvelope,
  deficientEnvelope,
  facts,
  letter,
  offence,
  original,
  proceedings,
  translation,
} from './invented-case.ts';
import type { RequestExample } from './request-example.ts';

/** Execution of an order that is final in XA (UNTOC 13(1)(b)). */
export const confiscation: RequestExample<'confiscation'> = {
  complete: {
    ...completeEnvelope,
    requestType: 'confiscation',
    instruments: [{ instrument: 'untoc', provisions: 'Artículos 13 y 18' }],
    particulars: {
      proceedings,
      facts,
      offences: [offence],
      procedure: 'Que se oiga a la sociedad antes de ejecutar.',
      persons: [company],
      purpose: 'Ejecutar el decomiso de 180 000 euros.',
      mode: 'foreign-order',
      property: [account],
      order: {
        issuedBy: 'Audiencia inventada de XA',
        issuedOn: '2026-09-15',
        final: true,
        amount: { amount: '180000.00', currency: 'EUR' },
      },
      extentOfExecution: 'Por el total de 180 000 euros.',
      otherStates: 'No se ejecuta en ningún otro Estado.',
      disposal: {
        returnToVictims: true,
        victims: 'El Ayuntamiento inventado de XA.',
        sharing: 'A partes iguales lo que exceda de la indemnización.',
        account: 'XA00 0000 0000 0000 0009',
      },
    },
    files: [letter, translation, original('decomiso.pdf', 'confiscation-order', '6')],
  },
  deficient: {
    ...deficientEnvelope,
    requestType: 'confiscation',
    particulars: {
      proceedings,
      facts,
      purpose: 'Decomiso.',
      offences: [offence],
      mode: 'foreign-order',
      property: [{ kind: 'bank-account' }],
    },
  },
  missing: ['requesting-authority', 'originating-authority', 'confiscation-order-copy', 'extent-of-execution', 'wished-deadline-reasons'],
  advised: [
    'particular-procedure',
    'persons-identity',
    'property-location',
    'third-party-rights',
    'return-to-victims',
    'sharing',
    'other-executing-states',
    'account-for-payment',
    'own-reference',
    'requesting-contact',
    'confidentiality',
  ],
};
