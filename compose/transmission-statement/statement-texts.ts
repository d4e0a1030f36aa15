import type { Verdict } from '../../audit/verify/finding.ts';

/** Everything that a statement of transmission says in one language. Words in braces are replaced by facts. */
export interface StatementTexts {
  /** The title when everything holds and the content reached its recipient, and the one for every other case. */
  title: { complete: string; other: string };
  subtitle: string;
  introduction: string;
  sections: Record<'message' | 'content' | 'receipts' | 'notShown' | 'tools', string>;
  rows: Record<
    | 'sender'
    | 'recipient'
    | 'messageId'
    | 'state'
    | 'verifiedAt'
    | 'packageDigest'
    | 'existedBefore'
    | 'bundle'
    | 'bundleDigest'
    | 'trustGiven'
    | 'trustBundled',
    string
  >;
  /** Beside each receipt: whether its own checks hold. */
  receiptVerdicts: Record<Verdict, string>;
  receiptColumns: Record<'time' | 'receipt' | 'verdict', string>;
  /** {passed}, {failed}, {open}, {warnings} */
  counts: string;
  /** {count} */
  moreReceipts: string;
  moreFindings: string;
  /** What no proof bundle shows. */
  notShown: readonly string[];
  /** `thisFile`: a name for the file, which may have any. */
  tools: Record<'package' | 'everything' | 'instructions' | 'thisDocument' | 'thisFile', string>;
  /** {subject}, {issuer} */
  signed: string;
  unsigned: string;
  footer: string;
}
