import type { ConditionName } from './conditions.ts';
import type { ParticularName } from './particulars.ts';

/**
 * How strongly a particular is asked for. `required`: always; `conditional`: in the cases that the condition, or the place in the request, names;
 * `recommended`: where possible, or because practice shows that its absence costs time.
 */
export const SEVERITIES = ['required', 'conditional', 'recommended'] as const;
export type RequirementSeverity = (typeof SEVERITIES)[number];

/** A row of a list of contents. */
export interface ParticularRequirement {
  particular: ParticularName;
  severity: RequirementSeverity;
  /**
   * The article that asks for it, by instrument. Where none of these instruments governs, the row is a recommendation. Absent: practice asks for
   * it whatever the instrument, and the row keeps its severity.
   */
  articles?: Readonly<Record<string, string>>;
  when?: ConditionName;
}
