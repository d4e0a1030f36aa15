import type { AuthorityProfile } from '../../../treaty/competence/authority-profile.ts';
import { demonstrationProfileOfXA, demonstrationProfileOfXB } from '../../../treaty/competence/examples/demonstration-profiles.ts';
import { type LegalMessage, parseLegalMessage } from '../../../treaty/message.ts';
import type { CheckedAuthority } from '../../../treaty/rules/check.ts';
import type { Examination } from '../../../treaty/rules/examine-message.ts';
import { examineMessage } from '../../../treaty/rules/examine-message.ts';
import { demonstration } from './basis-support.ts';

/** Noon in both invented States. */
export const NOW = new Date('2026-11-20T14:00:00Z');
export const TODAY = '2026-11-20';

export const profileXA = demonstrationProfileOfXA(TODAY);
export const profileXB = demonstrationProfileOfXB(TODAY);

export const authority = (
  country: 'XA' | 'XB',
  profile?: Partial<AuthorityProfile>,
  more: Partial<CheckedAuthority> = {},
): CheckedAuthority => ({
  identifier: `urn:valija:authority:${country.toLowerCase()}-central`,
  country,
  kind: 'central-authority',
  profile: { ...(country === 'XA' ? profileXA : profileXB), ...profile },
  ...more,
});

/** A typed message as it would come, read by the schema. */
export function legalMessage(value: Record<string, unknown>): LegalMessage {
  const { message, faults } = parseLegalMessage({ format: 'valija-legal/1', language: 'pt', ...value });
  if (message === undefined) throw new Error(JSON.stringify(faults));
  return message;
}

export const request = (more: Record<string, unknown> = {}): LegalMessage =>
  legalMessage({
    kind: 'request',
    requestType: 'mutual-legal-assistance',
    typeVersion: 1,
    matter: 'criminal',
    references: [],
    chain: [{ side: 'requesting', role: 'central-authority', party: { name: 'Autoridad central inventada', country: 'XA' } }],
    instruments: [{ instrument: 'xa-xb-assistance-2019' }],
    files: [],
    particulars: {},
    ...more,
  });

export const examination = (more: Partial<Examination> = {}): Examination => ({
  message: request(),
  sender: authority('XA'),
  recipient: authority('XB'),
  channel: 'ordinary',
  neutralityDeclared: false,
  instruments: demonstration,
  now: NOW,
  direction: 'sending',
  ...more,
});

/** Codes of the findings, without the one on missing particulars: nearly every message of these tests lacks some. */
export const codesOf = (more: Partial<Examination> = {}): string[] =>
  examineMessage(examination(more))
    .findings.map(({ code }) => code)
    .filter((code) => code !== 'particulars-missing');
