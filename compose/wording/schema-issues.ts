import type { Language, Texts } from '../../gateway/problems/language.ts';

/** What is wrong with a value that does not follow its schema, by the code that the gateway tells (those of zod). */
const ISSUES: Readonly<Record<string, Texts>> = {
  invalid_type: {
    es: 'falta, o es de otro tipo',
    pt: 'falta, ou é de outro tipo',
    fr: 'manque, ou est d’un autre type',
    en: 'missing, or of another type',
  },
  invalid_value: {
    es: 'no es ninguno de los valores previstos',
    pt: 'não é nenhum dos valores previstos',
    fr: 'n’est aucune des valeurs prévues',
    en: 'none of the values that are foreseen',
  },
  invalid_format: {
    es: 'no tiene la forma prevista',
    pt: 'não tem a forma prevista',
    fr: 'n’a pas la forme prévue',
    en: 'not in the form that is foreseen',
  },
  invalid_union: {
    es: 'no es ninguna de las formas previstas',
    pt: 'não é nenhuma das formas previstas',
    fr: 'n’est aucune des formes prévues',
    en: 'none of the forms that are foreseen',
  },
  too_small: { es: 'vacío o demasiado corto', pt: 'vazio ou demasiado curto', fr: 'vide ou trop court', en: 'empty or too short' },
  too_big: { es: 'demasiado largo', pt: 'demasiado longo', fr: 'trop long', en: 'too long' },
  unrecognized_keys: {
    es: 'tiene un miembro desconocido',
    pt: 'tem um membro desconhecido',
    fr: 'a un membre inconnu',
    en: 'has a member that is not known',
  },
};

/** The detail of a fault, with words beside a code of a schema. */
export function faultDetail(detail: string, language: Language): string {
  const words = Object.hasOwn(ISSUES, detail) ? ISSUES[detail]?.[language] : undefined;
  return words === undefined ? detail : `${words} (${detail})`;
}
