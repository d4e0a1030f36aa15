import { UNCAC, UNTOC } from '../../common/identifiers.ts';
import type { ParticularName } from '../particulars.ts';
import type { ParticularRequirement } from '../requirement.ts';

/** The same paragraph of UNTOC 18 and UNCAC 46, which are identical in most. */
export function assistanceArticle(paragraph: string): Readonly<Record<string, string>> {
  return { [UNTOC]: `UNTOC 18${paragraph}`, [UNCAC]: `UNCAC 46${paragraph}` };
}

/** What practice asks for in every formal request, whatever the instrument. */
export const FORMAL: readonly ParticularRequirement[] = [
  { particular: 'signed-letter', severity: 'recommended' },
  { particular: 'legal-basis', severity: 'required' },
  { particular: 'own-reference', severity: 'recommended' },
  { particular: 'requesting-contact', severity: 'recommended' },
  { particular: 'wished-deadline', severity: 'recommended', articles: assistanceArticle('(24)') },
  { particular: 'wished-deadline-reasons', severity: 'conditional', articles: assistanceArticle('(24)'), when: 'hasWishedDeadline' },
  { particular: 'confidentiality', severity: 'recommended', articles: assistanceArticle('(20)') },
  { particular: 'prior-contact-reference', severity: 'recommended', when: 'hasPriorContact' },
  { particular: 'oral-request-record', severity: 'recommended', articles: assistanceArticle('(14)'), when: 'confirmsOralRequest' },
  { particular: 'restrictions-in-words', severity: 'conditional' },
];

/** UNTOC 18(15)(a) and (b), UNCAC 46(15)(a) and (b): who asks, in which proceedings. */
export const WHO_ASKS: readonly ParticularRequirement[] = [
  { particular: 'requesting-authority', severity: 'required', articles: assistanceArticle('(15)(a)') },
  { particular: 'originating-authority', severity: 'required', articles: assistanceArticle('(15)(a)') },
  { particular: 'proceedings-subject', severity: 'required', articles: assistanceArticle('(15)(b)') },
  { particular: 'proceedings-nature', severity: 'required', articles: assistanceArticle('(15)(b)') },
  { particular: 'conducting-authority-name', severity: 'required', articles: assistanceArticle('(15)(b)') },
  { particular: 'conducting-authority-functions', severity: 'required', articles: assistanceArticle('(15)(b)') },
];

/** UNTOC 18(15)(c) to (f) but for the description of the assistance, which each type has in its own form. */
export const WHAT_FOR: readonly ParticularRequirement[] = [
  { particular: 'summary-of-facts', severity: 'conditional', articles: assistanceArticle('(15)(c)'), when: 'asksForMoreThanService' },
  { particular: 'particular-procedure', severity: 'recommended', articles: assistanceArticle('(15)(d)') },
  { particular: 'persons-identity', severity: 'recommended', articles: assistanceArticle('(15)(e)') },
  { particular: 'persons-location', severity: 'recommended', articles: assistanceArticle('(15)(e)'), when: 'concernsPersons' },
  { particular: 'persons-nationality', severity: 'recommended', articles: assistanceArticle('(15)(e)'), when: 'concernsPersons' },
  { particular: 'purpose', severity: 'required', articles: assistanceArticle('(15)(f)') },
];

/** The offence, which (15) does not list and practice asks for. */
export const OFFENCE: readonly ParticularRequirement[] = [
  { particular: 'offence', severity: 'conditional', when: 'isCriminal' },
  { particular: 'text-of-law', severity: 'recommended', when: 'isCriminal' },
];

/** Particulars that practice asks for, without an article. */
export function practice(severity: ParticularRequirement['severity'], ...particulars: ParticularName[]): ParticularRequirement[] {
  return particulars.map((particular) => ({ particular, severity }));
}

/** What (15) lists, for types of request whose own articles list no contents: by practice. */
export function byPractice(rows: readonly ParticularRequirement[]): ParticularRequirement[] {
  return rows.map(({ articles: _, ...row }) => row);
}
