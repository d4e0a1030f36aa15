import type { AppointedTime } from '../shared/appointment.ts';
import { completeEnvelope, deficientEnvelope, facts, offence, proceedings } from './invented-case.ts';
import type { RequestExample } from './request-example.ts';

/** Ten in the morning in one place is three in the afternoon in the other. Time zones of real places stand in for those of XA and XB. */
const hearing: AppointedTime = {
  instant: '2027-03-10T15:00:00Z',
  requesting: { localTime: '2027-03-10T16:00', timeZone: 'Europe/Madrid' },
  requested: { localTime: '2027-03-10T10:00', timeZone: 'America/Bogota' },
};
const test: AppointedTime = {
  instant: '2027-03-08T15:00:00Z',
  requesting: { localTime: '2027-03-08T16:00', timeZone: 'Europe/Madrid' },
  requested: { localTime: '2027-03-08T10:00', timeZone: 'America/Bogota' },
};

/** A witness heard by video; in the deficient one the two clocks do not agree. */
export const videoHearing: RequestExample<'video-hearing'> = {
  complete: {
    ...completeEnvelope,
    requestType: 'video-hearing',
    particulars: {
      proceedings,
      facts,
      offences: [offence],
      procedure: 'Juramento según la ley de XB.',
      persons: [
        {
          kind: 'natural',
          id: 'testigo',
          roles: ['witness'],
          name: 'Persona Inventada Cinco',
          nationalities: ['XB'],
          location: 'Puerto Inventado, XB',
        },
      ],
      purpose: 'Oír a la testigo en el juicio.',
      appointment: hearing,
      durationMinutes: 120,
      test,
      connection: {
        technology: 'H.323',
        technicalContact: { name: 'Técnico Inventado', functions: 'Sala de videoconferencias', telephone: '+99 1 555 0150' },
        recording: true,
      },
      consents: [{ person: 'testigo', state: 'given', on: '2026-11-12', informed: true }],
      interpretation: { needed: true, from: 'pt', to: 'es', providedBy: 'requesting' },
      questions: ['¿Presenció la entrega del dinero?'],
      identification: 'La autoridad judicial de XB, con el documento de identidad.',
      whyNotInPerson: 'Cuida de un hijo enfermo y no puede viajar.',
    },
  },
  deficient: {
    ...deficientEnvelope,
    requestType: 'video-hearing',
    particulars: {
      proceedings,
      facts,
      offences: [offence],
      purpose: 'Oír a la testigo.',
      appointment: { ...hearing, requested: { localTime: '2027-03-10T11:00', timeZone: 'America/Bogota' } },
    },
  },
  missing: [
    'requesting-authority',
    'originating-authority',
    'persons-identity',
    'appointment-times-agree',
    'hearing-consent',
    'interpretation',
    'technical-contact',
    'wished-deadline-reasons',
  ],
  advised: [
    'particular-procedure',
    'connection-test',
    'hearing-questions',
    'hearing-identification',
    'hearing-reasons',
    'own-reference',
    'requesting-contact',
    'confidentiality',
  ],
};
