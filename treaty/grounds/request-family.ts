import type { RequestType } from '../requests/request-types.ts';
import type { RequestFamily } from './ground.ts';

const FAMILIES: Readonly<Record<RequestType, RequestFamily>> = {
  'mutual-legal-assistance': 'assistance',
  'service-of-documents': 'service',
  extradition: 'extradition',
  'provisional-arrest': 'extradition',
  confiscation: 'confiscation',
  'transfer-of-sentenced-person': 'transfer',
  'transfer-of-proceedings': 'transfer',
  'joint-investigation': 'cooperation',
  'special-investigative-techniques': 'cooperation',
  'video-hearing': 'assistance',
  'electronic-evidence': 'assistance',
  'asset-recovery': 'confiscation',
  consultation: 'cooperation',
  'spontaneous-information': 'cooperation',
  'draft-for-review': 'cooperation',
};

/** The family of a type of request, by which grounds are sorted. */
export function familyOf(type: RequestType): RequestFamily {
  return FAMILIES[type];
}
