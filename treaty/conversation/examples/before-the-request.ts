import { type ConversationExample, digest, EXAMPLE_MESSAGES as ids, inSpanish, OFFICER, REQUESTED, REQUESTING } from './example.ts';

export const BEFORE_THE_REQUEST: readonly ConversationExample[] = [
  {
    name: 'a contact through a judicial network before the request',
    message: {
      format: 'valija-legal/1',
      kind: 'prior-contact',
      language: 'es',
      channel: 'judicial-network',
      at: '2026-10-12T14:00:00Z',
      reference: 'Consulta inventada 4/2026',
      between: [REQUESTING, REQUESTED],
      summary: 'Se preguntó qué tribunal sería competente y en qué idioma debe venir la solicitud.',
    },
  },
  {
    name: 'information from a financial intelligence unit, with the conditions that go on',
    message: {
      ...inSpanish('prior-contact', ids.request),
      channel: 'financial-intelligence-units',
      at: '2026-10-15T09:30:00Z',
      between: [REQUESTING, REQUESTED],
      use: { codes: ['H1', 'H2'], purpose: 'Solo como orientación de la investigación inventada 12/2026.' },
    },
  },
  {
    name: 'an urgent request by telephone',
    message: {
      format: 'valija-legal/1',
      kind: 'oral-request',
      language: 'es',
      references: [{ system: 'Registro inventado', number: 'XA/2026/000042', authority: REQUESTING.name, authoritative: true }],
      madeAt: '2026-11-02T22:15:00Z',
      madeBy: { name: 'Funcionario Inventado', functions: 'Jefe de servicio', telephone: '+999 1 555 0102' },
      takenBy: OFFICER,
      means: 'telephone',
      summary: 'Conservar los datos de conexión de la cuenta inventada antes de que el proveedor los borre.',
      urgency: 'El proveedor borra los datos a las 24 horas y no había nadie que pudiera firmar.',
      confirmBy: '2026-11-04T22:15:00Z',
    },
  },
  {
    name: 'the signed text of the oral request, as a letter',
    message: { ...inSpanish('oral-confirmation', ids.oralRequest), text: { by: 'letter', sha256: digest('1') } },
  },
  {
    name: 'the request that confirms the oral one, with what changed',
    message: {
      ...inSpanish('oral-confirmation', ids.oralRequest),
      text: { by: 'request', message: ids.request },
      differences: 'El número de la cuenta se dictó mal por teléfono; el correcto es el del texto.',
    },
  },
  {
    name: 'an advance copy; the paper comes by diplomatic bag',
    message: {
      ...inSpanish('advance-copy', ids.request),
      sha256: digest('2'),
      carriage: {
        by: 'diplomatic-bag',
        bag: 'Valija inventada 17',
        seal: 'Precinto 000123',
        embassy: { name: 'Embajada inventada', country: 'XA' },
      },
      dispatchedOn: '2026-11-05',
      expectedOn: '2026-11-20',
    },
  },
  {
    name: 'the paper is at the embassy',
    message: {
      ...inSpanish('paper-original', ids.advanceCopy),
      position: { stage: 'at-embassy', on: '2026-11-14', embassy: { name: 'Embajada inventada', country: 'XA' } },
    },
  },
  {
    name: 'the paper has come and is the same document',
    message: {
      ...inSpanish('paper-original', ids.advanceCopy),
      position: { stage: 'received', on: '2026-11-19', comparison: { match: 'identical', sha256: digest('2') } },
    },
  },
  {
    name: 'the paper has come and differs',
    message: {
      ...inSpanish('paper-original', ids.advanceCopy),
      position: { stage: 'received', on: '2026-11-19', comparison: { match: 'differs', differences: 'Falta la página 3.' } },
    },
  },
  {
    name: 'the paper is missing',
    message: {
      ...inSpanish('paper-original', ids.advanceCopy),
      position: { stage: 'missing', since: '2026-11-30', remarks: 'No venía en la valija 17.' },
    },
  },
  {
    name: 'a disk image that went by courier because of its size',
    message: {
      ...inSpanish('off-channel-dispatch', ids.request),
      sentAt: '2026-11-06T10:00:00Z',
      sender: REQUESTING,
      recipient: REQUESTED,
      dispatched: [{ name: 'imagen-inventada.dd', size: 2_000_000_000_000, sha256: digest('3') }],
      means: 'courier',
      reference: 'Guía inventada 998877',
      cause: 'size',
      reason: 'La imagen ocupa dos terabytes.',
    },
  },
  {
    name: 'the disk image has come as announced',
    message: {
      ...inSpanish('off-channel-receipt', ids.offChannelDispatch),
      receivedAt: '2026-11-09T15:40:00Z',
      received: [{ sha256: digest('3'), intact: true }],
    },
  },
];
