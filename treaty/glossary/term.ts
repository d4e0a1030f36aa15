/** Languages and country forms in which every word of the glossary stands. */
export const GLOSSARY_TAGS = ['es', 'pt-PT', 'pt-BR', 'fr', 'en'] as const;
export type GlossaryTag = (typeof GLOSSARY_TAGS)[number];

/** What a State calls the same thing. */
export interface CountryVariant {
  /** BCP 47, for example `es-MX`. */
  readonly tag: string;
  readonly words: string;
  /** Where it was read; absent for general knowledge that nobody has confirmed, and which a configuration may replace. */
  readonly source?: string;
}

/** A name as lawyers use it. */
export interface Term {
  readonly words: Readonly<Record<GlossaryTag, string>>;
  readonly variants: readonly CountryVariant[];
}

/** One whole sentence; the Portuguese one keeps to words that both sides of the Atlantic share. */
export type Sentence = Readonly<Record<'es' | 'pt' | 'fr' | 'en', string>>;

/** A name, and what it means in one sentence. */
export interface GlossaryEntry {
  readonly term: Term;
  readonly sentence: Sentence;
}

/** A name in Spanish, Portuguese, French and English. `brazilian`: where Brazil says it in another way than Portugal. */
export function term(es: string, pt: string, fr: string, en: string, brazilian = pt, variants: readonly CountryVariant[] = []): Term {
  return { words: { es, 'pt-PT': pt, 'pt-BR': brazilian, fr, en }, variants };
}

/**
 * The name in a language (BCP 47): what that country calls it where the glossary knows, else the language, else English. Plain `pt` is the form
 * of Portugal.
 */
export function termIn({ words, variants }: Term, tag: string): string {
  const variant = variants.find((candidate) => candidate.tag === tag);
  if (variant !== undefined) return variant.words;
  if (tag === 'pt-BR') return words['pt-BR'];
  const language = tag.split('-', 1)[0];
  if (language === 'pt') return words['pt-PT'];
  return language === 'es' || language === 'fr' ? words[language] : words.en;
}

/** The sentences of a table of the glossary alone. */
export function sentencesOf<Name extends string>(entries: Readonly<Record<Name, GlossaryEntry>>): Readonly<Record<Name, Sentence>> {
  const sentences = Object.entries<GlossaryEntry>(entries).map(([name, { sentence }]) => [name, sentence]);
  return Object.fromEntries(sentences) as Record<Name, Sentence>;
}
