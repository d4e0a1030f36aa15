import { CryptoError } from '../error.ts';

/** An element of a small XML document, names resolved. Attribute namespaces are empty for plain attributes. */
export interface XmlElement {
  readonly namespace: string;
  readonly name: string;
  readonly attributes: readonly { readonly namespace: string; readonly name: string; readonly value: string }[];
  readonly children: readonly XmlElement[];
  /** The text directly inside; never mixed with child elements. */
  readonly text: string;
}

export interface XmlLimits {
  readonly maximumBytes: number;
  readonly maximumElements: number;
  readonly maximumDepth: number;
}

const MAXIMUM_ATTRIBUTES = 16;
const XML_NAMESPACE = 'http://www.w3.org/XML/1998/namespace';
const XMLNS_NAMESPACE = 'http://www.w3.org/2000/xmlns/';
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const DECLARATION =
  /^<\?xml[ \t\r\n]+version[ \t\r\n]*=[ \t\r\n]*(?:"1\.0"|'1\.0')(?:[ \t\r\n]+encoding[ \t\r\n]*=[ \t\r\n]*(?:"[Uu][Tt][Ff]-8"|'[Uu][Tt][Ff]-8'))?(?:[ \t\r\n]+standalone[ \t\r\n]*=[ \t\r\n]*(?:"(?:yes|no)"|'(?:yes|no)'))?[ \t\r\n]*\?>/;
const SPACE = /[ \t\r\n]*/y;
const NAME = /[A-Za-z_][A-Za-z0-9_.-]{0,127}(?::[A-Za-z_][A-Za-z0-9_.-]{0,127})?/y;
const TEXT = /[^<]*/y;
const EQUALS = /[ \t\r\n]*=[ \t\r\n]*/y;
const VALUE = /"[^"<]*"|'[^'<]*'/y;

/**
 * Reads the little XML that manifests are written in, and nothing else of XML: UTF-8 without mark, elements, attributes, text,
 * namespaces and the five predefined entities. Comments, processing instructions, CDATA, document types, other entities and mixed
 * content are refused: a signature covers octets, and two parsers must not disagree about what they say.
 *
 * Throws `manifest-too-large` past a limit, else `manifest-not-xml`.
 */
export function parseSmallXml(bytes: Buffer, limits: XmlLimits): XmlElement {
  if (bytes.length > limits.maximumBytes) throw tooLarge('octets');
  const source = decode(bytes);
  const declaration = DECLARATION.exec(source)?.[0] ?? '';
  const reader = new Reader(source, declaration.length, limits);
  reader.skip(SPACE);
  const root = reader.element(new Map([['xml', XML_NAMESPACE]]), 1);
  reader.skip(SPACE);
  reader.requireEnd();
  return root;
}

type Namespaces = ReadonlyMap<string, string>;

class Reader {
  readonly #source: string;
  readonly #limits: XmlLimits;
  #at: number;
  #elements = 0;

  constructor(source: string, start: number, limits: XmlLimits) {
    this.#source = source;
    this.#at = start;
    this.#limits = limits;
  }

