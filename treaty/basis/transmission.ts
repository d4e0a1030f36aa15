import type { InstrumentKind } from '../instruments/instrument.ts';
import { bindingOf, type Candidate } from './candidate.ts';
import type { BasisQuestion } from './question.ts';
import type { BasisReason } from './reasons.ts';
import { bothCentral, directRoute } from './routes.ts';

/** Whether a transmission treaty covers the sending: what is sent then counts as original or authentic (Medellín Treaty 3). */
export interface Transmission {
  readonly instrument: string;
  readonly applies: 'yes' | 'not-confirmed' | 'no';
  /** Empty when it applies or may apply. */
  readonly reasons: readonly BasisReason[];
}

const TREATIES: readonly InstrumentKind[] = ['bilateral-treaty', 'regional-treaty', 'multilateral-convention'];

/**
 * Each transmission treaty of the data: it covers what central authorities send each other within a treaty in force between the two that allows
 * direct contact (Medellín Treaty 1). Other means of sending stay lawful.
 */
export function transmissionsOf(carrying: readonly Candidate[], question: BasisQuestion): Transmission[] {
  const direct = carrying.filter((each) => TREATIES.includes(each.instrument.kind) && directRoute(each, question).open);
  return question.instruments
    .filter(({ kind }) => kind === 'transmission-treaty')
    .map((instrument) => {
      const binding = bindingOf(instrument, question);
      const reasons: BasisReason[] = 'rejection' in binding ? [...binding.rejection.reasons] : [];
      if (!instrument.matters.includes(question.matter)) reasons.push('matter-not-covered');
      if (!bothCentral(question)) reasons.push('not-central-authorities');
      if (direct.length === 0) reasons.push('no-treaty-with-direct-contact');
      const confirmed = 'candidate' in binding && binding.candidate.confirmed && direct.some((each) => each.confirmed);
      const applies = reasons.length > 0 ? 'no' : confirmed ? 'yes' : 'not-confirmed';
      return { instrument: instrument.identifier, applies, reasons };
    });
}
