import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GatewayError } from '../../../gateway/error.ts';
import { traceOf } from '../../../gateway/error-trace.ts';

describe('traceOf', () => {
  it('tells where an unforeseen error came from, with its platform code and its cause', () => {
    const cause = Object.assign(new Error('secret'), { code: 'ERR_HTTP_BODY_NOT_ALLOWED' });
    const trace = traceOf(new TypeError('secret', { cause })) ?? '';
    expect(trace).toMatch(/^TypeError at .*tests\/unit\/gateway\/error-trace\.test\.ts\S*:\d+:\d+.* < Error ERR_HTTP_BODY_NOT_ALLOWED at /);
    expect(trace).not.toContain('file://');
  });

  it('says nothing about errors that explain themselves, nor about what is no error', () => {
    expect(traceOf(new GatewayError('not-found', 'no such message'))).toBeUndefined();
    expect(traceOf('a text')).toBeUndefined();
    expect(traceOf(undefined)).toBeUndefined();
  });

  it('never repeats a message, whatever it looks like', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 8 }), (text) => {
        const marked = `particular-${text.replaceAll('\n', ' ')}-particular`;
        expect(traceOf(new Error(marked, { cause: new RangeError(marked) }))).not.toContain('particular-');
      }),
    );
  });

  it('does not repeat a message of several lines that imitate a frame', () => {
    const trace = traceOf(new Error('first\n    at secret place (x.ts:1:1)')) ?? '';
    expect(trace).not.toContain('secret place');
  });
});
