import { completeEnvelope, deficientEnvelope, letter, original, proceedings, translation } from './invented-case.ts';
import type { RequestExample } from './request-example.ts';

/** Service alone, which needs no summary of facts (UNTOC 18(15)(c)). */
export const serviceOfDocuments: RequestExample<'service-of-documents'> = {
  complete: {
    ...completeEnvelope,
    requestType: 'service-of-documents',
    matter: 'civil',
    particulars: {
      proceedings: { ...proceedings, subject: 'Reclamación de cantidad inventada.', nature: 'Juicio civil, pendiente de vista.' },
      procedure: 'Entrega en mano, con acuse firmado.',
      persons: [
        {
          kind: 'natural',
          id: 'destinataria',
          roles: ['addressee'],
          name: 'Persona Inventada Dos',
          nationalities: ['XB'],
          location: 'Calle Inventada 40, Puerto Inventado, XB',
        },
      ],
      purpose: 'Que la demandada pueda comparecer.',
      documents: [{ title: 'Cédula de emplazamiento', nature: 'emplazamiento', file: '3'.repeat(64) }],
      method: 'in-person',
      hearingOn: '2027-04-20',
      consequences: 'Si no comparece, el juicio sigue sin ella.',
    },
    files: [letter, translation, original('cedula.pdf', 'document-to-serve', '3')],
  },
  deficient: {
    ...deficientEnvelope,
    requestType: 'service-of-documents',
    matter: 'civil',
    particulars: { proceedings, purpose: 'Que comparezca.', documents: [{ title: 'Cédula de citación', nature: 'citación' }] },
  },
  missing: ['requesting-authority', 'originating-authority', 'addressee', 'wished-deadline-reasons'],
  advised: [
    'particular-procedure',
    'persons-identity',
    'hearing-date',
    'service-method',
    'own-reference',
    'requesting-contact',
    'confidentiality',
  ],
};
