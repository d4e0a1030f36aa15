import { createHash } from 'node:crypto';
import { parseStrictJson } from '../../crypto/json/parse-strict-json.ts';

/** What tells one submission from another under the same Idempotency-Key; SHA-256, lowercase hexadecimal. */
export interface RequestDigests {
  /**
   * Of document and files: the same whichever way the files came, and however the JSON is written. Undefined while an upload that the
   * document names is not here.
   */
  content?: string;
  /** Of the octets of the document and of the parts. */
  exact: string;
  namesUploads: boolean;
}

/** `parts` and `uploads` are fingerprints of files, in the order in which they are packed. */
export function requestDigests(
  request: Buffer,
  { parts, uploads }: { parts: readonly string[]; uploads: readonly string[] | undefined },
): RequestDigests {
  const exact = digestOf([sha256(request), ...parts]);
  if (uploads === undefined) return { exact, namesUploads: true };
  const content = digestOf(['valija/submission-content/1', sha256(canonicalDocument(request)), ...parts, ...uploads]);
  return { content, exact, namesUploads: uploads.length > 0 };
}

/** The document without what only says how its files came, with members in one order. What is no JSON stays as it is. */
function canonicalDocument(request: Buffer): Buffer | string {
  let document: unknown;
  try {
    document = parseStrictJson(request, { maximumBytes: request.length });
  } catch {
    return request;
  }
  if (!isObject(document) || !Array.isArray(document.files)) return JSON.stringify(sorted(document));
  const { files, ...rest } = document;
  const described = files.map(withoutWay).filter((file) => Object.keys(file).length > 1);
  const inOrder = described.map((file) => JSON.stringify(sorted(file))).sort();
  return JSON.stringify(sorted({ ...rest, ...(inOrder.length === 0 ? {} : { files: inOrder }) }));
}

/** Role and media type of a file are in its fingerprint; what is left is what a part can have said of it, too. */
function withoutWay(file: unknown): object {
  if (!isObject(file)) return {};
  const { upload: _upload, role: _role, mediaType: _mediaType, ...described } = file;
  return described;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, member]) => [name, sorted(member)]),
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function digestOf(lines: readonly string[]): string {
  return sha256(lines.join('\n'));
}

function sha256(octets: Buffer | string): string {
  return createHash('sha256').update(octets).digest('hex');
}
