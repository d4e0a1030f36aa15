import type { Blobs } from '../../store/contracts/blobs.ts';

/** Counts the octets that resumed writers of these blobs have taken: how far a transfer has really come, without asking for it. */
export function countStored(blobs: Blobs): { octets: () => number } {
  const resume = blobs.resume.bind(blobs);
  let octets = 0;
  blobs.resume = async (options) => {
    const writer = await resume(options);
    const write = writer.write.bind(writer);
    writer.write = async (chunk) => {
      await write(chunk);
      octets += chunk.length;
    };
    return writer;
  };
  return { octets: () => octets };
}
