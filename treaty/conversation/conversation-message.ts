import * as z from 'zod';
import { acknowledgement, transfer } from './kinds/acknowledgement.ts';
import { oralConfirmation, oralRequest, priorContact } from './kinds/before-writing.ts';
import {
  cannotKeepConfidential,
  confidentialityDecision,
  exculpatoryNotice,
  otherUseGranted,
  otherUseRefused,
  otherUseRequest,
} from './kinds/confidentiality.ts';
import {
  conditionsAccepted,
  conditionsDeclined,
  conditionsOffered,
  consultation,
  consultationAnswer,
  costConsultation,
} from './kinds/consultation.ts';
import { advanceCopy, offChannelDispatch, offChannelReceipt, paperOriginal } from './kinds/other-channels.ts';
import { cannotMeetDate, delay, postponement, refusal } from './kinds/refusal.ts';
import { partialReply, proofOfService, reply, returnOfObjects } from './kinds/reply.ts';
import { statusAnswer, statusEnquiry } from './kinds/status.ts';
import { supplement, supplementRequest, translationDefective } from './kinds/supplement.ts';
import { withdrawal } from './kinds/withdrawal.ts';

/** Every kind of message but the request itself, in the order in which a conversation might have them. */
export const CONVERSATION_SCHEMAS = [
  priorContact,
  oralRequest,
  oralConfirmation,
  advanceCopy,
  paperOriginal,
  acknowledgement,
  transfer,
  supplementRequest,
  supplement,
  translationDefective,
  statusEnquiry,
  statusAnswer,
  consultation,
  costConsultation,
  consultationAnswer,
  conditionsOffered,
  conditionsAccepted,
  conditionsDeclined,
  refusal,
  postponement,
  delay,
  cannotMeetDate,
  cannotKeepConfidential,
  confidentialityDecision,
  partialReply,
  reply,
  proofOfService,
  returnOfObjects,
  otherUseRequest,
  otherUseGranted,
  otherUseRefused,
  exculpatoryNotice,
  withdrawal,
  offChannelDispatch,
  offChannelReceipt,
] as const;

export const conversationMessage = z.discriminatedUnion('kind', CONVERSATION_SCHEMAS);
export type ConversationMessage = z.infer<typeof conversationMessage>;
export type ConversationKind = ConversationMessage['kind'];

export const CONVERSATION_KINDS: readonly ConversationKind[] = CONVERSATION_SCHEMAS.map((schema) => schema.shape.kind.value);
