import type { Side } from '../../chain/inner-chain.ts';

interface OpenItemRow {
  /** The clock of the request stands still while the item is open. */
  readonly pausesClock: boolean;
  /** Execution waits for the side whose turn it is. */
  readonly holdsUp: boolean;
  /** A final answer, a refusal of the whole or a withdrawal settles it too. */
  readonly endsWithRequest: boolean;
}

/** What can be left open, in the order in which it is shown. */
export const OPEN_ITEMS = {
  /** An oral request waits for its signed text (UNTOC 18(14)). */
  'to-confirm': { pausesClock: false, holdsUp: false, endsWithRequest: false },
  acknowledgement: { pausesClock: false, holdsUp: false, endsWithRequest: true },
  supplement: { pausesClock: true, holdsUp: true, endsWithRequest: true },
  translation: { pausesClock: true, holdsUp: true, endsWithRequest: true },
  'status-enquiry': { pausesClock: false, holdsUp: false, endsWithRequest: true },
  consultation: { pausesClock: false, holdsUp: true, endsWithRequest: true },
  costs: { pausesClock: false, holdsUp: true, endsWithRequest: false },
  conditions: { pausesClock: false, holdsUp: true, endsWithRequest: true },
  confidentiality: { pausesClock: false, holdsUp: true, endsWithRequest: true },
  /** Execution was postponed: news of it is due. */
  resumption: { pausesClock: false, holdsUp: false, endsWithRequest: true },
  'other-use': { pausesClock: false, holdsUp: false, endsWithRequest: false },
  'objects-to-return': { pausesClock: false, holdsUp: false, endsWithRequest: false },
  'paper-original': { pausesClock: false, holdsUp: false, endsWithRequest: false },
  'off-channel-receipt': { pausesClock: false, holdsUp: false, endsWithRequest: false },
} as const satisfies Readonly<Record<string, OpenItemRow>>;

export type OpenItemKind = keyof typeof OPEN_ITEMS;
export const OPEN_ITEM_KINDS = Object.keys(OPEN_ITEMS) as readonly OpenItemKind[];

/** Something that somebody still has to do; as long as there is one, the request is not closed. */
export interface OpenItem {
  readonly kind: OpenItemKind;
  /** The message that opened it: the answer is about that one. */
  readonly message: string;
  readonly turn: Side;
  readonly since: string;
  /** Day or instant by which it was asked for. */
  readonly by?: string;
}

export function openItemRow(kind: OpenItemKind): OpenItemRow {
  return OPEN_ITEMS[kind];
}
