import type { PersonConcerned } from '../../common/person.ts';
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

const sought: PersonConcerned = {
  ...suspect,
  kind: 'natural',
  roles: ['sought', 'accused'],
  description: 'Mide 1,80 m; cicatriz en la mano izquierda.',
};

/** Extradition to stand trial; the deficient one is to serve a sentence given in absence. */
export const extradition: RequestExample<'extradition'> = {
  complete: {
    ...completeEnvelope,
    requestType: 'extradition',
    instruments: [{ instrument: 'untoc', provisions: 'Artículo 16' }],
    particulars: {
      proceedings,
      facts,
      offences: [offence],
      persons: [sought],
      soughtFor: 'prosecution',
      detentionOrder: {
        issuedBy: 'Juzgado de Instrucción inventado núm. 3',
        issuedOn: '2026-10-01',
        number: '55/2026',
        file: '4'.repeat(64),
      },
      provisionalArrest: { arrestedOn: '2026-10-15', endsOn: '2026-12-14' },
    },
    files: [letter, translation, original('orden.pdf', 'arrest-warrant', '4'), original('pruebas.pdf', 'evidence', '5')],
  },
  deficient: {
    ...deficientEnvelope,
    chain,
    requestType: 'extradition',
    particulars: {
      proceedings,
      facts,
      soughtFor: 'enforcement',
      persons: [{ kind: 'natural', roles: ['sought', 'convicted'], name: 'Persona Inventada Tres' }],
      offences: [{ name: 'Homicidio', penalty: { words: 'Pena de muerte.', death: true } }],
      judgment: { court: 'Audiencia inventada de XA', on: '2024-05-05', inAbsence: true },
    },
  },
  missing: [
    'sought-person-description',
    'sought-person-nationality',
    'text-of-law',
    'limitation',
    'judgment-copy',
    'remaining-sentence',
    'retrial',
    'death-penalty-assurance',
    'wished-deadline-reasons',
  ],
  advised: ['sought-person-location', 'dual-criminality', 'own-reference', 'confidentiality'],
};
