import * as z from 'zod';
import { assetRecovery } from './types/asset-recovery.ts';
import { confiscation } from './types/confiscation.ts';
import { electronicEvidence } from './types/electronic-evidence.ts';
import { extradition } from './types/extradition.ts';
import { jointInvestigation } from './types/joint-investigation.ts';
import { mutualLegalAssistance } from './types/mutual-legal-assistance.ts';
import { provisionalArrest } from './types/provisional-arrest.ts';
import { serviceOfDocuments } from './types/service-of-documents.ts';
import { specialInvestigativeTechniques } from './types/special-investigative-techniques.ts';
import { transferOfProceedings } from './types/transfer-of-proceedings.ts';
import { transferOfSentencedPerson } from './types/transfer-of-sentenced-person.ts';
import { videoHearing } from './types/video-hearing.ts';

/** Requests that ask for something on a legal basis. A draft of any of them can be sent for review. */
export const formalRequest = z.discriminatedUnion('requestType', [
  mutualLegalAssistance,
  serviceOfDocuments,
  extradition,
  provisionalArrest,
  confiscation,
  transferOfSentencedPerson,
  transferOfProceedings,
  jointInvestigation,
  specialInvestigativeTechniques,
  videoHearing,
  electronicEvidence,
  assetRecovery,
]);
export type FormalRequest = z.infer<typeof formalRequest>;
