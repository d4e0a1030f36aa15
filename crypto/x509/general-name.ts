import { children, DerCursor, type DerNode, objectIdentifierOf } from '../der/reader.ts';
import { CryptoError } from '../error.ts';

/** The choices of GeneralName, by their names in RFC 5280 section 4.2.1.6. */
export type GeneralNameType =
  | 'otherName'
  | 'rfc822Name'
  | 'dNSName'
  | 'x400Address'
  | 'directoryName'
  | 'ediPartyName'
  | 'uniformResourceIdentifier'
  | 'iPAddress'
  | 'registeredID';

/** One name of a certificate: text for the textual choices, lower-case hexadecimal DER for the structured ones. */
export interface GeneralName {
  readonly type: GeneralNameType;
  readonly value: string;
}

const CHOICES: ReadonlyMap<number, GeneralNameType> = new Map<number, GeneralNameType>([
  [0xa0, 'otherName'],
  [0x81, 'rfc822Name'],
  [0x82, 'dNSName'],
  [0xa3, 'x400Address'],
  [0xa4, 'directoryName'],
  [0xa5, 'ediPartyName'],
  [0x86, 'uniformResourceIdentifier'],
  [0x87, 'iPAddress'],
  [0x88, 'registeredID'],
]);

/**
 * Reads one GeneralName.
 *
 * Text is refused unless it is visible ASCII: a NUL or a line break inside a name has been used to make two readers
 * see two different names in the same certificate.
 *
 * @throws CryptoError `certificate-malformed`
 */
export function generalNameOf(node: DerNode): GeneralName {
  const type = CHOICES.get(node.tag);
  if (type === undefined) throw malformed(`unknown form of general name, tag 0x${node.tag.toString(16)}`);
  switch (type) {
    case 'rfc822Name':
    case 'dNSName':
    case 'uniformResourceIdentifier':
      return { type, value: visibleAscii(node.content, type) };
    case 'iPAddress':
      return { type, value: addressText(node.content) };
    case 'directoryName':
      checkDirectoryName(node);
      return { type, value: node.raw.toString('hex') };
    default:
      return { type, value: node.raw.toString('hex') };
  }
}

function visibleAscii(content: Buffer, type: GeneralNameType): string {
  if (content.length === 0) throw malformed(`empty ${type}`);
  for (const octet of content) {
    if (octet < 0x21 || octet > 0x7e) throw malformed(`${type} holds an octet outside visible ASCII`);
  }
  return content.toString('latin1');
}

function addressText(content: Buffer): string {
  if (content.length === 4) return content.join('.');
  if (content.length !== 16) throw malformed(`iPAddress of ${content.length} octets`);
  const groups: string[] = [];
  for (let index = 0; index < 16; index += 2) groups.push(content.readUInt16BE(index).toString(16));
  return groups.join(':');
}

/** Name ::= SEQUENCE OF SET OF { type, value }, RFC 5280 section 4.1.2.4. */
function checkDirectoryName(wrapper: DerNode): void {
  const cursor = new DerCursor(wrapper, 'directoryName');
  const name = cursor.next(0x30, 'name');
  cursor.end();
  for (const part of children(name)) {
    const attributes = part.tag === 0x31 ? children(part) : [];
    if (attributes.length === 0) throw malformed('directoryName is no list of sets');
    for (const attribute of attributes) {
      const pair = new DerCursor(attribute, 'attribute of a name');
      objectIdentifierOf(pair.next(0x06, 'type'));
      pair.any('value');
      pair.end();
    }
  }
}

function malformed(message: string): CryptoError {
  return new CryptoError('certificate-malformed', message);
}
