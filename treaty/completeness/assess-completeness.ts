import type { RequestMessage } from '../requests/request-message.ts';
import type { CompletenessEntry, CompletenessReport, RequirementSource } from './completeness-report.ts';
import { CONDITIONS, type ConditionName } from './conditions.ts';
import { type Located, locate } from './locate.ts';
import { PARTICULARS, type ParticularName } from './particulars.ts';
import type { ParticularRequirement, RequirementSeverity } from './requirement.ts';
import { REQUIREMENTS } from './requirement-table.ts';
import { demandedParticulars, stateEntries, stateWordsToBeChecked } from './state-demands.ts';
import type { StateRequirements } from './state-requirements.ts';

export interface CompletenessQuestion {
  request: RequestMessage;
  /** The instruments that govern, as `resolveLegalBasis` gives them: under another treaty the lists of the conventions do not apply (UNTOC 18(7)). */
  instruments: readonly string[];
  /** What the addressee's State has published that it asks for. */
  requirements?: StateRequirements;
  /** Day of the assessment (`YYYY-MM-DD`) at the addressee's place, for lead times; without it none is judged. */
  on?: string;
}

/**
 * Reads a request against the lists of the conventions that govern it, practice, and what the addressee's State asks for. The same question has
 * the same report, on both sides. It is advice: nothing is refused for being incomplete.
 */
export function assessCompleteness({ request, instruments, requirements, on }: CompletenessQuestion): CompletenessReport {
  const rows = REQUIREMENTS[request.requestType];
  const demanded = requirements === undefined ? undefined : demandedParticulars(request, requirements);
  const listed = new Set(rows.map(({ particular }) => particular));
  const entries = [
    ...rows.map((row) => listedEntry(request, instruments, row, demanded?.known.get(row.particular))),
    ...[...(demanded?.known ?? [])].flatMap(([particular, source]) =>
      listed.has(particular) ? [] : [stateEntry(request, particular, source)],
    ),
    ...(requirements === undefined ? [] : stateEntries(request, requirements, on)),
  ];
  return {
    requestType: request.requestType,
    typeVersion: request.typeVersion,
    instruments: [...instruments],
    ...(requirements === undefined ? {} : { requirementsConfirmedOn: requirements.lastConfirmed }),
    complete: !entries.some(isLacking),
    entries,
    toBeChecked: requirements === undefined ? [] : [...(demanded?.unknown ?? []), ...stateWordsToBeChecked(request, requirements)],
  };
}

/** Whether something that is asked for, and not merely recommended, is absent. */
export function isLacking({ status, severity }: CompletenessEntry): boolean {
  return status === 'absent' && severity !== 'recommended';
}

function listedEntry(
  request: RequestMessage,
  instruments: readonly string[],
  row: ParticularRequirement,
  state: RequirementSource | undefined,
): CompletenessEntry {
  const articles = Object.entries(row.articles ?? {}).filter(([instrument]) => instruments.includes(instrument));
  const convention = articles.map(([instrument, article]): RequirementSource => ({ by: 'convention', instrument, article }));
  const sources: RequirementSource[] = [...convention, ...(state === undefined ? [] : [state])];
  const entry: CompletenessEntry = {
    particular: row.particular,
    ...placed(located(request, row.particular, row.when)),
    severity: severityOf(row, convention.length > 0, state !== undefined),
    sources: sources.length > 0 ? sources : [{ by: 'practice' }],
  };
  return row.when === undefined ? entry : { ...entry, condition: row.when };
}

function severityOf({ severity, articles }: ParticularRequirement, byConvention: boolean, byState: boolean): RequirementSeverity {
  // A State that asks for what is otherwise recommended, or conditional, asks for it in the same cases.
  if (byState) return severity === 'recommended' ? 'required' : severity;
  return articles === undefined || byConvention ? severity : 'recommended';
}

function stateEntry(request: RequestMessage, particular: ParticularName, source: RequirementSource): CompletenessEntry {
  return { particular, ...placed(locate(request, PARTICULARS[particular])), severity: 'required', sources: [source] };
}

function located(request: RequestMessage, particular: ParticularName, when: ConditionName | undefined): Located {
  if (when !== undefined && !CONDITIONS[when](request)) return { status: 'not-applicable', missing: [] };
  return locate(request, PARTICULARS[particular]);
}

function placed({ status, missing }: Located): Pick<CompletenessEntry, 'status' | 'pointers'> {
  return { status, pointers: status === 'absent' ? [...missing] : [] };
}
