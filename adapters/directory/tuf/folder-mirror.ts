import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { DirectoryError } from '../error.ts';
import type { Mirror } from './mirror.ts';

/** A repository in a folder: carried there by hand, mounted, or written on this machine. Paths are made by us and stay below it. */
export function createFolderMirror(folder: string): Mirror {
  return {
    name: folder,
    async fetch(path, maximumLength, signal) {
      try {
        signal.throwIfAborted();
        const file = await open(join(folder, path), 'r');
        try {
          const buffer = Buffer.alloc(maximumLength + 1);
          let filled = 0;
          for (let read = -1; read !== 0 && filled <= maximumLength; filled += read) {
            ({ bytesRead: read } = await file.read(buffer, filled, Math.min(65_536, buffer.length - filled)));
          }
          if (filled > maximumLength) throw new DirectoryError('directory-too-large', `${path} has more than ${maximumLength} octets`);
          return Buffer.from(buffer.subarray(0, filled));
        } finally {
          await file.close();
        }
      } catch (cause) {
        if (cause instanceof DirectoryError) throw cause;
        if ((cause as { code?: unknown }).code === 'ENOENT') return undefined;
        throw new DirectoryError('directory-unreadable', `${path} cannot be read`, { cause });
      }
    },
    close: async () => {},
  };
}
