import type { Texts } from '../../gateway/problems/language.ts';
import { problemRow, rowNameOf } from '../../gateway/problems/table.ts';
import { AUDIT_REASONS } from './reasons/audit.ts';
import { BUNDLE_REASONS } from './reasons/bundles.ts';
import { CERTIFICATE_REASONS } from './reasons/certificates.ts';
import { CONTAINER_REASONS } from './reasons/containers.ts';
import { DOCUMENT_REASONS } from './reasons/documents.ts';
import { LOG_REASONS } from './reasons/logs.ts';
import { VERIFIER_REASONS } from './reasons/verifier.ts';

/** Sentences for codes that stand in a report of the verifier; all others have theirs in the one table of problems. */
const REASONS: Readonly<Record<string, Texts>> = {
  ...VERIFIER_REASONS,
  ...AUDIT_REASONS,
  ...BUNDLE_REASONS,
  ...CERTIFICATE_REASONS,
  ...CONTAINER_REASONS,
  ...DOCUMENT_REASONS,
  ...LOG_REASONS,
};

/** What a code of a finding means; of a code that nobody knows, that information is missing. */
export function reasonTexts(code: string): Texts {
  const own = Object.hasOwn(REASONS, code) ? REASONS[code] : undefined;
  if (own !== undefined) return own;
  const row = rowNameOf(code);
  return row === undefined ? VERIFIER_REASONS['not-known'] : problemRow(row).title;
}

/** Whether a code has a sentence of its own; for the test that holds codes and tables together. */
export function hasReason(code: string): boolean {
  return Object.hasOwn(REASONS, code) || rowNameOf(code) !== undefined;
}
