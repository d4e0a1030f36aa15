import { ServerResponse } from 'node:http';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type RateLimit, RateLimits } from '../../../gateway/http/client/rate-limits.ts';

function limits(limit: RateLimit) {
  const clock = { now: 0 };
  const counted = new RateLimits(
    () => limit,
    () => clock.now,
  );
  const request = (client = 'a') => {
    const response = new ServerResponse({ method: 'GET' } as never);
    try {
      counted.count(client, response);
      return { allowed: true, headers: response.getHeaders() };
    } catch (error) {
      return {
        allowed: false,
        error: error as { status: number; code: string; headers: Record<string, string> },
        headers: response.getHeaders(),
      };
    }
  };
  return { clock, request };
}

describe('rates of requests', () => {
  it('allow as many at once as in a period, and then one after the other', () => {
    const { clock, request } = limits({ requests: 3, periodMilliseconds: 3_000 });
    expect([request(), request(), request()].map(({ allowed }) => allowed)).toEqual([true, true, true]);
    const refused = request();
    expect(refused).toMatchObject({ allowed: false, error: { status: 429, code: 'rate-limited', headers: { 'Retry-After': '1' } } });
    clock.now = 999;
    expect(request().allowed).toBe(false);
    clock.now = 1_000;
    expect(request().allowed).toBe(true);
    expect(request().allowed).toBe(false);
  });

  it('tell how many are left and when there are all again', () => {
    const { request } = limits({ requests: 4, periodMilliseconds: 60_000 });
    expect(request().headers).toMatchObject({ 'ratelimit-policy': '"client";q=4;w=60', ratelimit: '"client";r=3;t=15' });
    expect(request().headers).toMatchObject({ ratelimit: '"client";r=2;t=30' });
  });

  it('are counted for each client by itself', () => {
    const { request } = limits({ requests: 1, periodMilliseconds: 1_000 });
    expect([request('a'), request('b'), request('a')].map(({ allowed }) => allowed)).toEqual([true, true, false]);
  });

  it('never allow more than the bucket and what was filled in since, and always what Retry-After promises', () => {
    const steps = fc.array(fc.integer({ min: 0, max: 2_000 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 100, max: 10_000 }), steps, (requests, periodMilliseconds, waits) => {
        const { clock, request } = limits({ requests, periodMilliseconds });
        let allowed = 0;
        for (const wait of waits) {
          clock.now += wait;
          const outcome = request();
          if (outcome.allowed) {
            allowed += 1;
            continue;
          }
          clock.now += Number(outcome.error?.headers['Retry-After']) * 1_000;
          expect(request().allowed).toBe(true);
          allowed += 1;
        }
        expect(allowed).toBeLessThanOrEqual(requests + (clock.now * requests) / periodMilliseconds + 1e-6);
      }),
      { numRuns: 200 },
    );
  });
});
