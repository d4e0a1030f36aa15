import type { LeafType } from '../../audit/log/leaf.ts';

/** What kinds of things are recorded for auditors, each with the type of its leaf. A name is never changed: records are for ever. */
export const OPERATIONS = {
  /** The process came up; facts: `configuration` (SHA-256 of its file), `version` of the program. */
  started: 'administration',
  /** The directory in use is another one; facts: `version`, `digest`, and of the one before `formerVersion` and `formerDigest`. */
  'directory-changed': 'administration',
  /** Keys were taken into use; facts: for each role the SHA-256 fingerprint of its certificate. */
  'keys-changed': 'administration',
  /** The clock cannot be believed, and signing and deadlines wait; facts: `reason`. */
  'clock-suspended': 'condition',
  'clock-resumed': 'condition',
  /** Content was read; facts: `what`. */
  fetch: 'access',
  /** A proof bundle was written; facts: `content`, whether the package was in it. */
  bundle: 'access',
  /** An access token was given; facts: `token`, its identifier, and `method`. */
  token: 'access',
  /** A received message was taken over; the receipt E.1 has an entry of its own. */
  handover: 'access',
  /** A legal hold was placed or released; facts: `reason`, SHA-256 of a random salt, which is kept with the reason, and the reason. */
  'hold-placed': 'administration',
  'hold-released': 'administration',
  /** A message went that legal rules stop; facts: `rules`, their numbers, and `reason`, SHA-256 of a random salt, kept with the reason, and the reason. */
  'legal-rule-overridden': 'administration',
  /** The content of a message was destroyed; facts: `package`, its SHA-256, where there was one. */
  purged: 'purge',
  /** A dead letter was put back to work; facts: `job`. */
  'dead-letter-released': 'administration',
  /** An alarm was acknowledged; facts: `alarm`, its identifier, `code`, and `note`, SHA-256 of a random salt, kept with the note, and the note. */
  'alarm-acknowledged': 'administration',
  /** What an alarm told is over, as the gateway itself found; facts: `alarm` and `code`. */
  'alarm-settled': 'condition',
  /** A backup was asked for, and how it ended; facts: `backup`, its identifier, and `statement`, the SHA-256 of its statement. */
  'backup-started': 'administration',
  'backup-done': 'outcome',
  /** What an auditor looked at; facts: `from` and `to` of the period. */
  audit: 'access',
} as const satisfies Record<string, LeafType>;

export type OperationName = keyof typeof OPERATIONS;
