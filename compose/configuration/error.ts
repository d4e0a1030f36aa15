export type ConfigurationErrorCode =
  | 'configuration-unreadable'
  | 'configuration-too-large'
  | 'configuration-not-json'
  | 'configuration-invalid'
  | 'secret-unreadable'
  | 'secret-readable-by-others'
  | 'key-set-unreadable'
  | 'instruments-unusable'
  | 'secret-malformed'
  | 'anchors-unreadable'
  | 'data-folder-unusable'
  | 'data-folder-newer'
  | 'data-folder-foreign';

/** One fault of a configuration file: where it is (`settings.lanes.urgent`) and what is wrong there. Never a value, which may be a secret. */
export interface ConfigurationFault {
  path: string;
  message: string;
}

/** Why a process does not start. Every cause is for its operator to mend. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
  readonly code: ConfigurationErrorCode;
  readonly disposition = 'operator' as const;
  readonly faults: readonly ConfigurationFault[];

  constructor(code: ConfigurationErrorCode, message: string, options: { cause?: unknown; faults?: readonly ConfigurationFault[] } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.faults = options.faults ?? [];
  }
}
