import { parentPort, workerData } from 'node:worker_threads';
import { inspectLetter } from './inspect-letter.ts';

const { maximumLength } = workerData as { maximumLength: number };

parentPort?.on('message', ({ id, letter }: { id: number; letter: Uint8Array }) => {
  inspectLetter(letter, maximumLength).then((finding) => parentPort?.postMessage({ id, finding }));
});
