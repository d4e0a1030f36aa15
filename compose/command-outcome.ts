import { DirectoryError } from '../adapters/directory/error.ts';
import { KeyStoreError } from '../adapters/keystore/error.ts';
import { DevelopmentPkiError } from '../certs-dev/error.ts';
import { EXIT_CODE_MEANINGS, EXIT_CODES, type ExitCode, type ExitName } from '../gateway/problems/exit-code.ts';
import { DEFAULT_LANGUAGE, LANGUAGES, type Language } from '../gateway/problems/language.ts';
import { exitCodeOf } from '../gateway/problems/outcome-of.ts';
import { problemOf } from '../gateway/problems/problem-of.ts';
import { rowNameOf } from '../gateway/problems/table.ts';
import { ApiError, type ApiFault } from './api-client/error.ts';
import { ConfigurationError } from './configuration/error.ts';
import { GovernanceError } from './directory/error.ts';
import { faultDetail } from './wording/schema-issues.ts';

export type { ExitCode, Language };
export { LANGUAGES };

/** How a command ended that could not do its work. */
export interface CommandProblem {
  exitCode: ExitCode;
  code: string;
  /** What is the case, in the language asked for. */
  title: string;
  /** What to do next. */
  advice?: string;
  /** Where exactly, one line each. */
  details: readonly string[];
}

/** The exit code of that name. */
export function exitCode(name: ExitName): ExitCode {
  return EXIT_CODES[name];
}

/** Number and meaning of every exit code. */
export function exitCodeMeanings(): { code: ExitCode; meaning: string }[] {
  return Object.entries(EXIT_CODES).map(([name, code]) => ({ code, meaning: EXIT_CODE_MEANINGS[name as ExitName] }));
}

/** The language of the output: the option, or the locale of the environment, or Spanish. */
export function chooseLanguage(
  option: string | undefined,
  environment: { LC_ALL?: string; LC_MESSAGES?: string; LANG?: string },
): Language {
  const locale =
    option ?? [environment.LC_ALL, environment.LC_MESSAGES, environment.LANG].find((value) => value !== undefined && value !== '');
  const [subtag = ''] = (locale ?? '').toLowerCase().split(/[_.@-]/);
  // C and POSIX are the plain English of programs.
  if (subtag === 'c' || subtag === 'posix') return 'en';
  return LANGUAGES.find((language) => language === subtag) ?? DEFAULT_LANGUAGE;
}

/** Any error of ours as the user of a command should see it, by the one table. An unknown error is only called internal. */
export function commandProblem(error: unknown, language: Language): CommandProblem {
  if (error instanceof ApiError && error.status !== undefined) return problemOfApi(error, language);
  const file = fileProblem(error, language);
  if (file !== undefined) return file;
  const { title, detail, code } = problemOf(error, { language }).body;
  return { exitCode: exitCodeOf(error), code, title, advice: detail, details: detailsOf(error) };
}

/** Messages of errors that only an operator causes, and the code of a connection that failed: nothing of a case is in them. */
function detailsOf(error: unknown): string[] {
  if (error instanceof ConfigurationError) return configurationDetails(error);
  if (error instanceof GovernanceError) return [error.message, ...error.faults.map(({ place, message }) => `${place}: ${message}`)];
  if (error instanceof DirectoryError) return [error.message];
  return error instanceof ApiError || error instanceof KeyStoreError ? [error.message] : [];
}

const FILE_PROBLEMS: Readonly<Record<Language, { title: string; advice: string }>> = {
  es: { title: 'No se puede leer o escribir un archivo.', advice: 'Compruebe la ruta y los permisos.' },
  pt: { title: 'Não é possível ler ou escrever um ficheiro.', advice: 'Verifique o caminho e as permissões.' },
  fr: { title: 'Un fichier ne peut être lu ou écrit.', advice: 'Vérifiez le chemin et les droits.' },
  en: { title: 'A file cannot be read or written.', advice: 'Check the path and the permissions.' },
};

/** Errors of the file system about a path that the user gave. */
function fileProblem(error: unknown, language: Language): CommandProblem | undefined {
  if (error instanceof DevelopmentPkiError) {
    return { exitCode: EXIT_CODES.usage, code: error.code, ...FILE_PROBLEMS[language], details: [error.message] };
  }
  const { code, path, syscall } = (error ?? {}) as { code?: unknown; path?: unknown; syscall?: unknown };
  const isOfFiles = typeof path === 'string' || syscall === 'read' || syscall === 'write';
  if (typeof code !== 'string' || !isOfFiles || !/^E[A-Z]+$/.test(code)) return undefined;
  const details = [typeof path === 'string' ? `${path}: ${code}` : code];
  return { exitCode: EXIT_CODES.usage, code: 'file-not-usable', ...FILE_PROBLEMS[language], details };
}

/** The gateway has said it already, in the language that was asked for. */
function problemOfApi(error: ApiError, language: Language): CommandProblem {
  const { code } = error;
  return {
    // A code that only a later gateway knows still tells by its status whether trying again may help.
    exitCode: rowNameOf(code) === undefined && error.disposition === 'refuse' ? EXIT_CODES.refused : exitCodeOf(error),
    code,
    title: error.message,
    ...(error.advice === undefined ? {} : { advice: error.advice }),
    details: onePerPlace(error.faults).flatMap(({ rule, pointer, title, detail }) => {
      // A fault that is the problem itself is told once.
      const parts = [rule, pointer, title === error.message ? undefined : title, detail && faultDetail(detail, language)];
      return parts.filter((part) => part !== undefined && part !== '').join(' - ') || [];
    }),
  };
}

/** A schema can have several things to say of one place: the first is enough to look there. */
function onePerPlace(faults: readonly ApiFault[]): readonly ApiFault[] {
  const isFirst = (fault: ApiFault, index: number) =>
    faults.findIndex(({ code, pointer }) => code === fault.code && pointer === fault.pointer) === index;
  return faults.filter((fault, index) => fault.code !== 'legal-message-invalid' || isFirst(fault, index));
}

function configurationDetails(error: ConfigurationError): string[] {
  const faults = error.faults.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`));
  return faults.length > 0 ? faults : [error.message];
}
