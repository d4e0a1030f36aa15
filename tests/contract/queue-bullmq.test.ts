import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll } from 'vitest';
import { createBullmqQueue } from '../../queue/bullmq/create-bullmq-queue.ts';
import { type RedisServer, startRedisServer } from '../support/redis-server.ts';
import { describeQueue } from './queue.suite.ts';

let redis: RedisServer;
beforeAll(async () => {
  redis = await startRedisServer();
});
afterAll(async () => {
  await redis.stop();
});

describeQueue('bullmq', async (options) => {
  const queue = createBullmqQueue({ ...options, url: redis.url, prefix: `test-${randomUUID()}` });
  // Announcements made before the connection stands are lost by contract; the suite wants a queue that can deliver.
  while (!(await queue.healthy())) await new Promise((resolve) => setTimeout(resolve, 5));
  return queue;
});
