/** Name of the typed message inside the package. */
export const PARTICULARS_DOCUMENT_NAME = 'particulars.json';
