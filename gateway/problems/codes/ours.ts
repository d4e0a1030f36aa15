import type { AuditErrorCode } from '../../../audit/error.ts';
import type { EvidenceErrorCode } from '../../../evidence/error.ts';
import type { GatewayErrorCode } from '../../error.ts';
import type { RowName } from '../rows.ts';

/** Empty: every code of the gateway names a row of its own. A new code without a row does not compile. */
export const ROW_OF_GATEWAY_CODE: Readonly<Record<Exclude<GatewayErrorCode, RowName>, RowName>> = {};

/** The rows of codes of evidence that are not themselves names of rows. */
export const ROW_OF_EVIDENCE_CODE: Readonly<Record<Exclude<EvidenceErrorCode, RowName>, RowName>> = {
  'envelope-deadlines-inconsistent': 'envelope-inconsistent',
  'envelope-route-inconsistent': 'envelope-inconsistent',
  'envelope-time-inconsistent': 'envelope-inconsistent',
  'evidence-certificate-mismatch': 'evidence-mismatch',
  'evidence-content-mismatch': 'evidence-mismatch',
  'evidence-critical-extension-unknown': 'extension-not-understood',
  'evidence-hop-not-allowed': 'evidence-issuer-not-allowed',
  'evidence-message-mismatch': 'evidence-mismatch',
  'evidence-time-inconsistent': 'evidence-mismatch',
  'identifier-malformed': 'malformed-data',
  'resealed-malformed': 'malformed-data',
};

/** The rows of codes of the log and the proof bundle that are not themselves names of rows. */
export const ROW_OF_AUDIT_CODE: Readonly<Record<Exclude<AuditErrorCode, RowName>, RowName>> = {
  'bundle-digest-mismatch': 'bundle-invalid',
  'bundle-malformed': 'bundle-invalid',
  'bundle-too-large': 'data-too-large',
  'checkpoint-malformed': 'checkpoint-invalid',
  'checkpoint-origin': 'checkpoint-invalid',
  'consistency-proof-invalid': 'log-proof-invalid',
  'entry-malformed': 'malformed-data',
  'fork-not-proven': 'log-proof-invalid',
  'fork-proof-malformed': 'malformed-data',
  'inclusion-proof-invalid': 'log-proof-invalid',
  'lease-not-held': 'overtaken',
  'log-behind-checkpoint': 'log-damaged',
  'log-forked': 'log-damaged',
  'log-rows-damaged': 'log-damaged',
  'note-malformed': 'checkpoint-invalid',
  'note-signature-invalid': 'checkpoint-invalid',
  'note-unsigned': 'checkpoint-invalid',
  'policy-malformed': 'trust-invalid',
  'proof-malformed': 'log-proof-invalid',
  'sequencer-stopped': 'log-not-running',
  'succession-malformed': 'checkpoint-invalid',
  'tile-conflict': 'log-damaged',
  'tile-malformed': 'log-damaged',
  'tile-missing': 'log-damaged',
  'tree-range': 'log-proof-invalid',
  'trust-malformed': 'trust-invalid',
  'verifier-key-malformed': 'trust-invalid',
  'witness-request-malformed': 'malformed-data',
};
