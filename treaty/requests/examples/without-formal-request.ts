import { completeEnvelope, deficientEnvelope, letter, original, proceedings, suspect, translation } from './invented-case.ts';
import { mutualLegalAssistance } from './mutual-legal-assistance.ts';
import type { RequestExample } from './request-example.ts';

/** A question about the law of the other State. */
export const consultation: RequestExample<'consultation'> = {
  complete: {
    ...completeEnvelope,
    requestType: 'consultation',
    instruments: [],
    particulars: {
      subject: 'Requisitos para oír a una testigo por videoconferencia',
      questions: ['¿Basta el consentimiento por escrito?', '¿Con cuánta antelación debe llegar la solicitud?'],
      plannedRequest: 'Audiencia por videoconferencia en marzo de 2027.',
    },
  },
  deficient: { ...deficientEnvelope, requestType: 'consultation', particulars: {} },
  missing: ['requesting-authority', 'consultation-subject', 'questions'],
  advised: ['own-reference', 'requesting-contact'],
};

/** Information that nobody asked for; in the deficient one the code H3 has no words. */
export const spontaneousInformation: RequestExample<'spontaneous-information'> = {
  complete: {
    ...completeEnvelope,
    requestType: 'spontaneous-information',
    particulars: {
      information: [
        {
          id: 'dato-1',
          text: 'La sociedad inventada tiene otra cuenta en XB, abierta el 1 de julio de 2025.',
          source: 'B',
          reliability: '2',
          handling: {
            use: { codes: ['H2', 'H3'], restrictions: 'No se comunicará a la sociedad.' },
            confidentiality: { fact: true, substance: true },
          },
        },
      ],
      usefulness: 'Para una investigación por blanqueo que pudiera abrirse en XB.',
      origin: proceedings,
      persons: [suspect],
      restrictions: 'Se mantendrá en reserva.',
    },
  },
  deficient: {
    ...deficientEnvelope,
    requestType: 'spontaneous-information',
    particulars: { information: [{ text: 'Hay otra cuenta.', handling: { use: { codes: ['H3'] } } }] },
  },
  missing: ['requesting-authority', 'restrictions-in-words'],
  advised: ['own-reference', 'requesting-contact', 'usefulness', 'information-origin'],
};

/** A draft, as a typed request and as a file. */
export const draftForReview: RequestExample<'draft-for-review'> = {
  complete: {
    ...completeEnvelope,
    requestType: 'draft-for-review',
    particulars: {
      draft: mutualLegalAssistance.complete,
      questions: ['¿Basta la descripción de la cuenta?'],
      answerWishedBy: '2026-12-15',
    },
    files: [letter, translation, original('borrador.pdf', 'draft', 'a')],
  },
  deficient: { ...deficientEnvelope, requestType: 'draft-for-review', particulars: {} },
  missing: ['requesting-authority', 'draft'],
  advised: ['own-reference', 'requesting-contact', 'questions', 'answer-date'],
};
