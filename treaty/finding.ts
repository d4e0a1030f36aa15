/** Number of a rule in the table of rules, as people quote it: "irregular: rule R07". */
export type LegalRuleIdentifier = `R${number}${number}`;

/**
 * How much a finding weighs when something is sent. `stop` asks for a supervisor's recorded reason, `warning` asks the sender to look, `advice`
 * only informs. On receipt none of them rejects anything: whoever reads the message decides.
 */
export type LegalSeverity = 'stop' | 'warning' | 'advice';

/** One thing that a legal rule has to say of a message. It states what the rule saw; whether the message is valid is not for software to decide. */
export interface LegalFinding {
  rule: LegalRuleIdentifier;
  /** Stable name of what was found, for example `no-legal-basis`. */
  code: string;
  severity: LegalSeverity;
  /** Where the rule comes from, for example `UNTOC 18(15)(c)`. Absent where it follows from practice alone. */
  article?: string;
  /** JSON Pointer (RFC 6901) to what the finding is about, in the typed message. */
  pointer?: string;
  /** Values for the sentence in which the finding is told: names of parameters and plain texts. */
  parameters?: Readonly<Record<string, string>>;
}
