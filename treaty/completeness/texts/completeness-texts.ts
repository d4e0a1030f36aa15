import type { DocumentKind } from '../../common/file-declaration.ts';
import type { ParticularName } from '../particulars.ts';
import type { RequirementSeverity } from '../requirement.ts';
import type { StateCheck } from '../state-demands.ts';

/** What a particular is called, and what a clerk would say when it is not there. */
export interface ParticularText {
  label: string;
  missing: string;
}

/** The words of the report in one language. Sentences have named placeholders: {document}, {languages}, {days}, {copies}, {particular}. */
export interface CompletenessTexts {
  particulars: Readonly<Record<ParticularName | StateCheck, ParticularText>>;
  documents: Readonly<Record<DocumentKind, string>>;
  statuses: Readonly<Record<'present' | 'absent' | 'not-applicable', string>>;
  severities: Readonly<Record<RequirementSeverity, string>>;
  complete: string;
  incomplete: string;
  /** That the report is advice. */
  advice: string;
  copies: string;
  unknownParticular: string;
}
