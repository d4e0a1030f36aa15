import type { RequestType } from '../request-types.ts';
import { assetRecovery } from './asset-recovery.ts';
import { confiscation } from './confiscation.ts';
import { electronicEvidence } from './electronic-evidence.ts';
import { extradition } from './extradition.ts';
import { jointInvestigation } from './joint-investigation.ts';
import { mutualLegalAssistance } from './mutual-legal-assistance.ts';
import { provisionalArrest } from './provisional-arrest.ts';
import type { RequestExample } from './request-example.ts';
import { serviceOfDocuments } from './service-of-documents.ts';
import { specialInvestigativeTechniques } from './special-investigative-techniques.ts';
import { transferOfProceedings } from './transfer-of-proceedings.ts';
import { transferOfSentencedPerson } from './transfer-of-sentenced-person.ts';
import { videoHearing } from './video-hearing.ts';
import { consultation, draftForReview, spontaneousInformation } from './without-formal-request.ts';

/** A complete and a deficient request of every type. Everything in them is invented. */
export const REQUEST_EXAMPLES: { readonly [Type in RequestType]: RequestExample<Type> } = {
  'mutual-legal-assistance': mutualLegalAssistance,
  'service-of-documents': serviceOfDocuments,
  extradition,
  'provisional-arrest': provisionalArrest,
  confiscation,
  'transfer-of-sentenced-person': transferOfSentencedPerson,
  'transfer-of-proceedings': transferOfProceedings,
  'joint-investigation': jointInvestigation,
  'special-investigative-techniques': specialInvestigativeTechniques,
  'video-hearing': videoHearing,
  'electronic-evidence': electronicEvidence,
  'asset-recovery': assetRecovery,
  consultation,
  'spontaneous-information': spontaneousInformation,
  'draft-for-review': draftForReview,
};
