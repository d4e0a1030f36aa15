/** Every type of request, each with a schema of its own in `types/`. */
export const REQUEST_TYPES = [
  'mutual-legal-assistance',
  'service-of-documents',
  'extradition',
  'provisional-arrest',
  'confiscation',
  'transfer-of-sentenced-person',
  'transfer-of-proceedings',
  'joint-investigation',
  'special-investigative-techniques',
  'video-hearing',
  'electronic-evidence',
  'asset-recovery',
  'consultation',
  'spontaneous-information',
  'draft-for-review',
] as const;
export type RequestType = (typeof REQUEST_TYPES)[number];

/** What asks for nothing that the addressee would be bound to do: it needs no legal basis and starts no formal clock. */
export const INFORMAL_REQUEST_TYPES = [
  'consultation',
  'spontaneous-information',
  'draft-for-review',
] as const satisfies readonly RequestType[];

/** Whether a type is a formal request, for which the two States need a legal basis. */
export function isFormalRequest(type: RequestType): boolean {
  return !INFORMAL_REQUEST_TYPES.some((informal) => informal === type);
}
