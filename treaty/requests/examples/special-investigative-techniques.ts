import { chain, completeEnvelope, deficientEnvelope, facts, offence, priority, proceedings, suspect } from './invented-case.ts';
import type { RequestExample } from './request-example.ts';

/** A controlled delivery. */
export const specialInvestigativeTechniques: RequestExample<'special-investigative-techniques'> = {
  complete: {
    ...completeEnvelope,
    requestType: 'special-investigative-techniques',
    priority: { ...priority, urgency: 'urgent' },
    particulars: {
      proceedings,
      facts,
      offences: [offence],
      persons: [suspect],
      techniques: ['controlled-delivery'],
      plan: 'El contenedor sale de Puerto Inventado el 5 de diciembre y se vigila hasta el almacén de XB.',
      necessity: 'No hay otro modo de llegar a quien recibe la mercancía.',
      authorisation: 'Auto del Juzgado inventado de 10 de noviembre de 2026.',
      from: '2026-12-05',
      until: '2026-12-20',
      operationalContact: { name: 'Inspectora Inventada', functions: 'Jefa del operativo', telephone: '+99 1 555 0199' },
      costs: 'Los ordinarios, a cargo de XB.',
    },
  },
  deficient: {
    ...deficientEnvelope,
    chain,
    requestType: 'special-investigative-techniques',
    particulars: { proceedings, facts, offences: [offence], techniques: ['electronic-surveillance'] },
  },
  missing: ['technique-plan', 'necessity', 'authorisation', 'period', 'operational-contact', 'wished-deadline-reasons'],
  advised: ['persons-identity', 'period-end', 'costs', 'own-reference', 'confidentiality'],
};
