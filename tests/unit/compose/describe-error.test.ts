import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeError } from '../../../compose/process/logger.ts';
import { GatewayError } from '../../../gateway/error.ts';

describe('describeError', () => {
  it('tells where an unforeseen error came from, also when the platform gave it a code', () => {
    const cause = Object.assign(new Error('secret'), { code: 'ERR_HTTP_BODY_NOT_ALLOWED' });
    const line = describeError(new TypeError('secret', { cause })) as { at: string[]; cause: { code: string; at: string[] } };
    expect(line.at[0]).toContain('describe-error.test.ts');
    expect(line.cause.code).toBe('ERR_HTTP_BODY_NOT_ALLOWED');
    expect(line.cause.at[0]).toContain('describe-error.test.ts');
  });

  it('gives only class and code of errors that explain themselves', () => {
    expect(describeError(new GatewayError('not-found', 'no such message'))).toEqual({ class: 'GatewayError', code: 'not-found' });
    expect(describeError('a text')).toEqual({ class: 'string' });
  });

  it('never repeats a message, whatever it looks like', () => {
    const imitation = 'first\n    at secret place (x.ts:1:1)';
    expect(JSON.stringify(describeError(new Error(imitation)))).not.toContain('secret');
    fc.assert(
      fc.property(fc.string({ minLength: 8 }), (text) => {
        const marked = `particular-${text}-particular`;
        expect(JSON.stringify(describeError(new Error(marked, { cause: new RangeError(marked) })))).not.toContain('particular-');
      }),
    );
  });
});
