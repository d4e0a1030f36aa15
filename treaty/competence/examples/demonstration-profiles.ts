import type { Matter } from '../../common/identifiers.ts';
import { REQUEST_TYPES } from '../../requests/request-types.ts';
import type { AuthorityProfile, Competence } from '../authority-profile.ts';

const COMPETENCES: Competence[] = ['untoc', 'uncac', 'medellin-2019', 'xa-xb-assistance-2019'].map((instrument) => ({
  instrument,
  matter: 'criminal' satisfies Matter,
  requestTypes: [...REQUEST_TYPES],
}));

const WEEKDAYS = [1, 2, 3, 4, 5];

const profile = (timeZone: string, officer: string, languages: string[], day: string): AuthorityProfile => ({
  environment: 'training',
  territories: [],
  competences: [...COMPETENCES, ...(['civil', 'administrative'] as const).map((matter) => ({ instrument: 'reciprocity', matter }))],
  acceptedLanguages: [{ languages }],
  signingOfficers: [{ officer: { name: officer, functions: 'Invented officer for training' }, from: '2020-01-01' }],
  office: {
    timeZone,
    workingHours: WEEKDAYS.flatMap((weekday) => [
      { weekday, from: '08:30', to: '13:00' },
      { weekday, from: '14:00', to: '17:30' },
    ]),
    holidays: ['2026-12-25', '2027-01-01'],
  },
  aroundTheClock: [{ name: 'Invented duty desk', functions: 'Invented contact at any hour', telephone: '+999 000 0000' }],
  urgentRoutes: { interpolAcceptedWhenUrgent: true, oralAcceptedWhenUrgent: true, diplomaticChannelRequired: false },
  dataClasses: ['general', 'operational', 'personal'],
  refersTo: [],
  lastConfirmed: day,
});

/** Profile of the central authority of the invented State XA. Persons, hours and holidays are invented; `day` is when it is confirmed. */
export const demonstrationProfileOfXA = (day: string): AuthorityProfile =>
  profile('America/Montevideo', 'Alba Inventada', ['es', 'pt'], day);

/** Profile of the central authority of the invented State XB. */
export const demonstrationProfileOfXB = (day: string): AuthorityProfile =>
  profile('Europe/Lisbon', 'Bento Inventado', ['pt', 'es', 'en'], day);
