import type { LegalFinding } from '../../treaty/finding.ts';
import { mergeInstruments } from '../../treaty/instruments/configured-instruments.ts';
import type { Instrument } from '../../treaty/instruments/instrument.ts';
import { KNOWN_INSTRUMENTS } from '../../treaty/instruments/known-instruments.ts';
import type { LegalMessage } from '../../treaty/message.ts';
import type { CheckedAuthority } from '../../treaty/rules/check.ts';
import { type Examined, examineMessage } from '../../treaty/rules/examine-message.ts';
import type { AuthorityRecord } from '../contracts/directory.ts';
import type { LetterReport } from '../contracts/letters.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import type { RequestDocument } from '../package/request-document.ts';

/** A message between two authorities of the directory. */
export interface Correspondence {
  direction: 'sending' | 'receiving';
  message: LegalMessage;
  sender: string;
  recipient: string;
  lane: RequestDocument['lane'];
  now: Date;
  /** SHA-256 of the files of the package, by their names. */
  digests?: ReadonlyMap<string, string>;
  /** On the signatures of the letter, where it was there to be looked at. */
  letter?: LetterReport;
  /** What the rules of the conversation found. */
  conversation?: readonly LegalFinding[];
}

type DirectoryHolder = Pick<GatewayDependencies, 'directory' | 'instruments'>;

/** Instruments that come with the product, with what the directory says laid over, and what is configured here over that. */
export function instrumentsInUse({ directory, instruments }: DirectoryHolder): readonly Instrument[] {
  return mergeInstruments(KNOWN_INSTRUMENTS, [...directory.instruments(), ...instruments]);
}

/**
 * What the treaty model says of a message between two authorities, by what the directory publishes about them. An authority that the directory does
 * not have any more has no profile, and no rule speaks of what is not known.
 */
export function examineWithDirectory(holder: DirectoryHolder, { lane, sender, recipient, letter, ...given }: Correspondence): Examined {
  const signatories = letter === undefined ? undefined : signatoriesOf(letter);
  return examineMessage({
    ...given,
    ...(signatories === undefined ? {} : { signatories }),
    sender: checkedAuthority(holder, sender),
    recipient: checkedAuthority(holder, recipient),
    channel: lane === 'urgent' ? 'urgent' : 'ordinary',
    neutralityDeclared: false,
    instruments: instrumentsInUse(holder),
    directory: holder.directory.authorities(),
  });
}

/** An authority as rules of law look at it. */
export function checkedAuthority({ directory }: Pick<DirectoryHolder, 'directory'>, identifier: string): CheckedAuthority {
  const record = directory.authority(identifier);
  // ISO 3166-1 reserves ZZ for users: a State that is not known.
  if (record === undefined) return { identifier, country: 'ZZ', kind: 'competent-authority' };
  const { country, profile } = record;
  return { identifier, country, kind: legalKind(record), ...(profile === undefined ? {} : { profile }) };
}

/** Relays and observers hold no office in the law of requests. */
function legalKind({ kind }: AuthorityRecord): CheckedAuthority['kind'] {
  return kind === 'central-authority' ? kind : 'competent-authority';
}

/** Names in the certificates of the signatures that hold; undefined for a letter that nobody signed, which the rules then do not judge. */
function signatoriesOf({ signatures }: LetterReport): string[] | undefined {
  if (signatures.length === 0) return undefined;
  const holding = signatures.filter(({ verdict }) => verdict !== 'FAILED');
  return holding.flatMap(({ signer }) => commonNames(signer?.subject ?? ''));
}

/** The common names of a distinguished name as text (RFC 4514), without its escapes. */
function commonNames(subject: string): string[] {
  return [...subject.matchAll(/(?:^|[,+])\s*CN=((?:\\.|[^,+\\])*)/gi)].map(([, name = '']) => name.replaceAll(/\\(.)/g, '$1'));
}
