import { deepStrictEqual, ok } from 'node:assert';
import { DirectoryError } from '../../../adapters/directory/error.ts';
import { parseDirectoryDocument } from '../../../adapters/directory/signed-file-directory.ts';
import { root } from '../../unit/validation/support.ts';

const certificate = root.certificate.der.toString('base64');
const times = { notBefore: '2026-01-01T00:00:00Z', notAfter: '2030-01-01T00:00:00Z' };
const authority = (identifier: string) => ({
  identifier,
  country: 'XA',
  kind: 'central-authority',
  names: { es: 'Autoridad inventada' },
  languages: ['es'],
  channels: ['ordinary', 'urgent'],
  certificates: [{ role: 'seal', certificate, issuers: [certificate], ...times }],
  noteKeys: [],
  endpoints: [{ url: 'https://localhost:1', pins: ['0'.repeat(64)] }],
  relays: [],
  treaties: [],
});
const document = {
  format: 'valija-directory/1',
  version: 3,
  issuedAt: '2026-11-20T08:00:00Z',
  expiresAt: '2026-12-20T08:00:00Z',
  authorities: ['urn:valija:authority:xa-central', 'urn:valija:authority:xb-central'].map(authority),
};

export const target = {
  name: 'directory',
  seeds: () => [Buffer.from(JSON.stringify(document))],
  run: (input: Buffer) => {
    const held = parseDirectoryDocument(input);
    deepStrictEqual([...held.byIdentifier.values()], held.document.authorities, 'each authority is found by its identifier');
    deepStrictEqual(parseDirectoryDocument(Buffer.from(JSON.stringify(held.document))).document, held.document, 'survives a round trip');
    ok(Number.isSafeInteger(held.document.version), 'versions can be compared');
  },
  acceptable: (error: unknown) => error instanceof DirectoryError,
};
