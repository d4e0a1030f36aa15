import { describe, expect, it } from 'vitest';
import { MESSAGE_NAMES } from '../../../compose/typed-messages/message-names.ts';
import { newMessage } from '../../../compose/typed-messages/new-message.ts';
import { schemaNamed, schemas } from '../../../compose/typed-messages/schemas.ts';
import { type Json, skeletonOf } from '../../../compose/typed-messages/skeleton.ts';
import { EXAMPLE_NOTE, SKELETON_NOTE } from '../../../compose/wording/legal/new-message-notes.ts';
import { LANGUAGES } from '../../../gateway/problems/language.ts';
import { MESSAGE_KINDS, parseLegalMessage } from '../../../treaty/message.ts';
import { REQUEST_TYPES } from '../../../treaty/requests/request-types.ts';

const ABOUT = '019a0000-0000-7000-8000-0000000000ff';

/** Every place with what stands there. */
function leaves(value: Json, place = ''): [string, Json][] {
  if (value === null || typeof value !== 'object') return [[place, value]];
  return Object.entries(value).flatMap(([name, member]) => leaves(member, `${place}/${name}`));
}

describe('a typed message to begin with', () => {
  it('exists for every type and kind', () => {
    const told = MESSAGE_NAMES.map((name) => newMessage(name, { example: true, language: 'es' }) as { kind: string; requestType?: string });
    expect(new Set(told.map(({ kind }) => kind))).toEqual(new Set(MESSAGE_KINDS));
    expect(told.flatMap(({ requestType }) => requestType ?? [])).toEqual([...REQUEST_TYPES]);
    expect(new Set(MESSAGE_NAMES).size).toBe(MESSAGE_NAMES.length);
    expect(newMessage('love-letter', { example: false, language: 'es' })).toBeUndefined();
  });

  it.each(MESSAGE_NAMES)('has nothing invented in it, and cannot be sent before it is filled in: %s', (name) => {
    const skeleton = newMessage(name, { example: false, language: 'fr' }) as Record<string, Json>;
    expect([skeleton.format, skeleton.language]).toEqual(['valija-legal/1', 'fr']);
    const { message, faults = [] } = parseLegalMessage(skeleton);
    expect(message).toBeUndefined();
    expect(faults.filter(({ issue }) => issue === 'unrecognized_keys')).toEqual([]);
    // Whatever stands there as in the example is a word of the schema, and no prose, date, number or digest.
    const example = new Set(leaves(newMessage(name, { example: true, language: 'fr' }) as Json).map(([, value]) => value));
    for (const [place, value] of leaves(skeleton)) {
      const isFixed =
        value === true || value === 1 || (typeof value === 'string' && /^(?:valija-legal\/1|[a-z]+(?:-[a-z]+)*)$/.test(value));
      if (place !== '/language' && value !== null && value !== '' && example.has(value))
        expect([place, value, isFixed]).toEqual([place, value, true]);
    }
  });

  it('is complete and valid as an example, and about the message that is named', () => {
    for (const name of MESSAGE_NAMES) {
      const example = newMessage(name, { example: true, language: 'es' });
      expect([name, parseLegalMessage(example).faults]).toEqual([name, []]);
    }
    expect(newMessage('refusal', { example: false, language: 'es', about: ABOUT })).toMatchObject({ about: ABOUT });
    expect(newMessage('message-consultation', { example: true, language: 'es', about: ABOUT })).toMatchObject({
      kind: 'consultation',
      about: ABOUT,
    });
  });

  it('shows choices as lists, days by their form, and one of each kind of thing', () => {
    const skeleton = newMessage('mutual-legal-assistance', { example: false, language: 'es' }) as Record<string, Json>;
    expect(skeleton).toMatchObject({ matter: 'criminal | civil | administrative', wishedDeadline: { date: 'YYYY-MM-DD', reasons: '' } });
    expect(skeleton).toMatchObject({ confidentiality: { fact: null }, requestType: 'mutual-legal-assistance', typeVersion: 1 });
    const { measures } = skeleton.particulars as { measures: { kind: string }[] };
    const kinds = measures.map(({ kind }) => kind);
    expect([kinds.length, new Set(kinds).size]).toEqual([11, 11]);
  });

  it('is made of nothing without failing', () => {
    expect(skeletonOf({})).toEqual({});
    expect(skeletonOf([])).toEqual([]);
  });
});

describe('published schemas', () => {
  it('are found by their names and by those of types and kinds', () => {
    for (const name of MESSAGE_NAMES) expect([name, typeof schemaNamed(name)?.title]).toEqual([name, 'string']);
    for (const { name, schema } of schemas()) expect(schemaNamed(name)).toEqual(schema);
    expect(schemaNamed('message-consultation')).not.toEqual(schemaNamed('consultation'));
    expect(schemaNamed('nothing')).toBeUndefined();
  });
});

describe('what is said beside a new message', () => {
  it.each(LANGUAGES)('names the command that examines it: %s', (language) => {
    expect(SKELETON_NOTE[language]).toContain('valija assess');
    expect(EXAMPLE_NOTE[language]).not.toBe(EXAMPLE_NOTE[language === 'es' ? 'en' : 'es']);
  });
});
