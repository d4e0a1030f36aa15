import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OperationId } from '../../../gateway/http/client/operations/table.ts';
import { REQUEST_EXAMPLES } from '../../../treaty/requests/examples/request-examples.ts';
import { type ClientApiServer, startClientApi } from '../../support/client-api-server.ts';
import { expectDescribed } from '../../support/described-answers.ts';
import { SENDER } from '../../support/gateway-fixture.ts';
import type { RawRequest, RawResponse } from '../../support/peer-client.ts';

const request = { ...REQUEST_EXAMPLES['service-of-documents'].complete, files: [] };

let server: ClientApiServer;
beforeAll(async () => {
  server = await startClientApi();
}, 60_000);
afterAll(() => server.close());

/** One request, whose answer must be one that the document describes. */
async function call(
  id: OperationId,
  path: string,
  options: Partial<RawRequest> = {},
  role: 'system' | 'auditor' = 'system',
): Promise<RawResponse> {
  const response = await server.send(role, path, options);
  expectDescribed(id, response);
  return response;
}

const jsonOf = (response: RawResponse) => JSON.parse(response.body.toString('utf8'));
const posted = (value: unknown): Partial<RawRequest> => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', 'accept-language': 'en' },
  body: Buffer.from(JSON.stringify(value)),
});

/** A consultation needs no legal basis, and so nobody's reason. */
const consultation = { ...REQUEST_EXAMPLES.consultation.complete, files: [] };

async function submitted(legal: object, key: string): Promise<{ messageId: string; registerNumber: string }> {
  const boundary = 'invented-boundary';
  const document = JSON.stringify({ recipient: SENDER, legal, renderLetter: { language: 'es' } });
  const body = `--${boundary}\r\ncontent-disposition: form-data; name="request"\r\ncontent-type: application/json\r\n\r\n${document}\r\n--${boundary}--\r\n`;
  const response = await call('submitMessage', '/messages', {
    method: 'POST',
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}`, 'idempotency-key': key, 'accept-language': 'en' },
    body: Buffer.from(body),
  });
  expect(response.status, response.body.toString('utf8')).toBe(202);
  return jsonOf(response);
}

describe('typed messages over HTTP', () => {
  it('are assessed before they are sent: what stops them, what they lack, and what would carry them', async () => {
    const assessed = jsonOf(await call('assessMessage', '/assessments', posted({ recipient: SENDER, legal: request })));
    expect(assessed.stops).toBe(true);
    expect(assessed.findings[0]).toMatchObject({ rule: 'R01', severity: 'stop', text: expect.stringMatching(/instrument|basis/i) });
    expect(assessed.completeness.requestType).toBe('service-of-documents');
    expect(assessed.basis.rejected.length).toBeGreaterThan(0);
  });

  it('with faults of form are told all of them at once', async () => {
    const broken = { ...request, matter: 'maritime', language: 'Spanish language' };
    const response = await call('assessMessage', '/assessments', posted({ recipient: SENDER, legal: broken }));
    expect(response.status).toBe(422);
    expect(jsonOf(response).faults.map(({ pointer }: { pointer: string }) => pointer)).toEqual(['/legal/matter', '/legal/language']);
    const unknown = await call('assessMessage', '/assessments', posted({ recipient: 'urn:valija:authority:xz-nobody', legal: request }));
    expect([unknown.status, jsonOf(unknown).code]).toEqual([422, 'recipient-unknown']);
  });

  it('are stopped with the number of the rule and its sentence', async () => {
    const boundary = 'invented-boundary';
    const document = JSON.stringify({ recipient: SENDER, legal: request, renderLetter: { language: 'es' } });
    const body = `--${boundary}\r\ncontent-disposition: form-data; name="request"\r\ncontent-type: application/json\r\n\r\n${document}\r\n--${boundary}--\r\n`;
    const response = await call('submitMessage', '/messages', {
      method: 'POST',
      headers: { 'content-type': `multipart/form-data; boundary=${boundary}`, 'idempotency-key': 'stopped', 'accept-language': 'en' },
      body: Buffer.from(body),
    });
    expect([response.status, jsonOf(response).code]).toEqual([422, 'legal-rule-stops']);
    expect(jsonOf(response).faults[0]).toMatchObject({
      rule: 'R01',
      code: 'legal-rule-stops',
      title: expect.not.stringMatching(/stops this from/),
    });
  });

  it('have a case with a number, its legal state in words, and a place in the statistics', async () => {
    const { messageId, registerNumber } = await submitted(consultation, 'consultation-1');
    const { cases } = jsonOf(await call('listCases', '/cases', {}, 'auditor'));
    expect(cases).toMatchObject([{ registerNumber, conversation: messageId, peer: SENDER, openedBy: 'outbound' }]);
    const byNumber = jsonOf(await call('listCases', `/cases?registerNumber=${encodeURIComponent(registerNumber)}`));
    expect(byNumber).toEqual({ cases });
    const detail = jsonOf(await call('showCase', `/cases/${messageId}`, { headers: { 'accept-language': 'es' } }));
    expect(detail.legal).toMatchObject({ state: 'requested', stateTerm: 'Solicitada', turn: ['requested'] });
    expect(detail.messages).toMatchObject([{ messageId, kind: 'request', direction: 'outbound' }]);
    expect(detail.times.instants.submitted.timeZone).toBe('UTC');
    const period = 'from=2000-01-01T00:00:00Z&to=2100-01-01T00:00:00Z';
    const counted = jsonOf(await call('countCases', `/statistics?${period}`, {}, 'auditor'));
    expect(counted.rows).toContainEqual(
      expect.objectContaining({ direction: 'outgoing', dimension: 'type', value: 'consultation', requests: 1, open: 1 }),
    );
    const csv = await call('countCases', `/statistics?${period}`, { headers: { accept: 'text/csv' } }, 'auditor');
    expect(csv.headers['content-type']).toMatch(/^text\/csv/);
    expect(csv.body.toString('utf8').split('\r\n')[0]).toMatch(/^direction,dimension,value/);
  });

  it('have cases that only those see who may read their messages', async () => {
    const { messageId } = await submitted(consultation, 'consultation-2');
    expect((await call('showCase', `/cases/${messageId}`, {}, 'auditor')).status).toBe(403);
    expect((await call('showCase', '/cases/no-such-conversation')).status).toBe(404);
    expect((await call('listCases', '/cases?after=bm9uc2Vuc2U')).status).toBe(400);
  });

  it('have published schemas, which are those by which the gateway parses', async () => {
    const { schemas } = jsonOf(await call('listSchemas', '/schemas'));
    expect(schemas.length).toBeGreaterThan(45);
    for (const { name } of schemas.slice(0, 3)) {
      const schema = jsonOf(await server.send('system', `/schemas/${name}`));
      expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
    }
    expect((await call('showSchema', '/schemas/nothing.v1')).status).toBe(404);
  });
});
