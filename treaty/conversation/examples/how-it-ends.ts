import { type ConversationExample, digest, EXAMPLE_MESSAGES as ids, inPortuguese, inSpanish } from './example.ts';

export const HOW_IT_ENDS: readonly ConversationExample[] = [
  {
    name: 'a part of what was asked for',
    message: {
      ...inPortuguese('partial-reply', ids.request),
      items: [
        {
          id: 'e1',
          answers: 'm1',
          title: 'Extratos bancários inventados',
          delivered: { form: 'file', sha256: [digest('6')] },
          use: { codes: ['H1'], purpose: 'Processo inventado 12/2026' },
        },
      ],
      outstanding: 'Falta a audição da testemunha.',
      expectedOn: '2027-01-15',
    },
  },
  {
    name: 'the answer, with an object on loan',
    message: {
      ...inPortuguese('reply', ids.request),
      outcome: { result: 'executed' },
      items: [
        {
          id: 'e2',
          answers: 'm2',
          title: 'Auto de audição inventado',
          delivered: { form: 'file', sha256: [digest('7'), digest('8')] },
          use: { codes: ['H1', 'H2'] },
          confidentiality: { fact: false, substance: true },
        },
        {
          id: 'e3',
          title: 'Caderno inventado, original',
          delivered: { form: 'object', description: 'Segue por mala diplomática.', returnBy: '2027-06-30', toBeReturned: true },
          use: { codes: ['H3'], restrictions: 'Não pode ser desmembrado.' },
        },
        { id: 'e4', title: 'Imagem do disco', delivered: { form: 'off-channel', sha256: digest('3') }, use: { codes: ['H1'] } },
      ],
      executedOn: '2027-01-12',
      chain: [
        {
          side: 'requested',
          role: 'executing-authority',
          party: { name: 'Tribunal inventado de Vila Inventada', country: 'XB' },
          handOver: { receivedOn: '2026-11-09', on: '2027-01-13', means: 'electronic-system' },
        },
      ],
    },
  },
  {
    name: 'executed without result',
    message: {
      ...inPortuguese('reply', ids.request),
      outcome: { result: 'without-result', reason: 'A conta indicada nunca existiu naquele banco.' },
      items: [],
    },
  },
  {
    name: 'served in person',
    message: {
      ...inPortuguese('proof-of-service', ids.request),
      service: { served: true, on: '2026-11-25', manner: 'in-person', place: 'Rua Inventada, 1, Vila Inventada', proof: digest('9') },
      completes: true,
    },
  },
  {
    name: 'not served: it came too late for the hearing',
    message: {
      ...inPortuguese('proof-of-service', ids.request),
      service: {
        served: false,
        attemptedOn: ['2026-11-24'],
        failure: 'too-late-for-date',
        reason: 'A citação chegou dois dias antes da audiência.',
      },
      completes: true,
    },
  },
  {
    name: 'refused after consultation',
    message: {
      ...inPortuguese('refusal', ids.request),
      of: { extent: 'whole' },
      grounds: [
        { ground: 'dual-criminality', reason: 'A conduta não é crime em XB, como se expôs na consulta.' },
        {
          ground: 'limitation',
          provision: 'Artigo inventado 118 do Código Penal de XB',
          reason: 'O procedimento criminal prescreveria em 2024.',
        },
      ],
      consultation: { held: 'in-conversation', message: ids.consultation },
      remedies: 'Cabe recurso para o Tribunal inventado de apelação em trinta dias.',
    },
  },
  {
    name: 'a part is refused',
    message: {
      ...inPortuguese('refusal', ids.request),
      of: { extent: 'part', items: ['m3'], text: 'A busca domiciliária; o resto prossegue.' },
      grounds: [{ ground: 'own-law-forbids', reason: 'A lei de XB não admite buscas por crimes desta gravidade.' }],
      consultation: { held: 'otherwise', on: '2026-11-18', text: 'Em videoconferência.' },
    },
  },
  {
    name: 'no longer needed',
    message: {
      ...inSpanish('withdrawal', ids.request),
      of: { extent: 'whole' },
      cause: 'no-longer-needed',
      reason: 'El acusado reconoció los hechos.',
    },
  },
  {
    name: 'a part is withdrawn',
    message: {
      ...inSpanish('withdrawal', ids.request),
      of: { extent: 'part', items: ['m2'], text: 'La declaración del testigo ya se obtuvo.' },
      cause: 'no-longer-needed',
    },
  },
  {
    name: 'the lent object goes back',
    message: {
      ...inSpanish('return-of-objects', ids.reply),
      items: ['e3'],
      on: '2027-05-20',
      means: 'Valija diplomática inventada 22',
      condition: 'Sin daños.',
    },
  },
  {
    name: 'use in another case is asked for',
    message: {
      ...inSpanish('other-use-request', ids.reply),
      items: ['e2'],
      use: 'Proceso inventado 77/2027 por blanqueo, contra las mismas personas.',
      answerBy: '2027-03-01',
    },
  },
  {
    name: 'consent, under a condition',
    message: {
      ...inPortuguese('other-use-granted', ids.otherUseRequest),
      conditions: { codes: ['H2'], purpose: 'Apenas no processo inventado 77/2027.' },
    },
  },
  {
    name: 'no consent',
    message: {
      ...inPortuguese('other-use-refused', ids.otherUseRequest),
      reason: 'A testemunha falou sob condição de não ser ouvida noutro processo.',
    },
  },
  {
    name: 'an exculpatory item will be disclosed',
    message: {
      ...inSpanish('exculpatory-notice', ids.reply),
      items: ['e2'],
      disclosure: { when: 'before', intendedOn: '2027-02-10', consultationWanted: true },
      proceedings: 'Juicio inventado 12/2026',
    },
  },
  {
    name: 'an exculpatory item had to be disclosed at once',
    message: {
      ...inSpanish('exculpatory-notice', ids.reply),
      items: ['e1'],
      disclosure: {
        when: 'after',
        disclosedOn: '2027-02-10',
        whyNoNoticeBefore: 'La defensa lo pidió en la vista y el tribunal lo ordenó en el acto.',
      },
      proceedings: 'Juicio inventado 12/2026',
    },
  },
];
