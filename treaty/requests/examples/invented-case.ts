import type { InnerChain } from '../../chain/inner-chain.ts';
import type { FileDeclaration } from '../../common/file-declaration.ts';
import { UNCAC, UNTOC } from '../../common/identifiers.ts';
import type { PersonConcerned } from '../../common/person.ts';
import type { OwnReference } from '../../common/reference.ts';
import type { PriorityCriteria } from '../../priority/criteria.ts';
import { LEGAL_FORMAT } from '../request-envelope.ts';
import type { Offence } from '../shared/offence.ts';
import type { Proceedings } from '../shared/proceedings.ts';
import type { Property } from '../shared/property.ts';

/*
 * One invented case, from which the examples of all types are made. States, authorities, persons, accounts and numbers are invented: XA and XB
 * are no States, and the domain `.example` is nobody's.
 */

export const chain: InnerChain = [
  {
    side: 'requesting',
    role: 'originating-authority',
    party: { name: 'Juzgado de Instrucción inventado núm. 3', country: 'XA' },
    references: [{ system: 'Libro de causas', number: '118/2026', authority: 'Juzgado de Instrucción inventado núm. 3' }],
    handOver: { on: '2026-11-16', means: 'electronic-system' },
  },
  {
    side: 'requesting',
    role: 'central-authority',
    party: {
      name: 'Autoridad central inventada de XA',
      country: 'XA',
      identifier: 'urn:valija:authority:xa-central',
      contact: {
        name: 'Funcionaria Inventada',
        functions: 'Jefa del servicio de cooperación',
        telephone: '+99 1 555 0100',
        email: 'cooperacion@central.xa.example',
        languages: ['es', 'en'],
      },
    },
    handOver: { on: '2026-11-20', means: 'electronic-system', receivedOn: '2026-11-17' },
  },
];

/** A chain without anybody to call, and without the authority that needs the assistance. */
export const bareChain: InnerChain = [
  { side: 'requesting', role: 'foreign-ministry', party: { name: 'Ministerio inventado de XA', country: 'XA' } },
];

export const references: OwnReference[] = [
  { system: 'Registro del Ministerio', number: 'XA-2026/004711', authority: 'Autoridad central inventada de XA', authoritative: true },
  { system: 'Libro de causas', number: '118/2026', authority: 'Juzgado de Instrucción inventado núm. 3' },
];

export const priority: PriorityCriteria = {
  urgency: 'ordinary',
  seriousness: 'serious',
  arrestBeforeTrial: false,
  libertyAtStake: false,
  evidenceLossRisk: 'possible',
  stage: 'investigation',
};

export const proceedings: Proceedings = {
  subject: 'Cohecho en la adjudicación de un contrato inventado de obras.',
  nature: 'Investigación judicial, antes de la acusación.',
  conductedBy: {
    name: 'Juzgado de Instrucción inventado núm. 3',
    functions: 'Instrucción de causas penales; la magistrada titular dirige la investigación.',
  },
  caseNumber: '118/2026',
};

export const facts =
  'Entre marzo y junio de 2025, según la investigación, el administrador de una sociedad inventada pagó a un funcionario inventado de XA ' +
  'para obtener un contrato. El dinero pasó por una cuenta abierta en XB.';

export const offence: Offence = {
  name: 'Cohecho',
  category: 'corruption',
  provisions: 'Código Penal inventado de XA, artículo 401',
  textOfLaw: 'Quien diere dádiva a un funcionario para que realice un acto de su cargo será castigado con prisión de dos a seis años.',
  penalty: { words: 'Prisión de dos a seis años.', maximumMonths: 72 },
  limitation: { words: 'Prescribe a los diez años; no ha prescrito.', expiresOn: '2035-06-30' },
  committedOn: 'De marzo a junio de 2025',
  committedAt: 'XA y XB',
  dualCriminality: 'El artículo 77 del Código Penal inventado de XB castiga la misma conducta.',
};

export const suspect: PersonConcerned = {
  kind: 'natural',
  id: 'persona-1',
  roles: ['suspect'],
  name: 'Persona Inventada Uno',
  dateOfBirth: '1975-04-02',
  nationalities: ['XA'],
  location: 'Calle Inventada 12, Puerto Inventado, XB',
};

export const company: PersonConcerned = {
  kind: 'legal',
  id: 'sociedad-1',
  roles: ['owner'],
  name: 'Sociedad Inventada, S. A.',
  seat: 'XB',
  location: 'Avenida Inventada 1, Puerto Inventado, XB',
};

export const account: Property = {
  id: 'cuenta-1',
  kind: 'bank-account',
  description: 'Cuenta a nombre de Sociedad Inventada, S. A., en el Banco Inventado de XB.',
  location: 'Banco Inventado de XB, oficina de Puerto Inventado',
  country: 'XB',
  identifiers: [{ type: 'IBAN', number: 'XB00 0000 0000 0000 0001' }],
  estimatedValue: { amount: '180000.00', currency: 'EUR' },
  interests: [{ name: 'Sociedad Inventada, S. A.', nature: 'titular', goodFaith: false, person: 'sociedad-1' }],
};

export const LETTER_DIGEST = '1'.repeat(64);

export const letter: FileDeclaration = {
  name: 'carta.pdf',
  sha256: LETTER_DIGEST,
  document: 'letter',
  language: 'es',
  version: { kind: 'original' },
};

/** The letter in the language of XB. */
export const translation: FileDeclaration = {
  name: 'carta.pt.pdf',
  sha256: '2'.repeat(64),
  document: 'letter',
  language: 'pt',
  version: {
    kind: 'translation',
    of: LETTER_DIGEST,
    translator: { name: 'Traductor Inventado', sworn: true, registration: 'XA-T-009', date: '2026-11-18' },
  },
};

/** A file of some kind, in the language of the letter. */
export function original(name: string, document: FileDeclaration['document'], digit: string): FileDeclaration {
  return { name, sha256: digit.repeat(64), document, language: 'es', version: { kind: 'original' }, certifiedCopy: true };
}

/** What every complete example has. */
export const completeEnvelope = {
  format: LEGAL_FORMAT,
  kind: 'request' as const,
  typeVersion: 1 as const,
  matter: 'criminal' as const,
  language: 'es',
  references,
  chain,
  instruments: [
    { instrument: UNTOC, provisions: 'Artículo 18' },
    { instrument: UNCAC, provisions: 'Artículo 46' },
  ],
  priority,
  wishedDeadline: { date: '2027-02-15', reasons: 'El plazo de la instrucción termina el 1 de marzo de 2027.' },
  confidentiality: { fact: true, substance: true, reasons: 'El investigado no conoce la causa.' },
  use: { codes: ['H1' as const, 'H2' as const], purpose: 'Causa 118/2026 y las que de ella deriven.' },
  priorContacts: [{ channel: 'judicial-network' as const, on: '2026-11-03', with: 'Punto de contacto inventado de XB', reference: 'R-77' }],
  files: [letter, translation],
};

/** What every deficient example has, and lacks. */
export const deficientEnvelope = {
  format: LEGAL_FORMAT,
  kind: 'request' as const,
  typeVersion: 1 as const,
  matter: 'criminal' as const,
  language: 'es',
  references: [],
  chain: bareChain,
  instruments: [{ instrument: UNTOC }],
  wishedDeadline: { date: '2027-02-15' },
  files: [letter],
};
