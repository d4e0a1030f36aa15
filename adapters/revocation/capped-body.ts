/** The whole body, or undefined as soon as it is longer than `maximum` octets. */
export async function readCapped(body: AsyncIterable<Buffer>, maximum: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > maximum) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
