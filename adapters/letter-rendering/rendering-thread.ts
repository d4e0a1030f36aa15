import { type MessagePort, parentPort } from 'node:worker_threads';
import { LetterRenderingError } from './error.ts';
import { readTypeface } from './fonts/typeface.ts';
import { renderLetter } from './render-letter.ts';
import { drawSignatureMark } from './signature-mark.ts';
import type { News, Order, Task } from './thread-messages.ts';

/** The thread itself: reads the typeface once and renders what it is told to. */
function serve(port: MessagePort): void {
  let typeface: ReturnType<typeof readTypeface> | undefined;

  function perform(task: Task) {
    typeface ??= readTypeface();
    if (task.kind === 'render') return renderLetter(task.document, task.options, typeface);
    return drawSignatureMark(task.mark, task.place, typeface);
  }

  port.on('message', ({ id, task }: Order) => {
    try {
      port.postMessage({ id, result: perform(task) } satisfies News);
    } catch (error) {
      const known = error instanceof LetterRenderingError ? { code: error.code, characters: error.characters } : { characters: [] };
      port.postMessage({ id, failure: { ...known, message: error instanceof Error ? error.message : String(error) } } satisfies News);
    }
  });
}

if (parentPort !== null) serve(parentPort);
