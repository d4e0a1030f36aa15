import express, { type Request, type Response, type Router } from 'express';
import * as z from 'zod';
import type { GatewayDependencies } from '../dependencies.ts';
import type { Actor } from '../operations/actor.ts';
import { type Backups, showBackup, startBackup } from '../operations/backup.ts';

/** Generations that a backup keeps unless it is told another number. */
const DEFAULT_GENERATIONS = 14;

export interface OperatorApiOptions {
  dependencies: GatewayDependencies;
  backups: Backups;
  /** Who calls, from the TLS client certificate; throws GatewayError `actor-unknown`. */
  authenticate: (request: Request) => Actor;
  /** Everything that is no matter of operators. */
  next: Router;
}

const backupBody = z.strictObject({
  folder: z.string().min(1).max(4_096),
  keep: z.int().min(1).max(1_000).default(DEFAULT_GENERATIONS),
});
const backupPath = z.strictObject({ identifier: z.uuid() });

/** What operators do, before the client API: each route reads its input strictly, calls one operation and writes the answer. */
export function operatorApi({ dependencies, backups, authenticate, next }: OperatorApiOptions): Router {
  const router = express.Router();
  const json = express.json({ limit: '16kb', type: 'application/json' });
  const route =
    (handler: (request: Request, response: Response, actor: Actor) => Promise<void>) => (request: Request, response: Response) =>
      handler(request, response, authenticate(request));

  router.post(
    '/backups',
    json,
    route(async (request, response, actor) => {
      const status = await startBackup(dependencies, backups, { actor, ...backupBody.parse(request.body) });
      response.status(202).location(`/api/v1/backups/${status.identifier}`).json(status);
    }),
  );
  router.get(
    '/backups/:identifier',
    route(async (request, response, actor) => {
      const { identifier } = backupPath.parse(request.params);
      response.json(showBackup(backups, { actor, identifier }));
    }),
  );
  router.use(next);
  return router;
}
