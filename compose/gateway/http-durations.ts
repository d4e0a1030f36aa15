import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { GatewayMetrics } from './metrics.ts';

const START = 'http.server.request.start';
const FINISH = 'http.server.response.finish';

/** What express leaves on a request once a route has taken it. */
interface RoutedRequest extends IncomingMessage {
  baseUrl?: string;
  route?: { path?: unknown };
}

/** Times every request of this process's servers; returns how to stop. */
export function timeRequests(metrics: Pick<GatewayMetrics, 'request'>): () => void {
  const started = new WeakMap<object, number>();
  const onStart = (message: unknown) => started.set((message as { request: IncomingMessage }).request, performance.now());
  const onFinish = (message: unknown) => {
    const { request, response } = message as { request: RoutedRequest; response: ServerResponse };
    const since = started.get(request);
    if (since === undefined) return;
    const { baseUrl = '', route } = request;
    const pattern = typeof route?.path === 'string' ? `${baseUrl}${route.path}` : 'none';
    const api = /^\/(api|peer)\//.exec(baseUrl)?.[1] ?? 'management';
    const seconds = (performance.now() - since) / 1_000;
    metrics.request({ api, route: pattern, method: request.method ?? '', status: response.statusCode, seconds });
  };
  subscribe(START, onStart);
  subscribe(FINISH, onFinish);
  return () => {
    unsubscribe(START, onStart);
    unsubscribe(FINISH, onFinish);
  };
}
