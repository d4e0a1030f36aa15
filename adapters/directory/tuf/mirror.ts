/** A place from which the files of the repository can be had. Nothing that comes from it is believed before it is verified. */
export interface Mirror {
  /** Without secrets; for logs and errors. */
  readonly name: string;
  /**
   * A file by its path below the repository, such as `metadata/timestamp.json`; undefined when there is none.
   * MUST NOT read more than `maximumLength` octets: DirectoryError `directory-too-large`; `directory-unreadable` when it cannot be had
   * before `signal` fires.
   */
  fetch(path: string, maximumLength: number, signal: AbortSignal): Promise<Buffer | undefined>;
  close(): Promise<void>;
}
