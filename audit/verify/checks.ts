/** Where a rule stands, and whether EN 319 102-1 gives the outcome an indication of its own. */
interface CheckRow {
  readonly clause: string;
  /** The check is a building block or a process of EN 319 102-1, so that a sub-indication of its clause 5.1.3 says why it did not pass. */
  readonly validation?: true;
}

/** Every check of the verifier. What each outcome means in words stands in compose/wording/checks, in four languages. */
export const CHECKS = {
  'file-kind': { clause: 'docs/cli.md, Verifying' },
  'sealed-opening': { clause: 'RFC 5083; RFC 5084' },
  'sealed-encoding': { clause: 'X.690 section 10; docs/formats.md, Sealed content' },
  'pdf-layout': { clause: 'ISO 32000-1 section 7.5' },
  'pdf-signature': { clause: 'EN 319 142-1 clause 6; EN 319 102-1 clause 5.2.7', validation: true },
  'pdf-changes': { clause: 'ISO 32000-2 section 12.8.2.2; EN 319 142-1 clause 5.4', validation: true },
  'pdf-time-stamp': { clause: 'RFC 3161; EN 319 142-1 clause 5.4; EN 319 102-1 clause 5.4', validation: true },
  'signer-certificate': { clause: 'EN 319 102-1 clause 5.2.6; RFC 5280 section 6', validation: true },
  'signature-content': { clause: 'EN 319 122-1 clause 6; EN 319 102-1 clause 5.2.7', validation: true },
  'signature-time-stamp': { clause: 'RFC 3161; EN 319 122-1 clause 5.3; EN 319 102-1 clause 5.4', validation: true },
  'time-stamp-token': { clause: 'RFC 3161 section 2.4.2; EN 319 102-1 clause 5.4', validation: true },
  'time-stamp-certificate': { clause: 'EN 319 102-1 clause 5.4; RFC 5280 section 6', validation: true },
  'archive-time-stamp': { clause: 'EN 319 122-1 clause 5.5; EN 319 142-1 clause 5.5; EN 319 162-1 clause 4.4.3.3', validation: true },
  'bundle-layout': { clause: 'docs/formats.md, Proof bundle' },
  'bundle-files': { clause: 'docs/formats.md, Proof bundle' },
  'trust-anchors': { clause: 'EN 319 102-1 clause 5.2.6; docs/formats.md, Trust snapshot' },
  'trust-copies': { clause: 'docs/formats.md, Proof bundle' },
  'revocation-data': { clause: 'RFC 5280 section 5.1' },
  'envelope-signature': { clause: 'TS 119 182-1 clause 6; docs/formats.md, Header', validation: true },
  'envelope-certificate': { clause: 'EN 319 102-1 clause 5.2.6; RFC 5280 section 6', validation: true },
  'evidence-signature': { clause: 'TS 119 182-1 clause 6; EN 319 522-2 clause 8', validation: true },
  'evidence-certificate': { clause: 'EN 319 102-1 clause 5.2.6; RFC 5280 section 6', validation: true },
  'evidence-time': { clause: 'EN 319 522-2 clause 8.2' },
  'evidence-time-stamp': { clause: 'RFC 3161; TS 119 182-1 clause 5.3.4', validation: true },
  'statement-signature': { clause: 'TS 119 182-1 clause 6; docs/formats.md, Resealed record', validation: true },
  'statement-certificate': { clause: 'EN 319 102-1 clause 5.2.6; RFC 5280 section 6', validation: true },
  'package-layout': { clause: 'EN 319 162-1 clause 4.4 and annex A' },
  'package-content': { clause: 'EN 319 162-1 clause 4.4.3', validation: true },
  'package-signature': { clause: 'EN 319 122-1 clause 6', validation: true },
  'package-request': { clause: 'docs/formats.md, Package' },
  'package-certificate': { clause: 'EN 319 102-1 clause 5.2.6; RFC 5280 section 6', validation: true },
  'package-time-stamp': { clause: 'RFC 3161; EN 319 122-1 clause 5.3', validation: true },
  'package-digest': { clause: 'docs/formats.md, Header and Evidence' },
  'message-identity': { clause: 'EN 319 522-2 clause 8.2 (M01)' },
  'evidence-content': { clause: 'EN 319 522-2 clause 8.2 (M02)' },
  'reseal-links': { clause: 'docs/formats.md, Resealed record' },
  'evidence-chain': { clause: 'docs/formats.md, Evidence: urn:valija:chain:1' },
  'issuer-sequences': { clause: 'docs/formats.md, Evidence: urn:valija:chain:1' },
  'evidence-conflicts': { clause: 'EN 319 522-1; docs/formats.md, Evidence' },
  'event-order': { clause: 'EN 319 522-1 (A.1, B.1, D.1, E.1)' },
  deadlines: { clause: 'EN 319 522-2 (MD03); docs/formats.md, Header' },
  'transport-state': { clause: 'EN 319 522-1; docs/formats.md, Evidence' },
  'log-key': { clause: 'C2SP signed-note; docs/formats.md, Trust snapshot' },
  'log-checkpoint': { clause: 'C2SP tlog-checkpoint' },
  'log-inclusion': { clause: 'C2SP tlog-proof; RFC 6962 section 2.1.1' },
  'log-coverage': { clause: 'docs/formats.md, Log' },
  'log-consistency': { clause: 'RFC 6962 section 2.1.2' },
  'log-witness': { clause: 'C2SP tlog-cosignature' },
  'log-entries': { clause: 'RFC 6962 section 2.1; docs/formats.md, Log' },
  'log-tiles': { clause: 'C2SP tlog-tiles' },
  'log-fork': { clause: 'docs/formats.md, Proof of a fork' },
  'checkpoint-time-stamp': { clause: 'RFC 3161', validation: true },
} as const satisfies Record<string, CheckRow>;

export type CheckName = keyof typeof CHECKS;
