import type { PersonConcerned } from '../../common/person.ts';
import { chain, completeEnvelope, deficientEnvelope, facts, letter, offence, original, suspect, translation } from './invented-case.ts';
import type { RequestExample } from './request-example.ts';

const sentenced: PersonConcerned = { ...suspect, kind: 'natural', roles: ['convicted'], nationalities: ['XB'], detained: true };

/** Transfer of a national of XB who serves a sentence in XA. */
export const transferOfSentencedPerson: RequestExample<'transfer-of-sentenced-person'> = {
  complete: {
    ...completeEnvelope,
    requestType: 'transfer-of-sentenced-person',
    instruments: [{ instrument: 'xa-xb-sentenced-persons-2010' }],
    particulars: {
      facts,
      offences: [offence],
      persons: [sentenced],
      askedBy: 'person',
      judgment: {
        court: 'Audiencia inventada de XA',
        on: '2026-02-10',
        final: true,
        remaining: 'Dos años y tres meses',
        file: '7'.repeat(64),
      },
      sentence: { began: '2025-08-01', ends: '2029-02-01', served: 'Un año y tres meses.' },
      consent: { person: 'persona-1', state: 'given', on: '2026-11-05', informed: true },
      ties: 'Nació en XB y allí vive su familia.',
      health: 'Buena.',
      conduct: 'Buena.',
    },
    files: [letter, translation, original('sentencia.pdf', 'judgment', '7')],
  },
  deficient: {
    ...deficientEnvelope,
    chain,
    requestType: 'transfer-of-sentenced-person',
    particulars: {
      persons: [{ kind: 'natural', roles: ['convicted'], name: 'Persona Inventada Cuatro' }],
      judgment: { court: 'Audiencia inventada de XA', on: '2026-02-10' },
    },
  },
  missing: [
    'transfer-initiative',
    'persons-nationality',
    'judgment-copy',
    'sentence-calculation',
    'transfer-consent',
    'offence',
    'text-of-law',
    'wished-deadline-reasons',
  ],
  advised: ['summary-of-facts', 'remaining-sentence', 'ties', 'health-and-conduct', 'dual-criminality', 'own-reference', 'confidentiality'],
};