  element(outer: Namespaces, depth: number): XmlElement {
    this.#elements += 1;
    if (this.#elements > this.#limits.maximumElements) throw tooLarge('elements');
    if (depth > this.#limits.maximumDepth) throw tooLarge('levels');
    this.#expect('<');
    const qualified = this.#match(NAME);
    const { namespaces, attributes } = resolveAttributes(this.#rawAttributes(), outer);
    const resolved = resolve(qualified, namespaces, namespaces.get('') ?? '');
    if (this.#accept('/>')) return { ...resolved, attributes, children: [], text: '' };
    this.#expect('>');
    const { children, text } = this.#content(namespaces, depth);
    this.#expect('</');
    this.#expect(qualified);
    this.skip(SPACE);
    this.#expect('>');
    return { ...resolved, attributes, children, text };
  }

  skip(pattern: RegExp): void {
    this.#match(pattern);
  }

  requireEnd(): void {
    if (this.#at !== this.#source.length) throw notXml('something follows the document');
  }

  #content(namespaces: Namespaces, depth: number): { children: XmlElement[]; text: string } {
    const children: XmlElement[] = [];
    let text = '';
    while (true) {
      text += expandEntities(this.#match(TEXT));
      if (this.#source.startsWith('</', this.#at) || this.#at >= this.#source.length) break;
      children.push(this.element(namespaces, depth + 1));
    }
    if (children.length > 0 && /[^ \t\r\n]/.test(text)) throw notXml('text stands between elements');
    return { children, text };
  }

  #rawAttributes(): [string, string][] {
    const attributes: [string, string][] = [];
    while (true) {
      const space = this.#match(SPACE);
      if (this.#source.startsWith('>', this.#at) || this.#source.startsWith('/>', this.#at)) return attributes;
      if (space === '') throw notXml('attributes are not separated');
      if (attributes.length >= MAXIMUM_ATTRIBUTES) throw tooLarge('attributes');
      const name = this.#match(NAME);
      this.#match(EQUALS);
      attributes.push([name, expandEntities(this.#match(VALUE).slice(1, -1))]);
    }
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#source)?.[0];
    if (match === undefined) throw notXml(`unexpected character at ${this.#at}`);
    this.#at += match.length;
    return match;
  }

  #expect(literal: string): void {
    if (!this.#accept(literal)) throw notXml(`unexpected character at ${this.#at}`);
  }

  #accept(literal: string): boolean {
    if (!this.#source.startsWith(literal, this.#at)) return false;
    this.#at += literal.length;
    return true;
  }
}

function resolveAttributes(raw: readonly [string, string][], outer: Namespaces) {
  const namespaces = new Map(outer);
  for (const [name, value] of raw) {
    if (name === 'xmlns') namespaces.set('', value);
    else if (name.startsWith('xmlns:')) namespaces.set(declaredPrefix(name, value), value);
  }
  const plain = raw.filter(([name]) => name !== 'xmlns' && !name.startsWith('xmlns:'));
  const attributes = plain.map(([name, value]) => ({ ...resolve(name, namespaces, ''), value }));
  const expanded = attributes.map(({ namespace, name }) => `{${namespace}}${name}`);
  if (new Set(raw.map(([name]) => name)).size < raw.length || new Set(expanded).size < expanded.length) {
    throw notXml('an attribute stands twice');
  }
  return { namespaces, attributes };
}

function declaredPrefix(name: string, uri: string): string {
  const prefix = name.slice('xmlns:'.length);
  if (uri === '' || prefix === 'xml' || prefix === 'xmlns' || uri === XML_NAMESPACE || uri === XMLNS_NAMESPACE) {
    throw notXml('a namespace prefix is declared wrongly');
  }
  return prefix;
}

function resolve(qualified: string, namespaces: Namespaces, withoutPrefix: string): { namespace: string; name: string } {
  const colon = qualified.indexOf(':');
  if (colon === -1) return { namespace: withoutPrefix, name: qualified };
  const namespace = namespaces.get(qualified.slice(0, colon));
  if (namespace === undefined) throw notXml('a namespace prefix is not declared');
  return { namespace, name: qualified.slice(colon + 1) };
}

// "]]>" is not allowed in text (XML 1.0 section 2.4), and some parsers do not mind it.
function expandEntities(text: string): string {
  if (text.includes(']]>')) throw notXml('the end of a CDATA section stands alone');
  return text.replace(/&([^;&]{0,8});?/g, (reference, name: string) => {
    const character = Object.hasOwn(ENTITIES, name) && reference.endsWith(';') ? ENTITIES[name] : undefined;
    if (character === undefined) throw notXml('an entity is not one of the five');
    return character;
  });
}

function decode(bytes: Buffer): string {
  let source: string;
  try {
    source = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new CryptoError('manifest-not-xml', 'the manifest is not UTF-8', { cause });
  }
  // XML 1.0 section 2.2: no control characters but tab and line ends, and not these two.
  if (/[^\t\n\r\P{Cc}]|[\ufffe\uffff]/u.test(source)) throw notXml('a character is not allowed in XML');
  return source;
}

function notXml(reason: string): CryptoError {
  return new CryptoError('manifest-not-xml', `the manifest is not the XML we read: ${reason}`);
}

function tooLarge(what: string): CryptoError {
  return new CryptoError('manifest-too-large', `the manifest has too many ${what}`);
}
