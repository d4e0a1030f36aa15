import assert from 'node:assert/strict';
import { parseStrictJson } from '../../../crypto/json/parse-strict-json.ts';
import { requestDigests } from '../../../gateway/outbound/request-digest.ts';
import type { FuzzTarget } from '../target.ts';

const FILES = { parts: ['["letter","carta.pdf","application/pdf","00"]'], uploads: ['["annex","a.bin","text/plain","11"]'] };

/** The digest of a submission is there for whatever comes, and the same for the same JSON written otherwise. */
export const target: FuzzTarget = {
  name: 'submission-digest',
  seeds: () => [
    Buffer.from('{"recipient":"urn:valija:authority:xb-central","lane":"urgent","files":[{"name":"a.bin","language":"pt"}]}'),
    Buffer.from('{"recipient":"x","files":[{"upload":"00","role":"annex","name":"a.bin","language":"pt"},{"name":"b"}]}'),
    Buffer.from('{"files":[null,1,{"name":{}}],"deadlines":{"relay":"2026-01-01T00:00:00Z"}}'),
  ],
  run(input) {
    const { content, exact } = requestDigests(input, FILES);
    assert.match(`${content} ${exact}`, /^[0-9a-f]{64} [0-9a-f]{64}$/);
    let value: unknown;
    try {
      value = parseStrictJson(input, { maximumBytes: input.length });
    } catch {
      return;
    }
    const otherwise = Buffer.from(
      JSON.stringify(value, (_name, member: unknown) => reversed(member), 1),
      'utf8',
    );
    assert.equal(requestDigests(otherwise, FILES).content, content);
  },
  acceptable: () => false,
};

function reversed(member: unknown): unknown {
  if (typeof member !== 'object' || member === null || Array.isArray(member)) return member;
  return Object.fromEntries(Object.entries(member).reverse());
}
