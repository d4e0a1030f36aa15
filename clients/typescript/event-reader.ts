/** One server-sent event (WHATWG HTML, section 9.2). */
export interface ServerSentEvent {
  event: string;
  data: string;
  id?: string;
}

/** More than any event of the gateway has. */
const MAXIMUM_EVENT_LENGTH = 64 * 1024;

/** Splits a stream into its events; one that is cut in the middle is none. Throws RangeError for one without end. */
export async function* readEvents(body: AsyncIterable<Uint8Array>): AsyncGenerator<ServerSentEvent> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of body) {
    text += decoder.decode(chunk, { stream: true }).replaceAll('\r\n', '\n');
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    if (text.length > MAXIMUM_EVENT_LENGTH) throw new RangeError('an event without end');
    for (const block of blocks) {
      const event = eventOf(block);
      if (event !== undefined) yield event;
    }
  }
}

function eventOf(block: string): ServerSentEvent | undefined {
  const fields = new Map<string, string[]>();
  for (const line of block.split('\n')) {
    const [, name = '', value = ''] = /^([^:]*)(?:: ?(.*))?$/.exec(line) ?? [];
    if (name !== '') fields.set(name, [...(fields.get(name) ?? []), value]);
  }
  const data = fields.get('data');
  if (data === undefined) return undefined;
  const id = fields.get('id')?.at(-1);
  return { event: fields.get('event')?.at(-1) ?? 'message', data: data.join('\n'), ...(id === undefined ? {} : { id }) };
}
