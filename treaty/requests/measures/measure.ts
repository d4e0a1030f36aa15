import * as z from 'zod';
import { assetRecoveryUnderChapterFive, proceedsUnderChapterFive } from './chapter-five.ts';
import { examiningObjectsAndSites } from './examining-objects-and-sites.ts';
import { informationEvidenceExpertViews } from './information-evidence-expert-views.ts';
import { originalsAndCopies } from './originals-and-copies.ts';
import { otherAssistance } from './other-assistance.ts';
import { searchSeizureFreezing } from './search-seizure-freezing.ts';
import { service } from './service.ts';
import { takingStatements } from './taking-statements.ts';
import { tracingProceeds } from './tracing-proceeds.ts';
import { voluntaryAppearance } from './voluntary-appearance.ts';

/** One thing asked for in a request for mutual legal assistance: the nine kinds of UNTOC 18(3) in their order, then the two of UNCAC 46(3). */
export const measure = z.discriminatedUnion('kind', [
  takingStatements,
  service,
  searchSeizureFreezing,
  examiningObjectsAndSites,
  informationEvidenceExpertViews,
  originalsAndCopies,
  tracingProceeds,
  voluntaryAppearance,
  otherAssistance,
  proceedsUnderChapterFive,
  assetRecoveryUnderChapterFive,
]);
export type Measure = z.infer<typeof measure>;
export type MeasureKind = Measure['kind'];

/** Where each kind stands in the conventions. */
export const MEASURE_ARTICLES: Readonly<Record<MeasureKind, { untoc?: string; uncac: string }>> = {
  'taking-statements': { untoc: 'UNTOC 18(3)(a)', uncac: 'UNCAC 46(3)(a)' },
  service: { untoc: 'UNTOC 18(3)(b)', uncac: 'UNCAC 46(3)(b)' },
  'search-seizure-freezing': { untoc: 'UNTOC 18(3)(c)', uncac: 'UNCAC 46(3)(c)' },
  'examining-objects-and-sites': { untoc: 'UNTOC 18(3)(d)', uncac: 'UNCAC 46(3)(d)' },
  'information-evidence-expert-views': { untoc: 'UNTOC 18(3)(e)', uncac: 'UNCAC 46(3)(e)' },
  'originals-and-copies': { untoc: 'UNTOC 18(3)(f)', uncac: 'UNCAC 46(3)(f)' },
  'tracing-proceeds': { untoc: 'UNTOC 18(3)(g)', uncac: 'UNCAC 46(3)(g)' },
  'voluntary-appearance': { untoc: 'UNTOC 18(3)(h)', uncac: 'UNCAC 46(3)(h)' },
  'other-assistance': { untoc: 'UNTOC 18(3)(i)', uncac: 'UNCAC 46(3)(i)' },
  'proceeds-under-chapter-five': { uncac: 'UNCAC 46(3)(j)' },
  'asset-recovery-under-chapter-five': { uncac: 'UNCAC 46(3)(k)' },
};
