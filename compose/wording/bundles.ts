import type { Texts } from '../../gateway/problems/language.ts';

/** Headings of an audit of bundles. */
export const BUNDLES_TEXTS = {
  bundles: { es: 'Expedientes', pt: 'Dossiês', fr: 'Dossiers', en: 'Bundles' },
  messages: { es: 'Mensajes distintos', pt: 'Mensagens diferentes', fr: 'Messages différents', en: 'Different messages' },
  repeated: {
    es: 'Mensajes que están en varios expedientes',
    pt: 'Mensagens que estão em vários dossiês',
    fr: 'Messages présents dans plusieurs dossiers',
    en: 'Messages in more than one bundle',
  },
  logs: {
    es: 'Registros y estados firmados que muestran los expedientes',
    pt: 'Registos e estados assinados que os dossiês mostram',
    fr: 'Journaux et états signés que montrent les dossiers',
    en: 'Logs and signed states that the bundles show',
  },
  unconnected: {
    es: 'estados vecinos sin prueba de continuidad',
    pt: 'estados vizinhos sem prova de continuidade',
    fr: 'états voisins sans preuve de continuité',
    en: 'neighbouring states without a proof of consistency',
  },
  forks: {
    es: 'Registros bifurcados; ambas notas se escribieron aquí',
    pt: 'Registos bifurcados; ambas as notas foram escritas aqui',
    fr: 'Journaux bifurqués ; les deux notes ont été écrites ici',
    en: 'Forked logs; both notes were written here',
  },
  together: {
    es: 'Lo que dicen los expedientes en conjunto',
    pt: 'O que dizem os dossiês em conjunto',
    fr: 'Ce que disent les dossiers ensemble',
    en: 'What the bundles say together',
  },
  others: {
    es: 'Archivos que no son expedientes y no se miraron',
    pt: 'Ficheiros que não são dossiês e não foram vistos',
    fr: 'Fichiers qui ne sont pas des dossiers et n’ont pas été examinés',
    en: 'Files that are no bundles and were not looked at',
  },
} as const satisfies Record<string, Texts>;
