import type { Lane } from './contract.ts';

/** The lanes, highest precedence first. */
export const LANES: readonly Lane[] = ['urgent', 'ordinary', 'bulk'];
