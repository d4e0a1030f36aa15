import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Growth of the memory behind buffers after which the young part of the heap is collected. */
const GROWTH = 24 * 1024 * 1024;

/** How often the growth is looked at, in octets of content. */
const OCTETS_BETWEEN_LOOKS = 512 * 1024;

export interface YoungGarbageOptions {
  growth?: number;
  octetsBetweenLooks?: number;
  /** Octets behind all buffers and other objects that keep memory outside the heap. */
  externalMemory?: () => number;
  collect?: (options: { type: 'minor' }) => void;
}

/**
 * Collects the young part of the heap whenever the buffers there have grown by 24 MiB; the function returned counts octets of content
 * that pass through the process.
 *
 * Buffers are small objects with their octets elsewhere. V8 does look at those octets, but all it does about them is to mark the whole
 * heap after every 64 MiB: with large content that was more work than all ciphers and hashes together, and the buffers waiting for it
 * were most of the memory. They die young, and collecting the young ones alone takes a millisecond.
 */
export function collectYoungGarbage(options: YoungGarbageOptions = {}): (octets: number) => void {
  const { growth = GROWTH, octetsBetweenLooks = OCTETS_BETWEEN_LOOKS } = options;
  const { externalMemory = () => getHeapStatistics().external_memory, collect = garbageCollector() } = options;
  let counted = 0;
  let lowest = externalMemory();
  return (octets) => {
    counted += octets;
    if (counted < octetsBetweenLooks) return;
    counted = 0;
    const external = externalMemory();
    // V8 frees buffers beside us: what it has just freed is seen at a later look.
    lowest = Math.min(lowest, external);
    if (external - lowest < growth) return;
    collect({ type: 'minor' });
    lowest = externalMemory();
  };
}

/** The collector that Node shows only with a flag; the flag may come late, for a context that is made after it. */
function garbageCollector(): NonNullable<YoungGarbageOptions['collect']> {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as NonNullable<YoungGarbageOptions['collect']>;
}
