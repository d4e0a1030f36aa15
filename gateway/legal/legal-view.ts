import type { CompletenessStatement } from '../../treaty/completeness/completeness-report.ts';
import type { LegalFinding } from '../../treaty/finding.ts';
import type { LegalMessage } from '../../treaty/message.ts';
import type { InboundParticulars, OutboundParticulars } from '../package/particulars.ts';
import type { UnreadableParticulars } from './typed-documents.ts';

/** A typed message as those who may read it see it. */
export interface LegalView {
  kind?: LegalMessage['kind'];
  requestType?: string;
  message?: LegalMessage;
  /** Why the typed message of a peer cannot be read; the letter still can. */
  unreadable?: UnreadableParticulars;
  /** What legal rules found when it was sent, or when it was opened here: of a received message each of them is an irregularity and no more. */
  findings: readonly LegalFinding[];
  /** How far a request has what it should have, as its sender sealed it. */
  completeness?: CompletenessStatement;
  /** The rules could not be applied to it. */
  unassessed?: true;
  /** Number of the case in the register of the sender. */
  senderRegisterNumber?: string;
  /** Who sent it although legal rules stop it, and why. Of our own messages only. */
  override?: { rules: readonly string[]; by: string; at: string; reason: string };
}

/** The typed message of a message that we sent. */
export function sentLegalView({ legal, registerNumber }: OutboundParticulars): { legal?: LegalView } {
  if (legal === undefined) return {};
  const { message, findings, completeness, override } = legal;
  return {
    legal: {
      ...namesOf(message),
      message,
      findings,
      ...(completeness === undefined ? {} : { completeness }),
      ...(registerNumber === undefined ? {} : { senderRegisterNumber: registerNumber }),
      ...(override === undefined ? {} : { override: { rules: override.rules, by: override.by, at: override.at, reason: override.reason } }),
    },
  };
}

/** The typed message of a message that we received. */
export function receivedLegalView({ legal, request }: InboundParticulars): { legal?: LegalView } {
  if (legal === undefined) return {};
  const { message, unreadable, unassessed, findings, completeness } = legal;
  return {
    legal: {
      ...(message === undefined ? {} : { ...namesOf(message), message }),
      ...(unreadable === undefined ? {} : { unreadable }),
      ...(unassessed === undefined ? {} : { unassessed }),
      findings,
      ...(completeness === undefined ? {} : { completeness }),
      ...(request.registerNumber === undefined ? {} : { senderRegisterNumber: request.registerNumber }),
    },
  };
}

function namesOf(message: LegalMessage): Pick<LegalView, 'kind' | 'requestType'> {
  return { kind: message.kind, ...(message.kind === 'request' ? { requestType: message.requestType } : {}) };
}
