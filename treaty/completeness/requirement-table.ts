import type { RequestType } from '../requests/request-types.ts';
import type { ParticularRequirement } from './requirement.ts';
import {
  electronicEvidenceContents,
  mutualLegalAssistanceContents,
  serviceOfDocumentsContents,
  videoHearingContents,
} from './requirements/assistance.ts';
import { consultationContents, draftForReviewContents, spontaneousInformationContents } from './requirements/informal.ts';
import { jointInvestigationContents, specialInvestigativeTechniquesContents } from './requirements/investigation.ts';
import {
  extraditionContents,
  provisionalArrestContents,
  transferOfProceedingsContents,
  transferOfSentencedPersonContents,
} from './requirements/persons.ts';
import { assetRecoveryContents, confiscationContents } from './requirements/property.ts';

/** What each type of request has to contain, in the order in which a report tells it. */
export const REQUIREMENTS: Readonly<Record<RequestType, readonly ParticularRequirement[]>> = {
  'mutual-legal-assistance': mutualLegalAssistanceContents,
  'service-of-documents': serviceOfDocumentsContents,
  extradition: extraditionContents,
  'provisional-arrest': provisionalArrestContents,
  confiscation: confiscationContents,
  'transfer-of-sentenced-person': transferOfSentencedPersonContents,
  'transfer-of-proceedings': transferOfProceedingsContents,
  'joint-investigation': jointInvestigationContents,
  'special-investigative-techniques': specialInvestigativeTechniquesContents,
  'video-hearing': videoHearingContents,
  'electronic-evidence': electronicEvidenceContents,
  'asset-recovery': assetRecoveryContents,
  consultation: consultationContents,
  'spontaneous-information': spontaneousInformationContents,
  'draft-for-review': draftForReviewContents,
};
