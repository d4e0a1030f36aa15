import { DATA_CLASSES, type DataClass, type SigningOfficer } from '../competence/authority-profile.ts';
import { isLacking } from '../completeness/assess-completeness.ts';
import type { LegalFinding } from '../finding.ts';
import type { LegalMessage } from '../message.ts';
import { isFormalRequest } from '../requests/request-types.ts';
import type { LegalCheck } from './check.ts';
import { legalFinding } from './legal-finding.ts';

/** Kinds that bring information or evidence, or speak of the case. */
const OPERATIONAL_KINDS: ReadonlySet<LegalMessage['kind']> = new Set([
  'oral-request',
  'partial-reply',
  'reply',
  'proof-of-service',
  'prior-contact',
  'supplement',
]);
/** Contacts from which information comes with conditions of those who gave it. */
const CONDITIONAL_CHANNELS: ReadonlySet<string> = new Set(['interpol', 'police-cooperation', 'financial-intelligence-units']);

/** R18 to R20, R26, R31: conditions of use, classes of data, who signs, what is missing, and whether the files are those declared. */
export function contentFindings(check: LegalCheck): LegalFinding[] {
  return [
    ...useFindings(check),
    ...dataClassFindings(check),
    ...signatoryFindings(check),
    ...completenessFindings(check),
    ...fileFindings(check),
  ];
}

/** Information that nobody asked for, or that came through police or financial intelligence, says how it may be used (UNTOC 18(5), 18(19)). */
function useFindings({ message }: LegalCheck): LegalFinding[] {
  if (message.kind === 'prior-contact') {
    const conditional = CONDITIONAL_CHANNELS.has(message.channel) && message.use === undefined;
    return conditional ? [legalFinding('use-conditions-missing', { pointer: '/use' })] : [];
  }
  if (message.kind !== 'request' || message.requestType !== 'spontaneous-information') return [];
  const { information = [], restrictions } = message.particulars;
  if (message.use !== undefined || restrictions !== undefined) return [];
  if (information.length === 0) return [legalFinding('use-conditions-missing', { pointer: '/use' })];
  return information.flatMap(({ handling }, index) =>
    handling?.use === undefined ? [legalFinding('use-conditions-missing', { pointer: `/particulars/information/${index}/handling` })] : [],
  );
}

/** The arrangement with a partner may leave out operational information and data that identify a person. */
function dataClassFindings({ message, recipient: { profile } }: LegalCheck): LegalFinding[] {
  if (profile === undefined) return [];
  const classes = dataClassesOf(message);
  return DATA_CLASSES.filter((each) => classes.has(each) && !profile.dataClasses.includes(each)).map((dataClass) =>
    legalFinding('data-class-not-allowed', { parameters: { dataClass } }),
  );
}

/** What a message holds, as far as its type tells: files are not looked into. */
export function dataClassesOf(message: LegalMessage): ReadonlySet<DataClass> {
  if (message.kind !== 'request') return new Set(OPERATIONAL_KINDS.has(message.kind) ? ['operational', 'personal'] : ['general']);
  if (message.requestType === 'consultation') return new Set(['general']);
  if (message.requestType === 'draft-for-review')
    return new Set(message.particulars.draft === undefined ? ['general'] : ['operational', 'personal']);
  const persons = 'persons' in message.particulars ? (message.particulars.persons ?? []) : [];
  return new Set(isFormalRequest(message.requestType) || persons.length > 0 ? ['operational', 'personal'] : ['operational']);
}

/** Whether one of those who signed the letter is listed; a sender whose directory entry lists nobody is not judged. */
function signatoryFindings({ message, sender: { profile }, signatories, today }: LegalCheck): LegalFinding[] {
  if (message.kind !== 'request' || !isFormalRequest(message.requestType)) return [];
  const listed = profile?.signingOfficers ?? [];
  if (listed.length === 0 || signatories === undefined) return [];
  const { requestType } = message;
  const mayAct = listed.filter((officer) => maySign(officer, requestType, today)).map(({ officer }) => comparable(officer.name));
  return signatories.some((name) => mayAct.includes(comparable(name))) ? [] : [legalFinding('officer-not-listed')];
}

function maySign({ from, until, requestTypes }: SigningOfficer, requestType: string, today: string): boolean {
  return from <= today && (until === undefined || today <= until) && (requestTypes?.includes(requestType) ?? true);
}

/** Certificates write names in capitals and without accents. */
function comparable(name: string): string {
  return name.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll(/\s+/g, ' ').trim();
}

/** What is missing is advice: the validity of a request never depends on our check. */
function completenessFindings({ message, completeness }: LegalCheck): LegalFinding[] {
  if (message.kind !== 'request' || !isFormalRequest(message.requestType)) return [];
  const lacking = completeness?.entries.filter(isLacking).length ?? 0;
  return lacking === 0 ? [] : [legalFinding('particulars-missing', { parameters: { count: String(lacking) } })];
}

/** A file is found by the name and the digest that the message declares; with another digest it is another file. */
function fileFindings({ message, digests }: LegalCheck): LegalFinding[] {
  return (message.files ?? []).flatMap(({ name, sha256 }, index) => {
    const actual = digests?.get(name);
    const differs = sha256 !== undefined && actual !== undefined && sha256 !== actual;
    return differs ? [legalFinding('declared-file-differs', { pointer: `/files/${index}/sha256` })] : [];
  });
}
