import type { CheckSentences } from '../check-sentences.ts';

/** What each outcome of each check means, in English. */
export const ENGLISH_CHECKS: CheckSentences = {
  'file-kind': {
    PASSED: 'The file is of a kind that this program verifies.',
    INDETERMINATE: 'It could not be decided what kind of file this is.',
    FAILED: 'The file is of no kind that this program verifies, or it is damaged.',
  },
  'sealed-opening': {
    PASSED: 'The sealed content was opened with the key given, and its authentication tag holds.',
    INDETERMINATE: 'The sealed content was not opened, because the key for it was not given.',
    FAILED: 'The sealed content cannot be opened: it is damaged or was changed.',
  },
  'sealed-encoding': {
    PASSED: 'The sealed content is written in the one form that gateways exchange.',
    INDETERMINATE: 'The sealed content is written in a form that gateways do not exchange, as other programs write it.',
    FAILED: 'The form in which the sealed content is written cannot be read.',
  },
  'pdf-layout': {
    PASSED: 'The PDF can be read in one way only.',
    INDETERMINATE: 'It could not be decided whether the PDF can be read in one way only.',
    FAILED: 'The PDF cannot be read: it is damaged, encrypted or ambiguous.',
  },
  'pdf-signature': {
    PASSED: 'The signature in the PDF holds over the pages that it covers.',
    INDETERMINATE: 'The signature in the PDF cannot be judged, or there is none.',
    FAILED: 'The signature in the PDF does not hold.',
  },
  'pdf-changes': {
    PASSED: 'Nothing was changed in the PDF after it was signed.',
    INDETERMINATE: 'Something was added to the PDF after it was signed, and a person should look at it.',
    FAILED: 'The PDF was changed after it was signed.',
  },
  'pdf-time-stamp': {
    PASSED: 'A time-stamp proves that the signed PDF existed at that time.',
    INDETERMINATE:
      'Nothing but the word of the signer says when the PDF was signed, or something about the time-stamp authority is not known.',
    FAILED: 'The time-stamp of the PDF does not hold.',
  },
  'signer-certificate': {
    PASSED: 'The certificate of the signer leads to an authority that you trust and was valid at that time.',
    INDETERMINATE: 'It is not known whether the certificate of the signer can be trusted.',
    FAILED: 'The certificate of the signer was not valid at that time.',
  },
  'signature-content': {
    PASSED: 'The signature holds over the content that it signs.',
    INDETERMINATE: 'The signature cannot be judged; the file that it signs may be missing.',
    FAILED: 'The signature does not hold over the content given.',
  },
  'signature-time-stamp': {
    PASSED: 'A time-stamp proves that the signature existed at that time.',
    INDETERMINATE:
      'Nothing but the word of the signer says when the signature was made, or something about the time-stamp authority is not known.',
    FAILED: 'The time-stamp of the signature does not hold.',
  },
  'time-stamp-token': {
    PASSED: 'The time-stamp holds: the content given existed at that time.',
    INDETERMINATE: 'The time-stamp cannot be judged; the stamped file may be missing.',
    FAILED: 'The time-stamp does not hold for the content given.',
  },
  'time-stamp-certificate': {
    PASSED: 'The certificate of the time-stamp authority leads to an authority that you trust and was valid at that time.',
    INDETERMINATE: 'It is not known whether the time-stamp authority can be trusted.',
    FAILED: 'The certificate of the time-stamp authority was not valid at that time.',
  },
  'archive-time-stamp': {
    PASSED: 'An archive time-stamp covers the signature and all that is needed to verify it.',
    INDETERMINATE: 'The archive time-stamp cannot be judged, because something about its authority is not known.',
    FAILED: 'The archive time-stamp does not hold.',
  },
  'bundle-layout': {
    PASSED: 'The bundle is written as the format asks, and its index lists exactly the files that are in it.',
    INDETERMINATE: 'It could not be decided whether the bundle is written as the format asks.',
    FAILED: 'The bundle cannot be read: it is damaged, changed or not a proof bundle.',
  },
  'bundle-files': {
    PASSED: 'Every file of the bundle is the one that its index lists.',
    INDETERMINATE: 'A file of the bundle could not be compared with its index.',
    FAILED: 'A file of the bundle is not the one that its index lists.',
  },
  'conversation-membership': {
    PASSED: 'The sealed request says that it belongs to this conversation.',
    INDETERMINATE: 'The request is not here, so that it is not shown to belong to this conversation.',
    FAILED: 'The message does not belong to this conversation, or stands in it twice.',
  },
  'trust-anchors': {
    PASSED: 'Roots, certificates and log keys are those that you gave, not those that came with the file.',
    INDETERMINATE:
      'You gave no trust snapshot of your own, so the one that came with the file was used. Compare its SHA-256 with one received another way.',
    FAILED: 'The trust snapshot cannot be read.',
  },
  'trust-copies': {
    PASSED: 'The PEM files and the log policy in the bundle say the same as its trust snapshot.',
    INDETERMINATE: 'The copies of the trust snapshot could not be compared.',
    FAILED: 'A PEM file or the log policy in the bundle says something else than its trust snapshot.',
  },
  'revocation-data': {
    PASSED: 'The revocation list can be read.',
    INDETERMINATE: 'This kind of revocation data is kept but not evaluated.',
    FAILED: 'The revocation list cannot be read.',
  },
  'envelope-signature': {
    PASSED: 'The signature of the header holds and its content is complete.',
    INDETERMINATE: 'The header could not be judged.',
    FAILED: 'The header was changed, is not signed as it must be, or contradicts itself.',
  },
  'envelope-certificate': {
    PASSED: 'The header is signed with an envelope certificate of the sender that was valid at that time.',
    INDETERMINATE: 'It is not known whether the certificate of the header was valid at that time.',
    FAILED: 'The certificate of the header is not a valid envelope certificate of the sender.',
  },
  'evidence-signature': {
    PASSED: 'The signature of the receipt holds and its content is complete.',
    INDETERMINATE: 'The receipt could not be judged.',
    FAILED: 'The receipt was changed, is not signed as it must be, or contradicts itself.',
  },
  'evidence-certificate': {
    PASSED: 'The receipt is signed with an evidence certificate of its issuer that was valid at that time.',
    INDETERMINATE: 'It is not known whether the certificate of the receipt was valid at that time.',
    FAILED: 'The certificate of the receipt is not a valid evidence certificate of its issuer.',
  },
  'evidence-time': {
    PASSED: 'The event lies before the time of this verification.',
    INDETERMINATE: 'The time of the event could not be judged.',
    FAILED: 'The receipt speaks of an event that has not happened yet.',
  },
  'evidence-time-stamp': {
    PASSED: 'A time-stamp proves that the receipt existed at that time.',
    INDETERMINATE: 'The time-stamp of the receipt cannot be judged, because something about its authority is not known.',
    FAILED: 'The time-stamp of the receipt does not hold.',
  },
  'statement-signature': {
    PASSED: 'The signature of the statement that one envelope replaced another holds.',
    INDETERMINATE: 'The statement could not be judged.',
    FAILED: 'The statement that one envelope replaced another was changed or is not signed as it must be.',
  },
  'statement-certificate': {
    PASSED: 'The statement is signed with an evidence certificate of the sender that was valid at that time.',
    INDETERMINATE: 'It is not known whether the certificate of the statement was valid at that time.',
    FAILED: 'The certificate of the statement is not a valid evidence certificate of the sender.',
  },
  'package-layout': {
    PASSED: 'The package is an ASiC-E container with CAdES, written as it must be.',
    INDETERMINATE: 'The package departs from the standard in a way that does not make it worthless.',
    FAILED: 'The package cannot be read as an ASiC-E container with CAdES.',
  },
  'package-content': {
    PASSED: 'The manifest of the package covers exactly its files, and each file is unaltered.',
    INDETERMINATE: 'Something in the package was not evaluated.',
    FAILED: 'A file of the package was altered, added or removed after it was sealed.',
  },
  'package-signature': {
    PASSED: 'The seal over the manifest of the package holds.',
    INDETERMINATE: 'The seal of the package could not be judged.',
    FAILED: 'The seal of the package does not hold.',
  },
  'package-request': {
    PASSED: 'The request inside the package names message, sender and recipient.',
    INDETERMINATE: 'The request inside the package could not be judged.',
    FAILED: 'The package holds no request that names message, sender and recipient.',
  },
  'package-certificate': {
    PASSED: 'The package is sealed with a seal certificate of the sender that was valid at that time.',
    INDETERMINATE: 'It is not known whether the certificate of the seal was valid at that time.',
    FAILED: 'The certificate of the seal is not a valid seal certificate of the sender.',
  },
  'package-time-stamp': {
    PASSED: 'A time-stamp proves that the sealed package existed at that time.',
    INDETERMINATE: 'The package has no time-stamp, or something about its authority is not known; the receipts alone then say when.',
    FAILED: 'The time-stamp of the package does not hold.',
  },
  'package-digest': {
    PASSED: 'The header and the receipts speak of exactly this package.',
    INDETERMINATE: 'There is no header or receipt to compare the package with.',
    FAILED: 'The package is not the one that header and receipts speak of.',
  },
  'message-identity': {
    PASSED: 'Package, header and receipts name the same message, sender and recipient.',
    INDETERMINATE: 'There is nothing that names message, sender and recipient under a signature.',
    FAILED: 'Package, header or receipts name different messages, senders or recipients.',
  },
  'message-uniqueness': {
    PASSED: 'The bundles about this message have the same package and the same headers.',
    INDETERMINATE: 'There is no signed header in the bundles about this message that could be compared.',
    FAILED: 'The sender signed different packages or headers for one message. Keep the bundles: they prove it.',
  },
  'evidence-content': {
    PASSED: 'The receipt is about this message and these bytes.',
    INDETERMINATE: 'The receipt names an envelope that is not in the bundle.',
    FAILED: 'The receipt is about another message or other bytes.',
  },
  'reseal-links': {
    PASSED: 'Every later envelope is linked to the first by a signed statement of the sender.',
    INDETERMINATE: 'A later envelope is not linked to an earlier one by a signed statement.',
    FAILED: 'The statement that links two envelopes contradicts them.',
  },
  'evidence-chain': {
    PASSED: 'Every receipt that another one names as previous is in the bundle.',
    INDETERMINATE: 'A receipt names a previous one that is not in the bundle.',
    FAILED: 'A receipt names a previous one under a false issuer.',
  },
  'issuer-sequences': {
    PASSED: 'Each issuer numbered its receipts about this message without a gap.',
    INDETERMINATE: 'A number is missing between receipts of one issuer: one was left out or has not arrived yet.',
    FAILED: 'An issuer used one number for two receipts.',
  },
  'evidence-conflicts': {
    PASSED: 'No two receipts contradict each other.',
    INDETERMINATE: 'The recipient answered after the sender had ended the message: both statements are shown.',
    FAILED: 'Receipts contradict each other.',
  },
  'event-order': {
    PASSED: 'The later event names the earlier one, and their times agree.',
    INDETERMINATE: 'The order of two events rests on stated times alone, or the two clocks disagree.',
    FAILED: 'Two events are in the wrong order.',
  },
  deadlines: {
    PASSED: 'No receipt is overdue.',
    INDETERMINATE: 'A receipt is overdue, and nothing states why.',
    FAILED: 'A deadline was broken.',
  },
  'transport-state': {
    PASSED: 'The receipts show how the message ended.',
    INDETERMINATE: 'The receipts do not show an end of the message yet.',
    FAILED: 'The state of the message cannot be derived.',
  },
  'log-key': {
    PASSED: 'The key of the log is the one that the trust snapshot lists for the authority.',
    INDETERMINATE: 'The trust snapshot does not list the key of the log.',
    FAILED: 'The key of the log is listed for another authority, or cannot be read.',
  },
  'log-checkpoint': {
    PASSED: 'The log signed this state of itself.',
    INDETERMINATE: 'The checkpoint could not be judged.',
    FAILED: 'The checkpoint is not one that the log signed.',
  },
  'log-inclusion': {
    PASSED: 'The object is in the log.',
    INDETERMINATE: 'The proof that the object is in the log could not be judged.',
    FAILED: 'The proof that the object is in the log does not hold.',
  },
  'log-coverage': {
    PASSED: "The receipt is in its issuer's log.",
    INDETERMINATE: "There is no proof that the receipt is in its issuer's log.",
    FAILED: "The receipt is not in its issuer's log.",
  },
  'log-consistency': {
    PASSED: 'The later state of the log holds everything that the earlier one held.',
    INDETERMINATE: 'There is no proof that the later state of the log holds everything that the earlier one held.',
    FAILED: 'The log signed two states that cannot both be true. Keep both: they prove it.',
  },
  'log-witness': {
    PASSED: 'An independent witness cosigned a state of the log that covers the receipts.',
    INDETERMINATE: 'No known witness cosigned the log.',
    FAILED: 'A cosignature by a known witness does not hold.',
  },
  'log-succession': {
    PASSED:
      'The log goes on for a former one of the same authority, which signed for it, and begins with the entries that were taken over from it.',
    INDETERMINATE:
      'What the log took over from a former one is not fully known: the former log had signed more, or no known key signed for the successor.',
    FAILED: 'The note by which the log succeeds a former one does not hold.',
  },
  'log-entries': {
    PASSED: 'Every entry of the log was hashed again, and together they give the root that the log signed.',
    INDETERMINATE: 'Not all entries of the log could be read.',
    FAILED: 'The entries of the log do not give the root that the log signed.',
  },
  'log-tiles': {
    PASSED: 'The tiles of the log are those that follow from its entries.',
    INDETERMINATE: 'The tiles of the log could not all be compared.',
    FAILED: 'A tile of the log is missing or differs from what its entries give.',
  },
  'log-fork': {
    PASSED: 'The log signed two states that cannot both be true; this file proves it to anybody.',
    INDETERMINATE: 'It could not be decided whether the log signed two states that cannot both be true.',
    FAILED: 'The file does not prove that the log signed two states that cannot both be true.',
  },
  'checkpoint-time-stamp': {
    PASSED: 'A time-stamp proves that this state of the log existed at that time.',
    INDETERMINATE: 'The time-stamp of the checkpoint cannot be judged, because something about its authority is not known.',
    FAILED: 'The time-stamp of the checkpoint does not hold.',
  },
};
