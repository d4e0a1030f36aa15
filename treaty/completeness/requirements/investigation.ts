import type { ParticularRequirement } from '../requirement.ts';
import { byPractice, FORMAL, OFFENCE, practice, WHO_ASKS } from './shared.ts';

/** A joint investigation. */
export const jointInvestigationContents: readonly ParticularRequirement[] = [
  ...byPractice(WHO_ASKS),
  ...practice(
    'required',
    'summary-of-facts',
    'joint-objective',
    'joint-members',
    'period',
    'period-end',
    'joint-powers',
    'evidence-sharing',
  ),
  ...OFFENCE,
  ...practice('recommended', 'persons-identity', 'costs'),
  ...FORMAL,
];

/** Special investigative techniques. */
export const specialInvestigativeTechniquesContents: readonly ParticularRequirement[] = [
  ...byPractice(WHO_ASKS),
  ...practice(
    'required',
    'summary-of-facts',
    'techniques',
    'technique-plan',
    'necessity',
    'authorisation',
    'period',
    'operational-contact',
  ),
  ...OFFENCE,
  ...practice('recommended', 'persons-identity', 'period-end', 'costs', 'dual-criminality'),
  ...FORMAL,
];
