/** What the generated methods need of whoever sends their requests. */

export interface OperationRequest {
  method: 'GET' | 'POST' | 'HEAD' | 'PATCH' | 'DELETE' | 'OPTIONS';
  /** From the root of the gateway, with its parameters filled in. */
  path: string;
  query?: Readonly<Record<string, QueryValue>>;
  headers?: Readonly<Record<string, string | undefined>>;
  body?: OperationBody;
  /** Ends the request, and the reading of its answer. */
  signal?: AbortSignal;
  /** Longest time between two pieces of the answer, in milliseconds. */
  silence?: number;
  /** Longest time from the end of the request to its answer, in milliseconds. */
  answer?: number;
}

/** Lists are sent with commas between. */
export type QueryValue = string | number | boolean | readonly string[] | undefined;

export type OperationBody =
  | { kind: 'json'; value: unknown }
  | { kind: 'form'; value: object }
  | { kind: 'octets'; content: SentOctets }
  | { kind: 'parts'; request: unknown; files: readonly SentFile[] };

/** Octets on their way to the gateway: read once, of known length. */
export interface SentOctets {
  length: number;
  open(): AsyncIterable<Uint8Array>;
}

/** A file on its way to the gateway: read once, of known length. */
export interface SentFile<Part extends string = string> {
  part: Part;
  name: string;
  mediaType: string;
  length: number;
  open(): AsyncIterable<Uint8Array>;
}

/** Content on its way from the gateway. */
export interface ReceivedContent {
  status: number;
  mediaType: string;
  /** In octets; undefined when it was not told beforehand. */
  length?: number;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  body: AsyncIterable<Buffer>;
}

/** An answer whose headers say it all. */
export interface ReceivedHeaders {
  status: number;
  headers: Readonly<Record<string, string | string[] | undefined>>;
}

export interface Transport {
  /** The JSON of a successful answer. */
  json<Answer>(request: OperationRequest): Promise<Answer>;
  /** The octets of a successful answer; they must be read or the connection stays taken. */
  octets(request: OperationRequest): Promise<ReceivedContent>;
  headers(request: OperationRequest): Promise<ReceivedHeaders>;
  /** An answer without content. */
  nothing(request: OperationRequest): Promise<void>;
}
