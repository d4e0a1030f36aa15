interface CheckRow {
  /** Where the rule stands. */
  readonly clause: string;
  readonly PASSED: string;
  readonly INDETERMINATE: string;
  readonly FAILED: string;
}

/** Every check of the auditor's verifier, with what its outcome means in words. Other languages have the same keys. */
export const CHECKS = {
  'bundle-layout': {
    clause: 'docs/formats.md, Proof bundle',
    PASSED: 'The bundle is written as the format asks, and its index lists exactly the files that are in it.',
    INDETERMINATE: 'It could not be decided whether the bundle is written as the format asks.',
    FAILED: 'The bundle cannot be read: it is damaged, changed or not a proof bundle.',
  },
  'bundle-files': {
    clause: 'docs/formats.md, Proof bundle',
    PASSED: 'Every file of the bundle is the one that its index lists.',
    INDETERMINATE: 'A file of the bundle could not be compared with its index.',
    FAILED: 'A file of the bundle is not the one that its index lists.',
  },
  'trust-anchors': {
    clause: 'EN 319 102-1 clause 5.2.6; docs/formats.md, Trust snapshot',
    PASSED: 'Roots, certificates and log keys are those that you gave, not those that came with the file.',
    INDETERMINATE:
      'You gave no trust snapshot of your own, so the one that came with the file was used. Compare its SHA-256 with one received another way.',
    FAILED: 'The trust snapshot cannot be read.',
  },
  'trust-copies': {
    clause: 'docs/formats.md, Proof bundle',
    PASSED: 'The PEM files and the log policy in the bundle say the same as its trust snapshot.',
    INDETERMINATE: 'The copies of the trust snapshot could not be compared.',
    FAILED: 'A PEM file or the log policy in the bundle says something else than its trust snapshot.',
  },
  'revocation-data': {
    clause: 'RFC 5280 section 5.1',
    PASSED: 'The revocation list can be read.',
    INDETERMINATE: 'This kind of revocation data is kept but not evaluated.',
    FAILED: 'The revocation list cannot be read.',
  },
  'envelope-signature': {
    clause: 'TS 119 182-1 clause 6; docs/formats.md, Header',
    PASSED: 'The signature of the header holds and its content is complete.',
    INDETERMINATE: 'The header could not be judged.',
    FAILED: 'The header was changed, is not signed as it must be, or contradicts itself.',
  },
  'envelope-certificate': {
    clause: 'EN 319 102-1 clause 5.2.6; RFC 5280 section 6',
    PASSED: 'The header is signed with an envelope certificate of the sender that was valid at that time.',
    INDETERMINATE: 'It is not known whether the certificate of the header was valid at that time.',
    FAILED: 'The certificate of the header is not a valid envelope certificate of the sender.',
  },
  'evidence-signature': {
    clause: 'TS 119 182-1 clause 6; EN 319 522-2 clause 8',
    PASSED: 'The signature of the receipt holds and its content is complete.',
    INDETERMINATE: 'The receipt could not be judged.',
    FAILED: 'The receipt was changed, is not signed as it must be, or contradicts itself.',
  },
  'evidence-certificate': {
    clause: 'EN 319 102-1 clause 5.2.6; RFC 5280 section 6',
    PASSED: 'The receipt is signed with an evidence certificate of its issuer that was valid at that time.',
    INDETERMINATE: 'It is not known whether the certificate of the receipt was valid at that time.',
    FAILED: 'The certificate of the receipt is not a valid evidence certificate of its issuer.',
  },
  'evidence-time': {
    clause: 'EN 319 522-2 clause 8.2',
    PASSED: 'The event lies before the time of this verification.',
    INDETERMINATE: 'The time of the event could not be judged.',
    FAILED: 'The receipt speaks of an event that has not happened yet.',
  },
  'evidence-time-stamp': {
    clause: 'RFC 3161; TS 119 182-1 clause 5.3.4',
    PASSED: 'A time-stamp proves that the receipt existed at that time.',
    INDETERMINATE: 'The time-stamp of the receipt cannot be judged, because something about its authority is not known.',
    FAILED: 'The time-stamp of the receipt does not hold.',
  },
  'statement-signature': {
    clause: 'TS 119 182-1 clause 6; docs/formats.md, Resealed record',
    PASSED: 'The signature of the statement that one envelope replaced another holds.',
    INDETERMINATE: 'The statement could not be judged.',
    FAILED: 'The statement that one envelope replaced another was changed or is not signed as it must be.',
  },
  'statement-certificate': {
    clause: 'EN 319 102-1 clause 5.2.6; RFC 5280 section 6',
    PASSED: 'The statement is signed with an evidence certificate of the sender that was valid at that time.',
    INDETERMINATE: 'It is not known whether the certificate of the statement was valid at that time.',
    FAILED: 'The certificate of the statement is not a valid evidence certificate of the sender.',
  },
  'package-layout': {
    clause: 'EN 319 162-1 clause 4.4 and annex A',
    PASSED: 'The package is an ASiC-E container with CAdES, written as it must be.',
    INDETERMINATE: 'The package departs from the standard in a way that does not make it worthless.',
    FAILED: 'The package cannot be read as an ASiC-E container with CAdES.',
  },
  'package-content': {
    clause: 'EN 319 162-1 clause 4.4.3',
    PASSED: 'The manifest of the package covers exactly its files, and each file is unaltered.',
    INDETERMINATE: 'Something in the package was not evaluated.',
    FAILED: 'A file of the package was altered, added or removed after it was sealed.',
  },
  'package-signature': {
    clause: 'EN 319 122-1 clause 6',
    PASSED: 'The seal over the manifest of the package holds.',
    INDETERMINATE: 'The seal of the package could not be judged.',
    FAILED: 'The seal of the package does not hold.',
  },
  'package-request': {
    clause: 'docs/formats.md, Package',
    PASSED: 'The request inside the package names message, sender and recipient.',
    INDETERMINATE: 'The request inside the package could not be judged.',
    FAILED: 'The package holds no request that names message, sender and recipient.',
  },
  'package-certificate': {
    clause: 'EN 319 102-1 clause 5.2.6; RFC 5280 section 6',
    PASSED: 'The package is sealed with a seal certificate of the sender that was valid at that time.',
    INDETERMINATE: 'It is not known whether the certificate of the seal was valid at that time.',
    FAILED: 'The certificate of the seal is not a valid seal certificate of the sender.',
  },
  'package-time-stamp': {
    clause: 'RFC 3161; EN 319 122-1 clause 5.3',
    PASSED: 'A time-stamp proves that the sealed package existed at that time.',
    INDETERMINATE: 'The package has no time-stamp, or something about its authority is not known; the receipts alone then say when.',
    FAILED: 'The time-stamp of the package does not hold.',
  },
  'package-digest': {
    clause: 'docs/formats.md, Header and Evidence',
    PASSED: 'The header and the receipts speak of exactly this package.',
    INDETERMINATE: 'There is no header or receipt to compare the package with.',
    FAILED: 'The package is not the one that header and receipts speak of.',
  },
  'message-identity': {
    clause: 'EN 319 522-2 clause 8.2 (M01)',
    PASSED: 'Package, header and receipts name the same message, sender and recipient.',
    INDETERMINATE: 'There is nothing that names message, sender and recipient under a signature.',
    FAILED: 'Package, header or receipts name different messages, senders or recipients.',
  },
  'evidence-content': {
    clause: 'EN 319 522-2 clause 8.2 (M02)',
    PASSED: 'The receipt is about this message and these bytes.',
    INDETERMINATE: 'The receipt names an envelope that is not in the bundle.',
    FAILED: 'The receipt is about another message or other bytes.',
  },
  'reseal-links': {
    clause: 'docs/formats.md, Resealed record',
    PASSED: 'Every later envelope is linked to the first by a signed statement of the sender.',
    INDETERMINATE: 'A later envelope is not linked to an earlier one by a signed statement.',
    FAILED: 'The statement that links two envelopes contradicts them.',
  },
  'evidence-chain': {
    clause: 'docs/formats.md, Evidence: urn:valija:chain:1',
    PASSED: 'Every receipt that another one names as previous is in the bundle.',
    INDETERMINATE: 'A receipt names a previous one that is not in the bundle.',
    FAILED: 'A receipt names a previous one under a false issuer.',
  },
  'issuer-sequences': {
    clause: 'docs/formats.md, Evidence: urn:valija:chain:1',
    PASSED: 'Each issuer numbered its receipts about this message without a gap.',
    INDETERMINATE: 'A number is missing between receipts of one issuer: one was left out or has not arrived yet.',
    FAILED: 'An issuer used one number for two receipts.',
  },
  'evidence-conflicts': {
    clause: 'EN 319 522-1; docs/formats.md, Evidence',
    PASSED: 'No two receipts contradict each other.',
    INDETERMINATE: 'The recipient answered after the sender had ended the message: both statements are shown.',
    FAILED: 'Receipts contradict each other.',
  },
  'event-order': {
    clause: 'EN 319 522-1 (A.1, B.1, D.1, E.1)',
    PASSED: 'The later event names the earlier one, and their times agree.',
    INDETERMINATE: 'The order of two events rests on stated times alone, or the two clocks disagree.',
    FAILED: 'Two events are in the wrong order.',
  },
  deadlines: {
    clause: 'EN 319 522-2 (MD03); docs/formats.md, Header',
    PASSED: 'No receipt is overdue.',
    INDETERMINATE: 'A receipt is overdue, and nothing states why.',
    FAILED: 'A deadline was broken.',
  },
  'transport-state': {
    clause: 'EN 319 522-1; docs/formats.md, Evidence',
    PASSED: 'The receipts show how the message ended.',
    INDETERMINATE: 'The receipts do not show an end of the message yet.',
    FAILED: 'The state of the message cannot be derived.',
  },
  'log-key': {
    clause: 'C2SP signed-note; docs/formats.md, Trust snapshot',
    PASSED: 'The key of the log is the one that the trust snapshot lists for the authority.',
    INDETERMINATE: 'The trust snapshot does not list the key of the log.',
    FAILED: 'The key of the log is listed for another authority, or cannot be read.',
  },
  'log-checkpoint': {
    clause: 'C2SP tlog-checkpoint',
    PASSED: 'The log signed this state of itself.',
    INDETERMINATE: 'The checkpoint could not be judged.',
    FAILED: 'The checkpoint is not one that the log signed.',
  },
  'log-inclusion': {
    clause: 'C2SP tlog-proof; RFC 6962 section 2.1.1',
    PASSED: 'The object is in the log.',
    INDETERMINATE: 'The proof that the object is in the log could not be judged.',
    FAILED: 'The proof that the object is in the log does not hold.',
  },
  'log-coverage': {
    clause: 'docs/formats.md, Log',
    PASSED: "The receipt is in its issuer's log.",
    INDETERMINATE: "There is no proof that the receipt is in its issuer's log.",
    FAILED: "The receipt is not in its issuer's log.",
  },
  'log-consistency': {
    clause: 'RFC 6962 section 2.1.2',
    PASSED: 'The later state of the log holds everything that the earlier one held.',
    INDETERMINATE: 'There is no proof that the later state of the log holds everything that the earlier one held.',
    FAILED: 'The log signed two states that cannot both be true. Keep both: they prove it.',
  },
  'log-witness': {
    clause: 'C2SP tlog-cosignature',
    PASSED: 'An independent witness cosigned a state of the log that covers the receipts.',
    INDETERMINATE: 'No known witness cosigned the log.',
    FAILED: 'A cosignature by a known witness does not hold.',
  },
  'checkpoint-time-stamp': {
    clause: 'RFC 3161',
    PASSED: 'A time-stamp proves that this state of the log existed at that time.',
    INDETERMINATE: 'The time-stamp of the checkpoint cannot be judged, because something about its authority is not known.',
    FAILED: 'The time-stamp of the checkpoint does not hold.',
  },
} as const satisfies Record<string, CheckRow>;

export type CheckName = keyof typeof CHECKS;
