import { account, company, completeEnvelope, deficientEnvelope, facts, offence, proceedings } from './invented-case.ts';
import type { RequestExample } from './request-example.ts';

/** Return of what was paid in bribes. */
export const assetRecovery: RequestExample<'asset-recovery'> = {
  complete: {
    ...completeEnvelope,
    requestType: 'asset-recovery',
    instruments: [{ instrument: 'uncac', provisions: 'Capítulo V y artículo 46' }],
    particulars: {
      proceedings,
      facts,
      offences: [offence],
      procedure: 'Que se oiga a quienes aleguen derechos.',
      persons: [company],
      purpose: 'Recuperar lo pagado.',
      property: [account],
      claim: 'La sentencia firme ordena la restitución a XA.',
      claimant: 'state',
      judgment: { court: 'Audiencia inventada de XA', on: '2026-09-15', final: true },
      victims: 'El Ayuntamiento inventado de XA.',
      account: 'XA00 0000 0000 0000 0009',
    },
  },
  deficient: {
    ...deficientEnvelope,
    requestType: 'asset-recovery',
    instruments: [{ instrument: 'uncac' }],
    particulars: { proceedings, facts, offences: [offence], purpose: 'Recuperar lo pagado.', property: [{ kind: 'bank-account' }] },
  },
  missing: [
    'requesting-authority',
    'originating-authority',
    'property-description',
    'property-location',
    'recovery-claim',
    'recovery-title',
    'wished-deadline-reasons',
  ],
  advised: [
    'particular-procedure',
    'persons-identity',
    'third-party-rights',
    'return-to-victims',
    'account-for-payment',
    'own-reference',
    'requesting-contact',
    'confidentiality',
  ],
};
