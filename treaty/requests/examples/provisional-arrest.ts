import type { PersonConcerned } from '../../common/person.ts';
import { completeEnvelope, deficientEnvelope, facts, offence, priority, suspect } from './invented-case.ts';
import type { RequestExample } from './request-example.ts';

const sought: PersonConcerned = {
  ...suspect,
  kind: 'natural',
  roles: ['sought'],
  identifiers: [{ type: 'pasaporte', number: 'XA000001', issuedBy: 'XA' }],
};

/** Provisional arrest of somebody who is about to leave. */
export const provisionalArrest: RequestExample<'provisional-arrest'> = {
  complete: {
    ...completeEnvelope,
    requestType: 'provisional-arrest',
    priority: { ...priority, urgency: 'urgent', arrestBeforeTrial: true, libertyAtStake: true },
    oralRequest: {
      madeAt: '2026-11-19T21:40:00Z',
      spokenTo: 'Guardia de la autoridad central inventada de XB',
      means: 'telephone',
      record: '01990000-0000-7000-8000-000000000001',
    },
    particulars: {
      facts,
      offences: [offence],
      persons: [sought],
      urgencyReasons: 'Tiene billete para salir de XB el 22 de noviembre de 2026.',
      detentionOrder: { issuedBy: 'Juzgado de Instrucción inventado núm. 3', issuedOn: '2026-10-01', number: '55/2026' },
      extraditionWillFollow: true,
      extraditionBy: '2026-12-20',
    },
  },
  deficient: {
    ...deficientEnvelope,
    requestType: 'provisional-arrest',
    particulars: { facts, persons: [{ kind: 'natural', roles: ['suspect'], name: 'Persona Inventada Uno' }] },
  },
  missing: [
    'requesting-authority',
    'originating-authority',
    'urgency-reasons',
    'sought-person',
    'order-or-judgment',
    'extradition-will-follow',
    'offence',
    'wished-deadline-reasons',
  ],
  advised: ['penalty', 'own-reference', 'requesting-contact', 'confidentiality'],
};
