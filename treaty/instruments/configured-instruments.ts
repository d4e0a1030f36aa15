import * as z from 'zod';
import { instrumentIdentifier } from '../common/identifiers.ts';
import { type SchemaFault, schemaFaults } from '../common/schema-faults.ts';
import { type Instrument, type InstrumentParty, instrument, instrumentParty } from './instrument.ts';

/** Parties that are added to an instrument which stands elsewhere. They replace the rows of the same State there. */
const addedParties = z.strictObject({
  instrument: instrumentIdentifier,
  parties: z.array(instrumentParty).min(1).max(400),
});

/** Instruments and parties as an installation configures them, or as a directory carries them. */
export const instrumentsDocument = z.strictObject({
  format: z.literal('valija-instruments/1'),
  /** An instrument with the identifier of one that comes with the product takes its place. */
  instruments: z.array(instrument).max(500),
  parties: z.array(addedParties).max(500),
});
export type InstrumentsDocument = z.infer<typeof instrumentsDocument>;

export type ParsedInstruments =
  | { readonly faults: readonly []; readonly document: InstrumentsDocument }
  | { readonly faults: readonly [SchemaFault, ...SchemaFault[]]; readonly document?: never };

/**
 * Reads configured instruments from JSON that was parsed under the caller's caps. Faults are told all together, by JSON Pointer: those of the
 * schema, an identifier that stands twice, dates that end before they begin, a text without any language.
 */
export function parseInstruments(value: unknown): ParsedInstruments {
  const parsed = instrumentsDocument.safeParse(value);
  const [first, ...others] = parsed.success ? faultsOf(parsed.data) : schemaFaults(parsed.error);
  if (first !== undefined) return { faults: [first, ...others] };
  return parsed.success ? { faults: [], document: parsed.data } : { faults: [{ pointer: '', issue: 'invalid_type' }] };
}

/** The instruments of `known` with those of each document over them, in the order of their identifiers. */
export function mergeInstruments(known: readonly Instrument[], documents: readonly InstrumentsDocument[]): Instrument[] {
  const byIdentifier = new Map(known.map((each) => [each.identifier, each]));
  for (const document of documents) for (const each of document.instruments) byIdentifier.set(each.identifier, each);
  for (const document of documents) {
    for (const { instrument: identifier, parties } of document.parties) {
      const found = byIdentifier.get(identifier);
      if (found !== undefined) byIdentifier.set(identifier, { ...found, parties: withParties(found.parties, parties) });
    }
  }
  return [...byIdentifier.values()].sort((one, other) => (one.identifier < other.identifier ? -1 : 1));
}

function withParties(present: readonly InstrumentParty[], added: readonly InstrumentParty[]): InstrumentParty[] {
  const replaced = new Set(added.map(({ country }) => country));
  return [...present.filter(({ country }) => !replaced.has(country)), ...added];
}

function faultsOf({ instruments, parties }: InstrumentsDocument): SchemaFault[] {
  return [
    ...repeated(instruments.map(({ identifier }) => identifier)).map((index) =>
      fault(`/instruments/${index}/identifier`, 'identifier_repeated'),
    ),
    ...repeated(parties.map((added) => added.instrument)).map((index) => fault(`/parties/${index}/instrument`, 'identifier_repeated')),
    ...instruments.flatMap((each, index) => [
      ...(Object.keys(each.names).length === 0 ? [fault(`/instruments/${index}/names`, 'empty')] : []),
      ...datesOf(each, `/instruments/${index}`),
      ...each.parties.flatMap((party, row) => partyFaults(party, `/instruments/${index}/parties/${row}`)),
    ]),
    ...parties.flatMap((added, index) => added.parties.flatMap((party, row) => partyFaults(party, `/parties/${index}/parties/${row}`))),
  ].slice(0, 200);
}

function partyFaults(party: InstrumentParty, pointer: string): SchemaFault[] {
  return [
    ...datesOf(party, pointer),
    ...party.declarations.flatMap(({ from, until }, index) =>
      from !== undefined && until !== undefined && until < from
        ? [fault(`${pointer}/declarations/${index}/until`, 'ends_before_it_begins')]
        : [],
    ),
  ];
}

function datesOf({ inForceFrom, inForceUntil }: { inForceFrom?: string; inForceUntil?: string }, pointer: string): SchemaFault[] {
  const inverted = inForceFrom !== undefined && inForceUntil !== undefined && inForceUntil < inForceFrom;
  return inverted ? [fault(`${pointer}/inForceUntil`, 'ends_before_it_begins')] : [];
}

/** Indexes of what stood there before. */
function repeated(identifiers: readonly string[]): number[] {
  const seen = new Set<string>();
  return identifiers.flatMap((identifier, index) => {
    if (seen.has(identifier)) return [index];
    seen.add(identifier);
    return [];
  });
}

function fault(pointer: string, issue: string): SchemaFault {
  return { pointer, issue };
}
