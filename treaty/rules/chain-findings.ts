import { examineChain } from '../chain/examine-chain.ts';
import type { LegalFinding } from '../finding.ts';
import type { LegalCheck } from './check.ts';
import { legalFinding } from './legal-finding.ts';

/** R38, R39: hand-overs of the inner chain without a day, or that do not agree. Whether parties are missing is for the report on completeness. */
export function chainFindings({ message }: Pick<LegalCheck, 'message'>): LegalFinding[] {
  if (!('chain' in message) || message.chain === undefined) return [];
  return examineChain(message.chain).flatMap((remark) => {
    if (!('link' in remark)) return [];
    const code = remark.code === 'hand-over-missing' ? 'hand-over-without-day' : 'chain-out-of-order';
    return [legalFinding(code, { pointer: `/chain/${remark.link}` })];
  });
}
