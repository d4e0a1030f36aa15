import * as z from 'zod';
import { fileDeclarations } from '../../common/file-declaration.ts';
import { languageTag, messageIdentifier } from '../../common/identifiers.ts';
import { ownReferences } from '../../common/reference.ts';
import { longText } from '../../common/text.ts';
import { confidentiality } from '../../common/use-conditions.ts';
import { LEGAL_FORMAT } from '../../requests/request-envelope.ts';

/** A reason as a lawyer writes it: mandatory wherever something is not done, and never blank (UNTOC 18(23)). */
export const reasonText = longText.regex(/\S/);

const common = {
  language: languageTag.describe('Language of the texts in this document.'),
  references: ownReferences.exactOptional(),
  files: fileDeclarations.exactOptional(),
  confidentiality: confidentiality.exactOptional(),
};

/** The members of every message that answers or follows another one of the conversation: `about` names that message. */
export const following = <Kind extends string>(kind: Kind) => ({
  format: z.literal(LEGAL_FORMAT),
  kind: z.literal(kind),
  about: messageIdentifier.describe('The message that this one answers or follows.'),
  ...common,
});

/** The members of a message that can come before any request. */
export const preceding = <Kind extends string>(kind: Kind) => ({
  format: z.literal(LEGAL_FORMAT),
  kind: z.literal(kind),
  about: messageIdentifier.exactOptional().describe('The message that this one follows, where there is one.'),
  ...common,
});
