import type { StatementTexts } from '../statement-texts.ts';

export const ENGLISH_STATEMENT: StatementTexts = {
  title: { complete: 'Statement of transmission', other: 'Report on the verification of a transmission' },
  subtitle: 'Communication between central authorities for international judicial cooperation',
  introduction:
    'This document sums up the verification, made without any network, of the proof bundle named below. It states technical facts; it says nothing about the content or the merit of what was transmitted.',
  sections: {
    message: 'Message',
    content: 'Content transmitted and bundle verified',
    receipts: 'Signed receipts',
    notShown: 'What this document does not show',
    tools: 'How to check it with other programs',
  },
  rows: {
    sender: 'Sending authority',
    recipient: 'Recipient authority',
    messageId: 'Message identifier',
    state: 'State that the receipts prove',
    verifiedAt: 'Time of verification',
    packageDigest: 'SHA-256 of the sealed package',
    existedBefore: 'The package existed before',
    bundle: 'Proof bundle',
    bundleDigest: 'SHA-256 of the bundle',
    trustGiven: 'SHA-256 of the trust data that the verifier gave',
    trustBundled: 'SHA-256 of the trust data that came with the bundle',
  },
  receiptVerdicts: { PASSED: 'holds', INDETERMINATE: 'undecided', FAILED: 'NOT VALID' },
  receiptColumns: { time: 'Stated time', receipt: 'Receipt and its issuer', verdict: 'Verification' },
  counts: 'Checks that hold: {passed}. Failed: {failed}. Undecided: {open}. Warnings: {warnings}.',
  moreReceipts: 'The bundle holds more receipts, for which this page has no room: {count}.',
  moreFindings: 'There are more remarks, for which this page has no room: {count}.',
  notShown: [
    'It does not show that a person read what was transmitted, nor that what it says is accurate or well founded.',
    'The time of each receipt is the one that its signer states; a time-stamp shows only that the data existed before it.',
  ],
  tools: {
    everything: 'All commands, one for each check:',
    package: 'Digest of the bundle that was verified:',
    thisDocument: 'Signature of this document (under the name that the file has):',
    instructions: 'Instructions for openssl and other programs, inside the bundle:',
    thisFile: 'statement.pdf',
  },
  signed: 'Signed electronically (PAdES) with the certificate of {subject}, issued by {issuer}.',
  unsigned: 'This copy bears no electronic signature.',
  footer: 'Made by valija verify. Times are UTC.',
};
