import type { Cut } from '../fonts/typeface.ts';

export interface Style {
  cut: Cut;
  /** In points, and the height of a line of it. */
  size: number;
  leading: number;
  /** Space above, which is left out on top of a page. */
  before: number;
  grey: number;
}

export const STYLES = {
  authority: { cut: 'bold', size: 13, leading: 17, before: 0, grey: 0 },
  authorityBelow: { cut: 'plain', size: 11, leading: 14.5, before: 0, grey: 0 },
  contact: { cut: 'plain', size: 8.6, leading: 11.4, before: 0, grey: 0.3 },
  heading1: { cut: 'bold', size: 15.5, leading: 20, before: 14, grey: 0 },
  heading2: { cut: 'bold', size: 12, leading: 16, before: 14, grey: 0 },
  heading3: { cut: 'bold', size: 10.5, leading: 14.5, before: 9, grey: 0 },
  text: { cut: 'plain', size: 10.5, leading: 14.5, before: 5, grey: 0 },
  label: { cut: 'bold', size: 10.5, leading: 14.5, before: 8, grey: 0 },
  fact: { cut: 'plain', size: 10, leading: 13.4, before: 2.5, grey: 0 },
  factLabel: { cut: 'plain', size: 10, leading: 13.4, before: 2.5, grey: 0.3 },
  cell: { cut: 'plain', size: 9, leading: 11.8, before: 0, grey: 0 },
  cellHeading: { cut: 'bold', size: 9, leading: 11.8, before: 0, grey: 0 },
  caption: { cut: 'italic', size: 9.5, leading: 13, before: 7, grey: 0.2 },
  foot: { cut: 'plain', size: 8.4, leading: 11, before: 0, grey: 0.3 },
} as const satisfies Record<string, Style>;
