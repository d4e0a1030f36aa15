import { chain, completeEnvelope, deficientEnvelope, facts, offence, proceedings, suspect } from './invented-case.ts';
import type { RequestExample } from './request-example.ts';

/** A joint team of prosecutors of XA and XB. */
export const jointInvestigation: RequestExample<'joint-investigation'> = {
  complete: {
    ...completeEnvelope,
    requestType: 'joint-investigation',
    instruments: [{ instrument: 'untoc', provisions: 'Artículo 19' }],
    particulars: {
      proceedings,
      facts,
      offences: [offence],
      persons: [suspect],
      objective: 'Aclarar los pagos y su destino en los dos Estados.',
      states: ['XA', 'XB'],
      members: [
        { authority: { name: 'Fiscalía inventada de XA', country: 'XA' }, leader: true },
        { authority: { name: 'Ministério Público inventado de XB', country: 'XB' } },
      ],
      from: '2027-01-15',
      until: '2027-07-15',
      powers: 'Los miembros de un Estado asisten a las diligencias en el otro, sin practicarlas.',
      evidence: 'Cada Estado recoge la prueba según su ley y la pone en común.',
      costs: 'Cada Estado paga los suyos.',
    },
  },
  deficient: {
    ...deficientEnvelope,
    chain,
    requestType: 'joint-investigation',
    particulars: { proceedings, facts, offences: [offence], objective: 'Investigar juntos.', from: '2027-01-15' },
  },
  missing: ['joint-members', 'period-end', 'joint-powers', 'evidence-sharing', 'wished-deadline-reasons'],
  advised: ['persons-identity', 'costs', 'own-reference', 'confidentiality'],
};
