import type { FileDeclaration } from '../common/file-declaration.ts';
import type { RequestMessage } from '../requests/request-message.ts';
import type { CompletenessEntry, RequirementSource, ToBeChecked } from './completeness-report.ts';
import { isParticularName, type ParticularName } from './particulars.ts';
import type { StateRequirements } from './state-requirements.ts';

/** Checks that only a State's published requirements bring in, beside particulars. */
export const STATE_CHECKS = ['required-document', 'document-language', 'sworn-translation', 'service-lead-time'] as const;
export type StateCheck = (typeof STATE_CHECKS)[number];

const BY_STATE: RequirementSource = { by: 'state' };

interface Scope {
  requestTypes?: readonly string[];
  matter?: string;
}

/** Particulars that the State asks for in this request, with the source of each; those that this version does not know apart. */
export function demandedParticulars(
  request: RequestMessage,
  requirements: StateRequirements,
): { known: ReadonlyMap<ParticularName, RequirementSource>; unknown: ToBeChecked[] } {
  const known = new Map<ParticularName, RequirementSource>();
  const unknown: ToBeChecked[] = [];
  for (const demand of requirements.particulars.filter((one) => applies(one, request))) {
    for (const particular of demand.particulars) {
      if (isParticularName(particular)) known.set(particular, sourceOf(demand));
      else unknown.push({ kind: 'unknown-particular', particular });
    }
  }
  return { known, unknown };
}

/** Entries on documents, languages, translations and lead time. `on` is the day of the assessment; without it nobody can tell the lead time. */
export function stateEntries(request: RequestMessage, requirements: StateRequirements, on: string | undefined): CompletenessEntry[] {
  return [
    ...documentEntries(request, requirements),
    ...languageEntries(request, requirements),
    ...swornEntries(request, requirements),
    ...leadTimeEntries(request, requirements, on),
  ];
}

/** What the State asks for and a person has to check. */
export function stateWordsToBeChecked(request: RequestMessage, requirements: StateRequirements): ToBeChecked[] {
  const copies: ToBeChecked[] =
    requirements.copies !== undefined && hearingDates(request) !== undefined ? [{ kind: 'copies', copies: requirements.copies }] : [];
  const words = requirements.other.filter((one) => applies(one, request)).map(({ texts }): ToBeChecked => ({ kind: 'words', texts }));
  return [...copies, ...words];
}

function documentEntries(request: RequestMessage, requirements: StateRequirements): CompletenessEntry[] {
  return requirements.documents
    .filter((one) => applies(one, request))
    .flatMap((demand) =>
      demand.documents.map((document) => {
        const there = request.files.some((file) => file.document === document);
        return entry('required-document', there ? [] : ['/files'], { source: sourceOf(demand), parameters: { document } });
      }),
    );
}

function languageEntries({ files }: RequestMessage, { documentLanguages }: StateRequirements): CompletenessEntry[] {
  if (documentLanguages === undefined) return [];
  const accepted = (file: FileDeclaration) => documentLanguages.some((language) => isLanguage(file.language, language));
  const translated = new Set(files.filter(accepted).flatMap(({ version }) => (version.kind === 'translation' ? [version.of] : [])));
  const lacking = files.flatMap((file, index) =>
    // A translation into some other language stands for its original, which is looked at by itself.
    accepted(file) || file.version.kind === 'translation' || (file.sha256 !== undefined && translated.has(file.sha256))
      ? []
      : [`/files/${index}`],
  );
  return [entry('document-language', lacking, { parameters: { languages: documentLanguages.join(', ') } })];
}

function swornEntries({ files }: RequestMessage, { swornTranslation }: StateRequirements): CompletenessEntry[] {
  const translations = files.flatMap(({ version }, index) => (version.kind === 'translation' ? [{ version, index }] : []));
  if (!swornTranslation || translations.length === 0) return [];
  const lacking = translations.flatMap(({ version, index }) =>
    version.translator.sworn ? [] : [`/files/${index}/version/translator/sworn`],
  );
  return [entry('sworn-translation', lacking, {})];
}

function leadTimeEntries(request: RequestMessage, { serviceLeadTimeDays }: StateRequirements, on: string | undefined): CompletenessEntry[] {
  const hearings = hearingDates(request);
  if (serviceLeadTimeDays === undefined || on === undefined || hearings === undefined || hearings.length === 0) return [];
  const late = hearings.flatMap(({ date, pointer }) => (daysBetween(on, date) < serviceLeadTimeDays ? [pointer] : []));
  return [entry('service-lead-time', late, { parameters: { days: String(serviceLeadTimeDays) } })];
}

/** Days for which somebody is summoned; undefined where nothing is served. */
function hearingDates(request: RequestMessage): { date: string; pointer: string }[] | undefined {
  if (request.requestType === 'service-of-documents') {
    const { hearingOn } = request.particulars;
    return hearingOn === undefined ? [] : [{ date: hearingOn, pointer: '/particulars/hearingOn' }];
  }
  if (request.requestType !== 'mutual-legal-assistance') return undefined;
  const services = (request.particulars.measures ?? []).map((measure, index) => ({ measure, index })).filter(isService);
  if (services.length === 0) return undefined;
  return services.flatMap(({ measure: { hearingOn }, index }) =>
    hearingOn === undefined ? [] : [{ date: hearingOn, pointer: `/particulars/measures/${index}/hearingOn` }],
  );
}

type IndexedMeasure = { measure: MeasureOfAssistance; index: number };
type MeasureOfAssistance = NonNullable<
  Extract<RequestMessage, { requestType: 'mutual-legal-assistance' }>['particulars']['measures']
>[number];

function isService(one: IndexedMeasure): one is { measure: Extract<MeasureOfAssistance, { kind: 'service' }>; index: number } {
  return one.measure.kind === 'service';
}

function entry(
  particular: StateCheck,
  pointers: readonly string[],
  { source = BY_STATE, parameters }: { source?: RequirementSource; parameters?: NonNullable<CompletenessEntry['parameters']> },
): CompletenessEntry {
  const status = pointers.length === 0 ? 'present' : 'absent';
  const line: CompletenessEntry = { particular, status, severity: 'required', sources: [source], pointers: pointers.slice(0, 20) };
  return parameters === undefined ? line : { ...line, parameters };
}

function applies({ requestTypes, matter }: Scope, request: RequestMessage): boolean {
  return (requestTypes === undefined || requestTypes.includes(request.requestType)) && (matter === undefined || matter === request.matter);
}

function sourceOf({ source }: { source?: string }): RequirementSource {
  return source === undefined ? BY_STATE : { by: 'state', published: source };
}

/** Whether a document in `language` satisfies a demand for `wanted`: `pt-BR` satisfies `pt`, not the other way round (RFC 4647 section 3.3.1). */
function isLanguage(language: string, wanted: string): boolean {
  return language.toLowerCase() === wanted.toLowerCase() || language.toLowerCase().startsWith(`${wanted.toLowerCase()}-`);
}

function daysBetween(from: string, until: string): number {
  return Math.round((Date.parse(`${until}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}
