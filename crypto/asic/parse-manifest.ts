import { CryptoError } from '../error.ts';
import { type DigestAlgorithm, digestByName, digestByUri } from '../suites.ts';
import { ASIC_NAMESPACE, XML_SIGNATURE_NAMESPACE } from './build-manifest.ts';
import { requireSafeEntryName } from './entry-name.ts';
import { parseSmallXml, type XmlElement } from './small-xml.ts';

/** One data object that a manifest covers. */
export interface ManifestReference {
  /** Entry name in the container, percent-decoded. */
  readonly name: string;
  readonly mimeType?: string;
  readonly root: boolean;
  readonly digestAlgorithm: DigestAlgorithm;
  readonly digest: Buffer;
}

export interface Manifest {
  /** The file that covers the manifest: a CAdES signature, or a time-stamp. */
  readonly signature: { readonly name: string; readonly mimeType?: string };
  readonly references: readonly ManifestReference[];
}

const LIMITS = { maximumBytes: 8 * 1024 * 1024, maximumElements: 40_000, maximumDepth: 4 };
const MAXIMUM_URI_LENGTH = 4096;

/**
 * Reads an ASiCManifest (EN 319 162-1 annex A.4), ours or anybody's: any prefixes and white space, exactly the elements of the
 * schema, no extensions.
 *
 * Throws `manifest-too-large`, `manifest-not-xml`, `manifest-structure`, `manifest-extension-unsupported`,
 * `manifest-digest-invalid`, `manifest-reference-unsafe` or `manifest-reference-duplicate`.
 */
export function parseManifest(bytes: Buffer): Manifest {
  const root = parseSmallXml(bytes, LIMITS);
  requireElement(root, ASIC_NAMESPACE, 'ASiCManifest');
  requireAttributes(root, []);
  const [signature, ...references] = root.children;
  if (signature === undefined) throw structure('SigReference is missing');
  if (references.length === 0) throw structure('DataObjectReference is missing');
  const manifest = { signature: signatureReference(signature), references: references.map(dataObjectReference) };
  requireUnambiguous(manifest);
  return manifest;
}

function signatureReference(element: XmlElement): Manifest['signature'] {
  requireElement(element, ASIC_NAMESPACE, 'SigReference');
  const attributes = requireAttributes(element, ['URI', 'MimeType']);
  if (element.children.length > 0) throw structure('SigReference is not empty');
  return { name: nameOfUri(attributes.get('URI')), ...mimeTypeOf(attributes) };
}

function dataObjectReference(element: XmlElement): ManifestReference {
  requireElement(element, ASIC_NAMESPACE, 'DataObjectReference');
  const attributes = requireAttributes(element, ['URI', 'MimeType', 'Rootfile']);
  const [method, value, ...others] = element.children;
  if (method === undefined || value === undefined) throw structure('DigestMethod or DigestValue is missing');
  for (const other of others) refuseElement(other);
  const digestAlgorithm = digestMethod(method);
  return {
    name: nameOfUri(attributes.get('URI')),
    ...mimeTypeOf(attributes),
    root: booleanOf(attributes.get('Rootfile')),
    digestAlgorithm,
    digest: digestValue(value, digestAlgorithm),
  };
}

function digestMethod(element: XmlElement): DigestAlgorithm {
  requireElement(element, XML_SIGNATURE_NAMESPACE, 'DigestMethod');
  const algorithm = requireAttributes(element, ['Algorithm']).get('Algorithm');
  if (element.children.length > 0 || algorithm === undefined) throw structure('DigestMethod has no algorithm, or too much');
  try {
    return digestByUri(algorithm).name;
  } catch (cause) {
    throw new CryptoError('manifest-digest-invalid', 'a digest algorithm of the manifest is not accepted', { cause });
  }
}

function digestValue(element: XmlElement, algorithm: DigestAlgorithm): Buffer {
  requireElement(element, XML_SIGNATURE_NAMESPACE, 'DigestValue', 'with-text');
  requireAttributes(element, []);
  if (element.children.length > 0) throw structure('DigestValue has elements inside');
  const text = element.text.replace(/[ \t\r\n]/g, '');
  const digest = Buffer.from(text, 'base64');
  // Buffer takes any text for base64; only what encodes back to the same is.
  if (digest.length !== digestByName(algorithm).bytes || digest.toString('base64') !== text) {
    throw new CryptoError('manifest-digest-invalid', 'a digest of the manifest is not base64 of the right length');
  }
  return digest;
}

/** The entry a URI points at: a relative path, percent-encoded or plain, without scheme, query or fragment. */
function nameOfUri(uri: string | undefined): string {
  if (uri === undefined) throw structure('an URI attribute is missing');
  const unsafe = (reason: string, cause?: unknown) =>
    new CryptoError('manifest-reference-unsafe', `a reference of the manifest ${reason}`, cause === undefined ? {} : { cause });
  if (uri.length > MAXIMUM_URI_LENGTH) throw unsafe('is too long');
  if (/^[A-Za-z][A-Za-z0-9+.-]*:/.test(uri) || /[?#]/.test(uri)) throw unsafe('has a scheme, a query or a fragment');
  try {
    const name = decodeURIComponent(uri);
    requireSafeEntryName(name);
    return name;
  } catch (cause) {
    throw unsafe('is not a plain path inside the container', cause);
  }
}

function mimeTypeOf(attributes: ReadonlyMap<string, string>): { mimeType?: string } {
  const mimeType = attributes.get('MimeType');
  return mimeType === undefined ? {} : { mimeType };
}

// xs:boolean
function booleanOf(value: string | undefined): boolean {
  if (value === undefined || value === 'false' || value === '0') return false;
  if (value === 'true' || value === '1') return true;
  throw structure('Rootfile is not a boolean');
}

function requireUnambiguous(manifest: Manifest): void {
  const names = new Set(manifest.references.map((reference) => reference.name));
  if (names.size !== manifest.references.length || names.has(manifest.signature.name)) {
    throw new CryptoError('manifest-reference-duplicate', 'the manifest refers to a file twice');
  }
  if (manifest.references.filter((reference) => reference.root).length > 1) throw structure('more than one Rootfile');
}

function requireElement(element: XmlElement, namespace: string, name: string, content?: 'with-text'): void {
  if (element.namespace !== namespace || element.name !== name) refuseElement(element);
  if (content === undefined && /[^ \t\r\n]/.test(element.text)) throw structure(`${name} has text inside`);
}

function refuseElement(element: XmlElement): never {
  if (element.namespace === ASIC_NAMESPACE && element.name.endsWith('Extensions')) {
    throw new CryptoError('manifest-extension-unsupported', 'the manifest has an extension, and might mean more than we read');
  }
  throw structure('an element is not the one the schema wants here');
}

function requireAttributes(element: XmlElement, allowed: readonly string[]): ReadonlyMap<string, string> {
  for (const { namespace, name } of element.attributes) {
    if (namespace !== '' || !allowed.includes(name)) throw structure(`${element.name} has an attribute that the schema does not know`);
  }
  return new Map(element.attributes.map(({ name, value }) => [name, value]));
}

function structure(reason: string): CryptoError {
  return new CryptoError('manifest-structure', `the manifest does not follow its schema: ${reason}`);
}
