/** How many taken places may stand at the front before the array is cut: keeps `take` at constant cost, however long the row. */
const CUT_AFTER = 1024;

/** Ids that wait in the order of their arrival, each at most once. */
export class FirstInFirstOut {
  #row: string[] = [];
  #head = 0;
  readonly #members = new Set<string>();

  get size(): number {
    return this.#members.size;
  }

  has(id: string): boolean {
    return this.#members.has(id);
  }

  /** False when the id waits already. */
  add(id: string): boolean {
    if (this.#members.has(id)) return false;
    this.#members.add(id);
    this.#row.push(id);
    return true;
  }

  take(): string | undefined {
    const id = this.#row[this.#head];
    if (id === undefined) return undefined;
    this.#head += 1;
    this.#members.delete(id);
    if (this.#head > CUT_AFTER && this.#head * 2 > this.#row.length) {
      this.#row = this.#row.slice(this.#head);
      this.#head = 0;
    }
    return id;
  }

  clear(): void {
    this.#row = [];
    this.#head = 0;
    this.#members.clear();
  }
}
