import type { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLetterRenderer } from '../../../adapters/letter-rendering/worker-letter-renderer.ts';
import type { LetterRenderer } from '../../../gateway/contracts/letter-renderer.ts';
import { inventedLetter } from '../../support/invented-letter.ts';
import { RENDERING, rendered } from './support.ts';

let renderer: LetterRenderer;
let workers: Worker[] = [];
const remember = (worker: Worker) => workers.push(worker);

beforeEach(() => {
  workers = [];
  process.on('worker', remember);
  renderer = createLetterRenderer();
});
afterEach(async () => {
  process.off('worker', remember);
  await renderer.close();
});

const UNSHOWN = inventedLetter([{ kind: 'paragraph', text: '山' }]);

describe('letters rendered in a thread of their own', () => {
  it('have the octets that they have without it', async () => {
    expect((await renderer.render(inventedLetter(), RENDERING)).equals(rendered(inventedLetter()))).toBe(true);
  });

  it('share one thread, many at once', async () => {
    const letters = await Promise.all(Array.from({ length: 5 }, () => renderer.render(inventedLetter(), RENDERING)));
    expect(new Set(letters.map((letter) => letter.toString('base64'))).size).toBe(1);
    expect(workers).toHaveLength(1);
  });

  it('are refused with the characters that have no form, and the thread goes on', async () => {
    await expect(renderer.render(UNSHOWN, RENDERING)).rejects.toMatchObject({
      code: 'letter-character-missing',
      disposition: 'refuse',
      characters: ['山'],
    });
    await expect(renderer.render(inventedLetter(), RENDERING)).resolves.toBeInstanceOf(Buffer);
    expect(workers).toHaveLength(1);
  });

  it('get a drawn mark with its fonts', async () => {
    const { objects } = await renderer.drawMark({ language: 'es', lines: ['Autoridad inventada', 'Sello'] }, { width: 270, height: 84 });
    expect(String(objects[0]?.[0])).toContain('/Subtype/Form/BBox[0 0 270 84]');
    expect(objects.length).toBeGreaterThan(5);
    await expect(renderer.drawMark({ language: 'es', lines: ['山'] }, { width: 270, height: 84 })).rejects.toMatchObject({
      code: 'letter-character-missing',
    });
  });

  it('fail in a way worth another try when their thread dies, and the next one gets a new thread', async () => {
    const lost = renderer.render(inventedLetter(), RENDERING);
    // The event that tells of a worker comes in the next turn.
    await new Promise((resolve) => setImmediate(resolve));
    await workers[0]?.terminate();
    await expect(lost).rejects.toMatchObject({ code: 'letter-not-rendered', disposition: 'retry' });
    await expect(renderer.render(inventedLetter(), RENDERING)).resolves.toBeInstanceOf(Buffer);
    expect(workers).toHaveLength(2);
  });

  it('fail when they take too long, and when the renderer is closed', async () => {
    const hasty = createLetterRenderer({ timeoutMilliseconds: 1 });
    await expect(hasty.render(inventedLetter(), RENDERING)).rejects.toMatchObject({ code: 'letter-not-rendered' });
    await hasty.close();
    const waiting = renderer.render(inventedLetter(), RENDERING);
    const closed = renderer.close();
    await expect(waiting).rejects.toMatchObject({ code: 'letter-not-rendered' });
    await closed;
  });

  it('leave no thread behind when there is nothing to do', async () => {
    const short = createLetterRenderer({ idleMilliseconds: 1 });
    await short.render(inventedLetter(), RENDERING);
    const [worker] = workers;
    await new Promise<void>((resolve) => worker?.once('exit', () => resolve()));
    await expect(short.render(inventedLetter(), RENDERING)).resolves.toBeInstanceOf(Buffer);
    await short.close();
  });
});
