import { type Term, term } from './term.ts';

/** Where a request stands in the requested State, as it may be told to the other side. */
export const STAGE_GLOSSARY = {
  registered: term('Registrada', 'Registado', 'Enregistrée', 'Registered', 'Registrado'),
  'under-examination': term('En examen', 'Em análise', 'À l’examen', 'Under examination'),
  'supplement-awaited': term(
    'En espera de información complementaria',
    'À espera de informações complementares',
    'Complément attendu',
    'Supplement awaited',
    'Aguardando informações complementares',
  ),
  'forwarded-for-execution': term(
    'Remitida para su ejecución',
    'Remetido para execução',
    'Transmise pour exécution',
    'Forwarded for execution',
  ),
  'awaiting-court-decision': term(
    'Pendiente de resolución judicial',
    'À espera de decisão judicial',
    'En attente d’une décision de justice',
    'Awaiting a court decision',
    'Aguardando decisão judicial',
  ),
  'in-execution': term('En ejecución', 'Em execução', 'En cours d’exécution', 'In execution', 'Em cumprimento'),
  'awaiting-third-party': term(
    'En espera de un tercero',
    'À espera de terceiro',
    'En attente d’un tiers',
    'Awaiting a third party',
    'Aguardando terceiro',
  ),
  postponed: term('Aplazada', 'Adiado', 'Ajournée', 'Postponed'),
  'executed-in-part': term('Ejecutada en parte', 'Executado em parte', 'Exécutée en partie', 'Executed in part', 'Cumprido em parte'),
  'executed-being-returned': term(
    'Ejecutada, en devolución',
    'Executado, em devolução',
    'Exécutée, en cours de retour',
    'Executed, being returned',
    'Cumprido, em devolução',
  ),
  completed: term('Concluida', 'Concluído', 'Achevée', 'Completed'),
} as const satisfies Readonly<Record<string, Term>>;
