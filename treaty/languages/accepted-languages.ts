import type { FileDeclaration } from '../common/file-declaration.ts';
import type { Matter } from '../common/identifiers.ts';
import type { AuthorityProfile } from '../competence/authority-profile.ts';
import { declarationsOn } from '../instruments/declaration.ts';
import type { Instrument } from '../instruments/instrument.ts';

/** In what an addressee's languages are looked for. */
export interface LanguageQuestion {
  /** ISO 3166-1 alpha-2 of the addressee's State. */
  country: string;
  matter: Matter;
  /** Instruments under which the message travels. */
  instruments: readonly Instrument[];
  /** Day, `YYYY-MM-DD`. */
  on: string;
  profile?: Pick<AuthorityProfile, 'acceptedLanguages'>;
}

/**
 * The languages that an addressee takes: those of its profile for the matter and one of the instruments, and those that its State has notified for
 * them (UNTOC 18(14)). Empty: none are known.
 */
export function acceptedLanguagesFor({ country, matter, instruments, on, profile }: LanguageQuestion): string[] {
  const identifiers = instruments.map(({ identifier }) => identifier);
  const published = (profile?.acceptedLanguages ?? []).filter(
    (each) =>
      (each.matter === undefined || each.matter === matter) && (each.instrument === undefined || identifiers.includes(each.instrument)),
  );
  const notified = instruments
    .flatMap(({ parties }) => parties.filter((party) => party.country === country))
    .flatMap(({ declarations }) => declarationsOn(declarations, on));
  const languages = [
    ...published.flatMap((each) => each.languages),
    ...notified.flatMap((each) => (each.kind === 'languages' ? each.languages : [])),
  ];
  return [...new Set(languages)].sort();
}

/** Whether a language is among those accepted: `pt` takes `pt-BR` too, `pt-BR` takes that alone (basic filtering, RFC 4647 section 3.3.1). */
export function isAccepted(language: string, accepted: readonly string[]): boolean {
  const tag = language.toLowerCase();
  return accepted.some((each) => {
    const range = each.toLowerCase();
    return tag === range || tag.startsWith(`${range}-`);
  });
}

/** A file in a language that is not accepted, without a translation into one that is. */
export interface UntranslatedFile {
  /** Place among the declared files. */
  readonly index: number;
  readonly language: string;
}

/**
 * The originals that the addressee cannot read. A translation counts for the file whose digest it names; where digests are not known yet, for any
 * original of the same kind of document. Evidence and what has no kind is left out: it is what it is.
 */
export function untranslatedFiles(
  files: readonly FileDeclaration[],
  accepted: readonly string[],
  digests?: ReadonlyMap<string, string>,
): UntranslatedFile[] {
  return files.flatMap(({ name, document, language, version }, index) => {
    if (version.kind !== 'original' || document === 'evidence' || document === 'other' || isAccepted(language, accepted)) return [];
    const digest = digests?.get(name);
    const translated = files.some(
      (each) =>
        each.version.kind === 'translation' &&
        isAccepted(each.language, accepted) &&
        (digest === undefined ? each.document === document : each.version.of === digest),
    );
    return translated ? [] : [{ index, language }];
  });
}
