import { isIP } from 'node:net';
import { authorityIdentifier } from '../../gateway/contracts/directory.ts';
import { fingerprint, webAddress } from '../configuration/values.ts';

/** What has to be known for an installation, in the order in which it is asked; also the keys of `--answers` and the names of the options. */
export const QUESTION_NAMES = [
  'country',
  'name',
  'authority',
  'languages',
  'host',
  'peer-port',
  'client-host',
  'client-port',
  'management-port',
  'keys',
  'import',
  'timestamp-url',
  'timestamp-policy',
  'directory-signer',
  'roots',
  'timestamp-roots',
  'issuers',
  'revocation-url',
  'client',
] as const;
export type QuestionName = (typeof QUESTION_NAMES)[number];

export const QUESTIONS: Readonly<Record<QuestionName, Question>> = {
  country: question({ form: /^[A-Z]{2}$/ }),
  name: question({ form: /^(?=.{1,64}$)\S(.*\S)?$/u }),
  authority: question({
    accepts: (text) => authorityIdentifier.safeParse(text).success,
    otherwise: ({ country }) => (country === undefined ? undefined : `urn:valija:authority:${country.toLowerCase()}-central`),
  }),
  languages: question({ form: /^[a-z]{2}(-[A-Z]{2})?$/, many: true, otherwise: () => 'es' }),
  host: question({ accepts: isHost }),
  'peer-port': question({ accepts: isPort, otherwise: () => '8443' }),
  'client-host': question({ accepts: isHost, otherwise: () => '127.0.0.1' }),
  'client-port': question({ accepts: isPort, otherwise: () => '9443' }),
  'management-port': question({ accepts: isPort, otherwise: () => '9090' }),
  keys: question({ form: /^(p256|p384|rsa|import)$/, otherwise: () => 'p256' }),
  import: question({ form: /^[^\0]{1,4096}$/, when: ({ keys }) => keys === 'import' }),
  'timestamp-url': question({ accepts: isWebAddress, otherwise: () => PLACEHOLDERS['timestamp-url'] }),
  'timestamp-policy': question({
    form: /^[0-2](\.(0|[1-9]\d{0,9})){1,20}$/,
    many: true,
    otherwise: () => PLACEHOLDERS['timestamp-policy'],
  }),
  'directory-signer': question({
    // A fingerprint, or the file of the certificate itself.
    form: /^[^\0]{1,4096}$/,
    many: true,
    otherwise: () => PLACEHOLDERS['directory-signer'],
  }),
  roots: question({ form: /^[^\0]{1,4096}$/, many: true, optional: true }),
  'timestamp-roots': question({ form: /^[^\0]{1,4096}$/, many: true, optional: true }),
  issuers: question({ form: /^[^\0]{1,4096}$/, many: true, optional: true }),
  'revocation-url': question({ accepts: isWebAddress, many: true, optional: true }),
  client: question({
    form: /^(system|officer|operator|auditor):[A-Za-z0-9][A-Za-z0-9._@-]{0,63}:[^\0]{1,4096}$/,
    many: true,
    optional: true,
  }),
};

/** Values that stand where nobody knew better yet: they load, nothing works with them, and what is missing is told. */
export const PLACEHOLDERS = {
  'timestamp-url': 'https://timestamp.invalid/',
  'timestamp-policy': '2.999.1',
  'directory-signer': '0'.repeat(64),
} as const;

/** Texts as given, in their form: exactly one for most questions, any number for those with `many`. */
export type Answers = Readonly<Partial<Record<QuestionName, readonly string[]>>>;

export type FirstAnswers = Readonly<Partial<Record<QuestionName, string>>>;

export interface Question {
  /** Whether this is an answer, as far as its form tells. */
  accepts(text: string): boolean;
  /** What is taken when nothing is said; undefined where it has to be said. */
  otherwise(before: FirstAnswers): string | undefined;
  many: boolean;
  /** Whether nothing at all is an answer too. */
  optional: boolean;
  /** Whether it is asked at all, after what was said before. */
  when(before: FirstAnswers): boolean;
}

function question(given: Partial<Question> & { form?: RegExp }): Question {
  const { form, accepts, otherwise = () => undefined, many = false, optional = false, when = () => true } = given;
  return { accepts: accepts ?? ((text) => form?.test(text) === true), otherwise, many, optional, when };
}

/** The first answer to each question: what the others depend on. */
export function firstOf(answers: Answers): FirstAnswers {
  return Object.fromEntries(Object.entries(answers).flatMap(([name, [first]]) => (first === undefined ? [] : [[name, first]])));
}

export function isFingerprint(text: string): boolean {
  return fingerprint.safeParse(text).success;
}

function isHost(text: string): boolean {
  return isIP(text) !== 0 || (text.length <= 253 && /^(?!-)[A-Za-z0-9-]{1,63}(?<!-)(\.(?!-)[A-Za-z0-9-]{1,63}(?<!-))*$/.test(text));
}

function isPort(text: string): boolean {
  return /^[1-9]\d{0,4}$/.test(text) && Number(text) <= 65_535;
}

function isWebAddress(text: string): boolean {
  return webAddress.safeParse(text).success;
}
