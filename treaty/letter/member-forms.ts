/** How a text member is told, where it is not told as it stands. Members that are more than one of these are told by what they hold. */
export const DAYS: ReadonlySet<string> = new Set(
  (
    'answerBy answerWishedBy arrestedOn attemptedOn began conditionalReleaseFrom date dateOfBirth detainedSince disclosedOn dispatchedOn ' +
    'ends endsOn evidenceLostOn executedOn executesOn expectedOn expiresOn extraditionBy from hearingOn intendedOn issuedOn limitationOn ' +
    'lostOn newDate on receivedOn returnBy sentOn serveBy since until wished'
  ).split(' '),
);

export const INSTANTS: ReadonlySet<string> = new Set('at confirmBy from instant madeAt receivedAt sentAt until'.split(' '));

export const COUNTRIES: ReadonlySet<string> = new Set('country issuedBy nationalities seat states'.split(' '));

export const LANGUAGES: ReadonlySet<string> = new Set('from language languages to'.split(' '));

/** Members that name a file of the package by its digest. */
export const FILES: ReadonlySet<string> = new Set('document file of order proof sha256'.split(' '));

/** Members that name persons of the same message by their identifiers. */
export const PERSONS: ReadonlySet<string> = new Set('addressee person persons'.split(' '));

/** Members with coded values, some of which hold free text elsewhere. */
export const CODED: ReadonlySet<string> = new Set(
  (
    'actions askedBy by category cause channel claimant codes continues dataKinds decision defect document evidenceLossRisk extent failure ' +
    'form ground held kind manner match matter means method mode nature outcome position providedBy purpose records reliability result role ' +
    'roles seriousness sex side soughtFor source stage state techniques topic type urgency when'
  ).split(' '),
);

/** Members that say how the message is built, and nothing to its reader. */
export const SILENT: ReadonlySet<string> = new Set('format typeVersion'.split(' '));
