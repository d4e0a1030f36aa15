import type { Ledger } from '../../store/contracts/ledger.ts';

/** One database, which a suite opens, closes and opens again. Each driver's test makes them. */
export interface LedgerPlace {
  open(): Promise<Ledger>;
  /** Everything that the files of the database hold. */
  octetsAtRest(): Promise<Buffer>;
  /** Where a copy may be made, and how it is opened. */
  copy: { path: string; open(): Promise<Ledger> };
  remove(): Promise<void>;
  /** Arguments with which Node starts `ledger-writer.ts` on this database in a process of its own. */
  writerArguments: string[];
}

export type MakeLedgerPlace = () => Promise<LedgerPlace>;
