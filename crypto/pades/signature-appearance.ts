/** A number counts within the appearance, from 0, and stands for the reference to that object. */
export type AppearancePart = string | Uint8Array | number;

/**
 * What a signature shows on the page: the objects it consists of, each as the PDF syntax between `obj` and `endobj` in parts. The first is
 * the form (ISO 32000-1 section 8.10) that becomes the normal appearance of the field; it must bring its fonts along.
 */
export interface SignatureAppearance {
  readonly objects: readonly (readonly AppearancePart[])[];
}
