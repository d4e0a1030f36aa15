import { type ConversationExample, digest, EXAMPLE_MESSAGES as ids, inPortuguese, inSpanish, OFFICER, REQUESTED } from './example.ts';

const COURT = { name: 'Tribunal inventado de Vila Inventada', country: 'XB' } as const;

export const WHILE_IT_IS_EXECUTED: readonly ConversationExample[] = [
  {
    name: 'register number, and an officer with telephone and mail',
    message: {
      ...inPortuguese('acknowledgement', ids.request),
      register: { system: 'Registo inventado', number: 'XB/2026/000107', authority: REQUESTED.name, authoritative: true },
      officer: OFFICER,
      receivedOn: '2026-11-06',
      stage: 'registered',
      expectedOn: '2027-01-15',
      chain: [
        { side: 'requested', role: 'central-authority', party: REQUESTED, handOver: { on: '2026-11-09', means: 'electronic-system' } },
      ],
    },
  },
  {
    name: 'passed on to the competent authority, which answers here',
    message: {
      ...inPortuguese('transfer', ids.request),
      to: [
        {
          side: 'requested',
          role: 'executing-authority',
          party: { ...COURT, identifier: 'urn:valija:authority:xb-court' },
          handOver: { receivedOn: '2026-11-06', on: '2026-11-09', means: 'electronic-system', reference: 'Ofício inventado 55' },
        },
      ],
      continues: 'here',
    },
  },
  {
    name: 'passed on to an authority that answers by its own means',
    message: {
      ...inPortuguese('transfer', ids.request),
      to: [{ side: 'requested', role: 'executing-authority', party: COURT, handOver: { on: '2026-11-09', means: 'post' } }],
      continues: 'elsewhere',
      remarks: 'O pedido é de matéria administrativa, que cabe a outra autoridade.',
    },
  },
  {
    name: 'two questions, one of them required',
    message: {
      ...inPortuguese('supplement-request', ids.request),
      questions: [
        { id: 'q1', topic: 'person', text: 'Qual é a data de nascimento da pessoa a ouvir?', required: true },
        { id: 'q2', topic: 'location', text: 'Há outra morada conhecida?', required: false },
      ],
      answerBy: '2026-12-01',
      meanwhile: 'Os dados do prestador de serviços foram preservados.',
    },
  },
  {
    name: 'an answer to one question; the other cannot be answered',
    message: {
      ...inSpanish('supplement', ids.supplementRequest),
      answers: [
        { question: 'q1', outcome: 'answered', text: 'Nació el 1 de enero de 1980 (dato inventado).' },
        { question: 'q2', outcome: 'not-available', reason: 'No se conoce otro domicilio.' },
      ],
      complete: true,
    },
  },
  {
    name: 'the translation is incomplete and not sworn',
    message: {
      ...inPortuguese('translation-defective', ids.request),
      languages: ['pt'],
      defects: [
        { file: digest('4'), defect: 'incomplete', remarks: 'Faltam as páginas 4 a 6.' },
        { file: digest('5'), defect: 'not-sworn' },
      ],
      answerBy: '2026-12-01',
    },
  },
  { name: 'an enquiry', message: { ...inSpanish('status-enquiry', ids.request), answerBy: '2026-12-15' } },
  {
    name: 'the answer: with the court',
    message: {
      ...inPortuguese('status-answer', ids.statusEnquiry),
      stage: 'awaiting-court-decision',
      since: '2026-11-20',
      expectedOn: '2027-01-15',
      officer: OFFICER,
    },
  },
  {
    name: 'consultation before a refusal, with the ground in mind',
    message: {
      ...inPortuguese('consultation', ids.request),
      purpose: 'before-refusal',
      grounds: [{ ground: 'dual-criminality', reason: 'A conduta descrita não parece ser crime em XB.' }],
      text: 'Antes de decidir, pede-se que indique se há outros factos que possam integrar um crime em XB.',
      answerBy: '2026-12-10',
    },
  },
  {
    name: 'the answer to the consultation',
    message: {
      ...inSpanish('consultation-answer', ids.consultation),
      position: 'does-not-agree',
      text: 'Los hechos también constituyen fraude, previsto en ambos Estados; se amplía la descripción.',
    },
  },
  {
    name: 'extraordinary costs',
    message: {
      ...inPortuguese('cost-consultation', ids.request),
      nature: 'extraordinary',
      estimate: { amount: '18500.00', currency: 'XTS' },
      text: 'A perícia pedida exige um laboratório externo.',
    },
  },
  {
    name: 'the answer about the costs',
    message: {
      ...inSpanish('consultation-answer', ids.costConsultation),
      position: 'agrees',
      text: 'El Estado requirente asume el costo estimado.',
    },
  },
  {
    name: 'assistance under conditions',
    message: {
      ...inPortuguese('conditions-offered', ids.request),
      conditions: [
        { id: 'c1', kind: 'use', text: 'Os elementos não são usados fora do processo indicado no pedido.' },
        { id: 'c2', kind: 'return-of-objects', text: 'Os originais são devolvidos depois do julgamento.' },
      ],
      answerBy: '2026-12-10',
    },
  },
  { name: 'the conditions are accepted', message: { ...inSpanish('conditions-accepted', ids.conditionsOffered) } },
  {
    name: 'the conditions are declined',
    message: {
      ...inSpanish('conditions-declined', ids.conditionsOffered),
      reason: 'El tribunal necesita conservar los originales hasta la firmeza de la sentencia.',
    },
  },
  {
    name: 'postponed for proceedings of its own',
    message: {
      ...inPortuguese('postponement', ids.request),
      of: { extent: 'whole' },
      grounds: [{ ground: 'own-proceedings', reason: 'A diligência prejudicaria uma investigação em curso em XB.' }],
      consultation: { held: 'in-conversation', message: ids.consultation },
      until: '2027-03-01',
      secured: 'As contas indicadas estão congeladas.',
    },
  },
  {
    name: 'a surrender that is suspended, with a new date',
    message: {
      ...inPortuguese('postponement', ids.request),
      of: { extent: 'part', items: [], text: 'A entrega da pessoa; o resto do pedido prossegue.' },
      grounds: [{ ground: 'force-majeure', reason: 'O aeroporto está encerrado por causa de uma tempestade.' }],
      consultation: { held: 'otherwise', on: '2026-11-19', text: 'Por telefone, entre as duas autoridades centrais.' },
      until: '2026-11-27',
    },
  },
  {
    name: 'a delay, with its reason',
    message: {
      ...inPortuguese('delay', ids.request),
      grounds: [{ ground: 'awaiting-court', reason: 'O levantamento do sigilo depende de decisão judicial.' }],
      expectedOn: '2027-01-31',
    },
  },
  {
    name: 'the date wished for cannot be met',
    message: {
      ...inPortuguese('cannot-meet-date', ids.request),
      wished: '2026-12-15',
      newDate: '2027-01-15',
      reason: 'A testemunha só pode ser ouvida em janeiro.',
    },
  },
  {
    name: 'the law demands disclosure',
    message: {
      ...inPortuguese('cannot-keep-confidential', ids.request),
      exposes: { fact: true, substance: false },
      cause: 'law-demands-disclosure',
      reason: 'O titular da conta tem de ser notificado antes da entrega dos dados.',
      executesOn: '2026-12-05',
    },
  },
  {
    name: 'it is to be executed all the same',
    message: { ...inSpanish('confidentiality-decision', ids.cannotKeepConfidential), decision: 'execute' },
  },
];
