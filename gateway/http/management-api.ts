import express, { type Router } from 'express';
import { sendAnswer } from './send-answer.ts';

export interface Readiness {
  ready: boolean;
  /** What is missing, by code: `clock-not-trusted`, `directory-not-usable` and such. */
  reasons: readonly string[];
  /** What is missing without keeping it from its work, by code; left out when nothing is. */
  notes?: readonly string[];
  /** What a person has to look at; left out when there is nothing. */
  alarms?: readonly OpenAlarms[];
}

/** Open alarms of one code about one peer: a fork, receipts that contradict one another and such. */
export interface OpenAlarms {
  /** Of the error table. */
  code: string;
  peer?: string;
  count: number;
  /** When the oldest of them was raised. */
  since: string;
}

export interface ManagementApiOptions {
  readiness: () => Promise<Readiness>;
  /** The registry's text with its media type (prom-client: `contentType` and `metrics()`). */
  metrics: () => Promise<{ contentType: string; text: string }>;
}

/** For the machine's own watchers, on loopback and without authentication: says nothing about any message. */
export function managementApi(options: ManagementApiOptions): Router {
  const router = express.Router({ caseSensitive: true, strict: true });
  const json = (status: number, value: object) => ({
    status,
    headers: { 'Content-Type': 'application/json' },
    body: Buffer.from(JSON.stringify(value), 'utf8'),
  });
  router.get('/health/live', (request, response) => sendAnswer(request, response, json(200, { live: true })));
  router.get('/health/ready', async (request, response) => {
    const answer = await options.readiness();
    await sendAnswer(request, response, json(answer.ready ? 200 : 503, answer));
  });
  router.get('/metrics', async (request, response) => {
    const { contentType, text } = await options.metrics();
    await sendAnswer(request, response, { status: 200, headers: { 'Content-Type': contentType }, body: Buffer.from(text, 'utf8') });
  });
  return router;
}
