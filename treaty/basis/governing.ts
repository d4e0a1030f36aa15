import type { InstrumentKind } from '../instruments/instrument.ts';
import type { Candidate } from './candidate.ts';

/** Which provisions govern a request under an instrument, and why. */
export interface Governing {
  /** Whose provisions. */
  readonly instrument: string;
  /** Which of them, for example `UNTOC 18(9)-(29)`; absent: all of its own. */
  readonly paragraphs?: string;
  readonly why: 'own-provisions' | 'no-other-treaty' | 'both-agreed' | 'other-treaty-prevails';
  /** What does not apply for that reason. */
  readonly setAside?: { readonly instrument: string; readonly paragraphs: string };
  /** The article that says so. */
  readonly article?: string;
}

const TREATIES: readonly InstrumentKind[] = ['bilateral-treaty', 'regional-treaty', 'multilateral-convention'];

/**
 * UNTOC 18(6) and (7), UNCAC 46(6) and (7): other treaties on assistance between the two prevail, and the paragraphs on procedure apply only if
 * there is none, or if both States agree to apply them. Another convention with the same clause is not such a treaty.
 */
export function governingOf({ instrument, declarations }: Candidate, carrying: readonly Candidate[], requestType: string): Governing {
  const { identifier, gapFilling } = instrument;
  if (gapFilling === undefined || !gapFilling.requestTypes.includes(requestType)) return { instrument: identifier, why: 'own-provisions' };
  const { paragraphs, article } = gapFilling;
  const other = carrying.find((each) => TREATIES.includes(each.instrument.kind) && each.instrument.gapFilling === undefined);
  if (other === undefined) return { instrument: identifier, paragraphs, article, why: 'no-other-treaty' };
  const agreed = [declarations.requesting, declarations.requested].every((each) =>
    each.some(({ kind }) => kind === 'gap-filling-paragraphs-accepted'),
  );
  if (agreed) return { instrument: identifier, paragraphs, article, why: 'both-agreed' };
  return {
    instrument: other.instrument.identifier,
    why: 'other-treaty-prevails',
    setAside: { instrument: identifier, paragraphs },
    article,
  };
}
