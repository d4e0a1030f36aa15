import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Each octet of content leaves two to four octets of buffers behind on its way through ciphers and streams. */
const OCTETS_BETWEEN_COLLECTIONS = 8 * 1024 * 1024;

type CollectGarbage = (options: { type: 'minor' }) => void;

/**
 * Collects the young part of the heap after every 8 MiB of content; the function returned counts octets.
 *
 * Buffers are small objects with their octets elsewhere. V8 does look at those octets, but all it does about them is to mark the whole
 * heap after every 64 MiB: with large content that was more work than all ciphers and hashes together, and the buffers waiting for it
 * were most of the memory. They die young, and collecting the young ones alone takes a millisecond.
 */
export function collectYoungGarbageByOctets(
  octetsBetween = OCTETS_BETWEEN_COLLECTIONS,
  collect: CollectGarbage = garbageCollector(),
): (octets: number) => void {
  let counted = 0;
  return (octets) => {
    counted += octets;
    if (counted < octetsBetween) return;
    counted = 0;
    collect({ type: 'minor' });
  };
}

/** The collector that Node shows only with a flag; the flag may come late, for a context that is made after it. */
function garbageCollector(): CollectGarbage {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as CollectGarbage;
}
