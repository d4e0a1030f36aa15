import { createBullmqQueue } from '../../queue/bullmq/create-bullmq-queue.ts';

// A worker process for the tests. Arguments: mode, address of Redis, prefix. Prints one line per event.
// hang: takes ids and never finishes them. close: closes its queue after the first line on standard input, and must then end by itself.
const [mode, url = '', prefix = ''] = process.argv.slice(2);

const queue = createBullmqQueue({ url, prefix, lockMilliseconds: 1_000, closeTimeoutMilliseconds: 500 });
const print = (line: string): void => void process.stdout.write(`${line}\n`);

const handler = async (id: string): Promise<void> => {
  print(`took ${id}`);
  if (mode === 'hang') await new Promise(() => {});
};
queue.consume('ordinary', handler, { concurrency: 2 });
print('up');

process.stdin.once('data', async () => {
  process.stdin.destroy();
  await queue.announce([{ id: 'late', lane: 'ordinary' }]);
  await queue.close();
  print('closed');
});
