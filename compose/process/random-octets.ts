import { randomFillSync, randomBytes as systemRandomBytes } from 'node:crypto';

/** Octets drawn from the system's generator at a time. */
const DRAWN = 4_096;

/** Nothing longer is taken from what was drawn ahead: keys, salts, nonces and identifiers have 32 octets and less. */
const LONGEST = 64;

/**
 * Random octets of the system's generator. Short ones are cut from a few thousand drawn ahead: a call of its own costs the generator ten
 * times as much as the octets, and each message needs some thirty. Nothing is given twice, and what was given is erased here.
 */
export function createRandomOctets(fill: (target: Buffer) => void = (target) => randomFillSync(target)): (length: number) => Buffer {
  const drawn = Buffer.alloc(DRAWN);
  let given = DRAWN;
  return (length) => {
    if (length > LONGEST) return systemRandomBytes(length);
    if (given + length > DRAWN) {
      fill(drawn);
      given = 0;
    }
    // A buffer of its own: the caller may erase a key in it.
    const octets = Buffer.alloc(length);
    drawn.copy(octets, 0, given, given + length);
    drawn.fill(0, given, given + length);
    given += length;
    return octets;
  };
}
