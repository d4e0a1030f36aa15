import { createHash } from 'node:crypto';
import type { FileDeclaration } from '../../treaty/common/file-declaration.ts';
import type { ConversationMessage } from '../../treaty/conversation/conversation-message.ts';
import type { LegalMessage } from '../../treaty/message.ts';
import { LEGAL_FORMAT } from '../../treaty/requests/request-envelope.ts';
import type { RequestOf } from '../../treaty/requests/request-message.ts';

const DAY = 86_400_000;
const COURT = 'Juzgado de Instrucción Inventado n.º 0';
const CENTRAL_AUTHORITY = 'Autoridad Central de Xandria (Estado inventado)';

/** Digest of an annex, by which the typed message names it. */
export interface NamedFile {
  name: string;
  content: Buffer;
}

/**
 * The invented request as data. It says nothing of whose statement is to be taken, which the report on completeness finds, and Borelia asks for.
 * The translation of the letter is no declared file: it would name its original by a digest, and the gateway has not written that yet.
 */
export function inventedRequestMessage(
  now: Date,
  annexes: { questionnaire: NamedFile; transfers: NamedFile },
): RequestOf<'mutual-legal-assistance'> {
  const day = (days: number) => new Date(now.getTime() + days * DAY).toISOString().slice(0, 10);
  return {
    format: LEGAL_FORMAT,
    kind: 'request',
    requestType: 'mutual-legal-assistance',
    typeVersion: 1,
    training: true,
    matter: 'criminal',
    language: 'es',
    references: [{ system: 'Libro de causas (inventado)', number: '0000/2026', authority: COURT }],
    chain: [
      {
        side: 'requesting',
        role: 'originating-authority',
        party: { name: COURT, country: 'XA' },
        handOver: { on: day(-2), means: 'electronic-system' },
      },
      {
        side: 'requesting',
        role: 'central-authority',
        party: {
          name: CENTRAL_AUTHORITY,
          country: 'XA',
          identifier: 'urn:valija:authority:xa-central',
          contact: {
            name: 'Alba Inventada',
            functions: 'Funcionaria de cooperación (inventada)',
            telephone: '+999 000 0000',
            email: 'cooperacion@xandria.example',
          },
        },
        handOver: { on: day(0), means: 'electronic-system', receivedOn: day(-1) },
      },
    ],
    instruments: [
      { instrument: 'xa-xb-assistance-2019', provisions: 'Artículos 1, 4 y 7 (tratado ficticio)' },
      { instrument: 'medellin-2019' },
    ],
    priority: {
      urgency: 'urgent',
      seriousness: 'serious',
      arrestBeforeTrial: false,
      libertyAtStake: false,
      evidenceLossRisk: 'imminent',
      evidenceLostOn: day(30),
      stage: 'investigation',
      explanation: 'El banco inventado conserva los registros noventa días, y el plazo vence pronto.',
    },
    wishedDeadline: { date: day(21), reasons: 'Después de esa fecha el banco inventado borra los registros.' },
    confidentiality: { fact: true, substance: true, reasons: 'La Persona A (inventada) no conoce la investigación.' },
    use: { codes: ['H1', 'H2'], purpose: 'Diligencias 0000/2026 (número inventado).' },
    files: declaredFiles(annexes),
    particulars: {
      proceedings: {
        subject: 'Documento ficticio: malversación en una entidad pública inventada de Xandria.',
        nature: 'Investigación judicial, antes de la acusación (inventada).',
        conductedBy: { name: COURT, functions: 'Instrucción de causas penales inventadas; dirige la investigación.' },
        caseNumber: '0000/2026 (número inventado)',
      },
      facts:
        'Este es un documento ficticio: Estados, autoridades, personas, empresas, cuentas y hechos son inventados, y sirve solo para mostrar cómo viaja una solicitud sellada y qué acuses deja.\nEntre el 1 de enero y el 30 de junio de 2026 la Persona A habría ordenado doce transferencias desde una cuenta de una entidad pública ficticia de Xandria hacia la cuenta BX00-0000-0000 del Banco Imaginario de Borelia, a nombre de la Sociedad de Ejemplo Inventada, S. A. Los importes figuran en el anexo 2.',
      offences: [
        {
          name: 'Malversación (ficticia)',
          category: 'corruption',
          provisions: 'Código Penal inventado de Xandria, artículo 0',
          textOfLaw: 'El funcionario inventado que sustraiga caudales públicos inventados será castigado con prisión de uno a seis años.',
          penalty: { words: 'Prisión de uno a seis años.', maximumMonths: 72 },
          dualCriminality: 'La ley ficticia de Borelia castiga los mismos hechos con más de un año de prisión.',
        },
      ],
      procedure: 'Que las preguntas las haga la autoridad judicial y se levante acta literal.',
      persons: [
        {
          kind: 'natural',
          id: 'persona-a',
          roles: ['suspect'],
          name: 'Persona A (inventada)',
          nationalities: ['XA'],
          location: 'Calle Inexistente, 1, capital de Xandria',
        },
        {
          kind: 'legal',
          id: 'sociedad',
          roles: ['owner'],
          name: 'Sociedad de Ejemplo Inventada, S. A.',
          seat: 'XB',
          location: 'Capital de Borelia',
        },
      ],
      purpose: 'Probar las transferencias y su destino en las diligencias 0000/2026 (número inventado).',
      measures: [
        {
          kind: 'originals-and-copies',
          id: 'm-1',
          description: 'Conservación y entrega de los registros de la cuenta BX00-0000-0000, con constancia de su integridad.',
          records: 'bank',
          holder: 'Banco Imaginario de Borelia',
          accounts: ['BX00-0000-0000'],
          from: '2026-01-01',
          until: '2026-06-30',
          form: 'certified-copy',
        },
        {
          kind: 'taking-statements',
          id: 'm-2',
          description:
            'Declaración como testigo de quien represente a la Sociedad de Ejemplo Inventada, S. A., con el cuestionario del anexo 1.',
          underOath: false,
        },
      ],
    },
  };
}

function declaredFiles({ questionnaire, transfers }: { questionnaire: NamedFile; transfers: NamedFile }): FileDeclaration[] {
  const original = { kind: 'original' } as const;
  return [
    { name: 'letter.pdf', document: 'letter', language: 'es', version: original },
    { name: questionnaire.name, sha256: digestOf(questionnaire), document: 'questionnaire', language: 'es', version: original },
    { name: transfers.name, sha256: digestOf(transfers), document: 'evidence', language: 'es', version: original },
  ];
}

function digestOf({ content }: NamedFile): string {
  return createHash('sha256').update(content).digest('hex');
}

/** What Xandria answers to the questions of a supplement. */
export function inventedSupplement(messageId: string, asked: Extract<LegalMessage, { kind: 'supplement-request' }>): ConversationMessage {
  return {
    format: LEGAL_FORMAT,
    kind: 'supplement',
    about: messageId,
    language: 'es',
    answers: asked.questions.map(({ id }) => ({
      question: id,
      outcome: 'answered',
      text: 'Se ha de oír a la Persona B (inventada), representante legal de la Sociedad de Ejemplo Inventada, S. A., con domicilio en la avenida Inexistente, 2, capital de Borelia.',
    })),
    complete: true,
    text: 'Documento ficticio: el dato es inventado.',
  };
}
