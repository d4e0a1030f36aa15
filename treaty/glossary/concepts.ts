import { type CountryVariant, type Term, term } from './term.ts';

const READ_IN_CONVENTION = 'Inter-American Convention on the Taking of Evidence Abroad, Article 1';

/**
 * What States call the document itself. The Inter-American conventions use `exhorto` and `carta rogatoria` as one in Spanish. Which State prefers
 * which is practice: what carries no source is general knowledge, for people to confirm.
 */
const LETTERS_ROGATORY: readonly CountryVariant[] = [
  {
    tag: 'es-MX',
    words: 'carta rogatoria',
    source: 'Mexican consular page on letters rogatory, which also names comisión rogatoria and exhorto internacional',
  },
  { tag: 'es-ES', words: 'comisión rogatoria' },
  { tag: 'es-AR', words: 'exhorto' },
  { tag: 'es-UY', words: 'exhorto' },
  { tag: 'es-PY', words: 'exhorto' },
  { tag: 'es-CL', words: 'exhorto' },
  { tag: 'es-PE', words: 'exhorto' },
  { tag: 'es-BO', words: 'exhorto' },
  { tag: 'es-CO', words: 'carta rogatoria' },
  { tag: 'es-EC', words: 'carta rogatoria' },
  { tag: 'es-CR', words: 'carta rogatoria' },
  { tag: 'es-CU', words: 'comisión rogatoria' },
];

/** Words that appear in texts of every kind. */
export const CONCEPT_GLOSSARY = {
  'letters-rogatory': term('exhorto o carta rogatoria', 'carta rogatória', 'commission rogatoire', 'letters rogatory', undefined, [
    { tag: 'es-419', words: 'exhorto o carta rogatoria', source: READ_IN_CONVENTION },
    ...LETTERS_ROGATORY,
  ]),
  'direct-request': term(
    'solicitud de asistencia',
    'pedido de auxílio',
    'demande d’entraide',
    'request for assistance',
    'pedido de auxílio direto',
    [
      { tag: 'es-AR', words: 'solicitud de asistencia jurídica' },
      { tag: 'es-ES', words: 'solicitud de auxilio judicial' },
    ],
  ),
  'requesting-state': term('Estado requirente', 'Estado requerente', 'État requérant', 'requesting State'),
  'requested-state': term('Estado requerido', 'Estado requerido', 'État requis', 'requested State'),
  'central-authority': term('autoridad central', 'autoridade central', 'autorité centrale', 'central authority'),
  'competent-authority': term('autoridad competente', 'autoridade competente', 'autorité compétente', 'competent authority'),
  'originating-authority': term('autoridad de origen', 'autoridade de origem', 'autorité d’origine', 'originating authority'),
  'executing-authority': term(
    'autoridad ejecutora',
    'autoridade de execução',
    'autorité d’exécution',
    'executing authority',
    'autoridade executora',
  ),
  'foreign-ministry': term(
    'ministerio de relaciones exteriores',
    'ministério dos negócios estrangeiros',
    'ministère des affaires étrangères',
    'ministry of foreign affairs',
    'ministério das relações exteriores',
    [{ tag: 'es-ES', words: 'ministerio de asuntos exteriores' }],
  ),
  court: term('tribunal', 'tribunal', 'juridiction', 'court', undefined, [{ tag: 'es-MX', words: 'órgano jurisdiccional' }]),
  'diplomatic-mission': term('misión diplomática', 'missão diplomática', 'mission diplomatique', 'diplomatic mission'),
  'interpol-bureau': term(
    'oficina central nacional de INTERPOL',
    'gabinete nacional da INTERPOL',
    'bureau central national d’INTERPOL',
    'INTERPOL national central bureau',
    'escritório central nacional da INTERPOL',
  ),
  'diplomatic-bag': term('valija diplomática', 'mala diplomática', 'valise diplomatique', 'diplomatic bag'),
  'register-number': term('número de registro', 'número de registo', 'numéro d’enregistrement', 'register number', 'número de registro'),
  'signed-receipt': term('acuse firmado', 'recibo assinado', 'accusé signé', 'signed receipt'),
  gateway: term('pasarela', 'gateway', 'passerelle', 'gateway'),
  'proof-bundle': term('expediente de prueba', 'dossiê de prova', 'dossier de preuve', 'proof bundle'),
  'dual-criminality': term('doble incriminación', 'dupla incriminação', 'double incrimination', 'dual criminality'),
  'safe-conduct': term('salvoconducto', 'salvo-conduto', 'sauf-conduit', 'safe-conduct'),
  'use-limitation': term(
    'regla de la especialidad en el uso de la prueba',
    'regra da especialidade na utilização da prova',
    'règle de la spécialité dans l’usage de la preuve',
    'limitation on use',
    'regra da especialidade no uso da prova',
  ),
} as const satisfies Readonly<Record<string, Term>>;
