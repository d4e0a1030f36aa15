import { MEDELLIN } from './data/medellin.ts';
import { PROSECUTORS_AGREEMENT } from './data/prosecutors-agreement.ts';
import { UNCAC, UNTOC } from './data/united-nations.ts';
import { COMITY, RECIPROCITY } from './data/unwritten.ts';
import type { Instrument } from './instrument.ts';

/** The instruments that come with the product. Bilateral treaties, and most parties, come from the directory or from configuration. */
export const KNOWN_INSTRUMENTS: readonly Instrument[] = [MEDELLIN, UNTOC, UNCAC, PROSECUTORS_AGREEMENT, RECIPROCITY, COMITY];
