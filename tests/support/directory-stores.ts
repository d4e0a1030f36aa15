import type { DirectoryFloor, DirectoryStore } from '../../adapters/directory/tuf/directory-store.ts';

/** A store that keeps what it is given in memory, for as long as a test holds it. */
export function createMemoryStore(
  floor?: DirectoryFloor,
): DirectoryStore & { state: Buffer | undefined; highest: DirectoryFloor | undefined } {
  return {
    state: undefined,
    highest: floor,
    async load() {
      return this.state;
    },
    async save(state) {
      this.state = state;
    },
    async floor() {
      return this.highest;
    },
    async raiseFloor(next) {
      this.highest = next;
    },
  };
}
