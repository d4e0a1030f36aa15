import { createEmbeddedQueue } from '../../queue/embedded/create-embedded-queue.ts';
import { describeQueue } from './queue.suite.ts';

describeQueue('embedded', (options) => createEmbeddedQueue(options));
describeQueue('embedded, with a shared budget', (options) => createEmbeddedQueue({ ...options, concurrency: 6 }));
