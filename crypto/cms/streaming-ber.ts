import { CryptoError } from '../error.ts';
import { forward, type Reading, type StreamedHeader, type StreamedPosition, takeHeader } from './open-sealed-input.ts';

/**
 * The part of BER that other tools write when they stream: containers of indefinite length that end with end-of-contents octets
 * (X.690 section 8.1.5), and content cut into segments (section 8.7.3). Between gateways it is refused; only verifiers and
 * tests ask for it.
 */

const END_OF_CONTENTS = 0x00;
const OCTET_STRING = 0x04;

/** Consumes the end-of-contents octets that close a container of indefinite length. Throws `sealed-malformed`. */
export function* takeEndOfContents(position: StreamedPosition): Reading<void> {
  const header = yield* takeHeader(position);
  if (header.tag !== END_OF_CONTENTS) throw new CryptoError('sealed-malformed', 'a container of indefinite length has too many members');
}

/**
 * Hands on the octets of a segmented string whose header was read, up to its end. `end` is the offset at which the enclosing
 * container ends, where known. Segments must themselves be definite and primitive: nobody nests them.
 */
export function* forwardSegments(
  position: StreamedPosition,
  header: StreamedHeader,
  end: number | undefined,
  sink: (octets: Buffer) => void,
): Reading<void> {
  const ownEnd = header.length === undefined ? undefined : position.offset + header.length;
  while (ownEnd === undefined || position.offset < ownEnd) {
    const segment = yield* takeHeader(position);
    if (segment.tag === END_OF_CONTENTS && ownEnd === undefined) return;
    const limit = ownEnd ?? end;
    const fits = segment.length !== undefined && (limit === undefined || position.offset + segment.length <= limit);
    if (segment.tag !== OCTET_STRING || segment.length === undefined || !fits) {
      throw new CryptoError('sealed-malformed', 'a segment of the sealed content is not an octet string inside its container');
    }
    yield* forward(position, segment.length, sink);
  }
}
