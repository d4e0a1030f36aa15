import { booleanOf, children, type DerNode, objectIdentifierOf, sequenceCursor } from '../der/reader.ts';

/** One extension of a time-stamp request or token; values are not looked into. */
export interface TimestampExtension {
  readonly identifier: string;
  readonly critical: boolean;
}

/** Extensions (RFC 5280 section 4.1) under an implicit tag. @throws CryptoError one of the `der-` codes */
export function readTimestampExtensions(node: DerNode): TimestampExtension[] {
  return children(node).map((member) => {
    const cursor = sequenceCursor(member, 'Extension');
    const identifier = objectIdentifierOf(cursor.next(0x06, 'extnID'));
    const critical = cursor.optional(0x01);
    cursor.next(0x04, 'extnValue');
    cursor.end();
    return { identifier, critical: critical !== undefined && booleanOf(critical) };
  });
}
