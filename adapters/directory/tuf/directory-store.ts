/**
 * Where a gateway keeps what it believes of the directory. `save` MUST be atomic and MUST have reached stable storage when it resolves:
 * after a crash there is the former state or the new one.
 */
export interface DirectoryStore {
  load(): Promise<Buffer | undefined>;
  save(state: Buffer): Promise<void>;
  /**
   * The highest version accepted so far, kept apart from the state, so that putting back an old copy of the one does not put back the
   * other. It holds for the keys under which it was accepted.
   */
  floor(): Promise<DirectoryFloor | undefined>;
  raiseFloor(floor: DirectoryFloor): Promise<void>;
}

export interface DirectoryFloor {
  version: number;
  /** Which keys signed for it; a root that replaces them makes the floor void, or a stolen key could set it for ever. */
  keys?: string;
}
