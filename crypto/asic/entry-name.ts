import { CryptoError } from '../error.ts';

/** Longest entry name in UTF-8 octets: what common file systems can hold, path included. */
export const MAXIMUM_NAME_BYTES = 512;

/**
 * Throws `container-name-unsafe` unless the name is a plain relative path that means the same file on every system: no empty,
 * `.` or `..` segment, no leading slash, backslash, drive letter, control character or direction override (which would show a
 * clerk another extension than the file has), no lone surrogate.
 */
export function requireSafeEntryName(name: string): void {
  const reason = unsafeReason(name);
  if (reason !== undefined) throw new CryptoError('container-name-unsafe', `an entry name ${reason}`);
}

function unsafeReason(name: string): string | undefined {
  if (name.length === 0) return 'is empty';
  if (!name.isWellFormed()) return 'is not well-formed Unicode';
  if (Buffer.byteLength(name) > MAXIMUM_NAME_BYTES) return 'is too long';
  if (/\p{Cc}/u.test(name)) return 'has a control character';
  if (/[\u202a-\u202e\u2066-\u2069]/u.test(name)) return 'has a direction override';
  if (name.includes('\\')) return 'has a backslash';
  if (name.startsWith('/')) return 'is absolute';
  if (/^[A-Za-z]:/.test(name)) return 'has a drive letter';
  const segments = name.split('/');
  if (segments.includes('')) return 'has an empty segment';
  if (segments.includes('.') || segments.includes('..')) return 'has a relative segment';
  return undefined;
}

/**
 * Remembers names and refuses one that a file system could take for an earlier one: equal after NFC and case folding, or the
 * same path once as a file and once as a folder. Throws `container-name-duplicate`.
 */
export class UniqueNames {
  readonly #files = new Set<string>();
  readonly #folders = new Set<string>();

  /** Adds a file's name. */
  add(name: string): void {
    const key = foldName(name);
    if (this.#files.has(key) || this.#folders.has(key)) throw duplicate();
    this.#files.add(key);
    this.#addFolders(key);
  }

  /** Adds a folder entry's name, without its final slash. */
  addFolder(name: string): void {
    const key = foldName(name);
    if (this.#files.has(key)) throw duplicate();
    this.#folders.add(key);
    this.#addFolders(key);
  }

  #addFolders(key: string): void {
    for (let slash = key.indexOf('/'); slash !== -1; slash = key.indexOf('/', slash + 1)) {
      const folder = key.slice(0, slash);
      if (this.#files.has(folder)) throw duplicate();
      this.#folders.add(folder);
    }
  }
}

// Upper case first: it joins what lower case alone keeps apart, such as U+00DF with "ss" and the final sigma with the sigma.
function foldName(name: string): string {
  return name.normalize('NFC').toUpperCase().toLowerCase().normalize('NFC');
}

function duplicate(): CryptoError {
  return new CryptoError('container-name-duplicate', 'two entries have the same name, or one is the folder of the other');
}
