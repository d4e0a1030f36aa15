import type { Side } from '../../chain/inner-chain.ts';
import type { MessageKind } from '../../message.ts';
import type { OpenItemKind } from './open-item.ts';
import type { Phase } from './phase.ts';

export interface KindRow {
  readonly from: Side | 'either';
  /** Of which kinds the message it is about may be; `any`: whatever has been said. */
  readonly about: 'any' | readonly MessageKind[];
  /** It can only answer what is still open: the message it is about has to have one of these open. */
  readonly answers?: readonly OpenItemKind[];
  readonly phases: readonly Phase[];
}

const WHENEVER: readonly Phase[] = ['preliminary', 'open', 'answered', 'refused', 'withdrawn', 'transferred'];
const OPEN: readonly Phase[] = ['open'];
const OPEN_OR_DECIDED: readonly Phase[] = ['open', 'answered', 'refused'];
const ONCE_REQUESTED: readonly Phase[] = ['open', 'answered', 'refused', 'withdrawn', 'transferred'];

/** Who may say what, about what, and when. Code elsewhere asks for a row and never lists kinds itself. */
export const KIND_TABLE: Readonly<Record<MessageKind, KindRow>> = {
  // A second request of a conversation has a state of its own.
  request: { from: 'requesting', about: 'any', phases: WHENEVER },
  'prior-contact': { from: 'either', about: 'any', phases: WHENEVER },
  'oral-request': { from: 'requesting', about: 'any', phases: ['preliminary', 'open'] },
  'oral-confirmation': { from: 'requesting', about: ['oral-request'], answers: ['to-confirm'], phases: WHENEVER },
  'advance-copy': { from: 'requesting', about: ['request'], phases: OPEN_OR_DECIDED },
  'paper-original': { from: 'either', about: ['advance-copy', 'request'], answers: ['paper-original'], phases: WHENEVER },
  acknowledgement: { from: 'requested', about: ['request', 'oral-request', 'oral-confirmation', 'transfer'], phases: OPEN },
  transfer: { from: 'requested', about: 'any', phases: OPEN },
  'supplement-request': { from: 'requested', about: 'any', phases: OPEN },
  supplement: {
    from: 'requesting',
    about: ['supplement-request', 'translation-defective'],
    answers: ['supplement', 'translation'],
    phases: OPEN,
  },
  'translation-defective': { from: 'requested', about: 'any', phases: OPEN },
  'status-enquiry': { from: 'requesting', about: 'any', phases: OPEN },
  'status-answer': { from: 'requested', about: 'any', phases: ONCE_REQUESTED },
  consultation: { from: 'either', about: 'any', phases: OPEN_OR_DECIDED },
  'cost-consultation': { from: 'requested', about: 'any', phases: OPEN_OR_DECIDED },
  'consultation-answer': {
    from: 'either',
    about: ['consultation', 'cost-consultation', 'exculpatory-notice'],
    answers: ['consultation', 'costs'],
    phases: ONCE_REQUESTED,
  },
  'conditions-offered': { from: 'requested', about: 'any', phases: OPEN },
  'conditions-accepted': { from: 'requesting', about: ['conditions-offered'], answers: ['conditions'], phases: OPEN },
  'conditions-declined': { from: 'requesting', about: ['conditions-offered'], answers: ['conditions'], phases: OPEN },
  refusal: { from: 'requested', about: 'any', phases: OPEN },
  postponement: { from: 'requested', about: 'any', phases: OPEN },
  delay: { from: 'requested', about: 'any', phases: OPEN },
  'cannot-meet-date': { from: 'requested', about: 'any', phases: OPEN },
  'cannot-keep-confidential': { from: 'requested', about: 'any', phases: OPEN },
  'confidentiality-decision': {
    from: 'requesting',
    about: ['cannot-keep-confidential'],
    answers: ['confidentiality'],
    phases: OPEN,
  },
  'partial-reply': { from: 'requested', about: 'any', phases: OPEN },
  // A State that refused may think again: the answer then takes the place of the refusal.
  reply: { from: 'requested', about: 'any', phases: ['open', 'refused'] },
  'proof-of-service': { from: 'requested', about: 'any', phases: ['open', 'refused'] },
  'return-of-objects': { from: 'either', about: 'any', phases: ONCE_REQUESTED },
  'other-use-request': { from: 'requesting', about: 'any', phases: ONCE_REQUESTED },
  'other-use-granted': { from: 'requested', about: ['other-use-request'], answers: ['other-use'], phases: ONCE_REQUESTED },
  'other-use-refused': { from: 'requested', about: ['other-use-request'], answers: ['other-use'], phases: ONCE_REQUESTED },
  'exculpatory-notice': { from: 'requesting', about: 'any', phases: ONCE_REQUESTED },
  withdrawal: { from: 'requesting', about: 'any', phases: OPEN },
  'off-channel-dispatch': { from: 'either', about: 'any', phases: ONCE_REQUESTED },
  'off-channel-receipt': {
    from: 'either',
    about: ['off-channel-dispatch'],
    answers: ['off-channel-receipt'],
    phases: ONCE_REQUESTED,
  },
};
