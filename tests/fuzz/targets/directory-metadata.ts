import { ok } from 'node:assert';
import { DirectoryError } from '../../../adapters/directory/error.ts';
import { readMetadata } from '../../../adapters/directory/tuf/metadata.ts';
import { isSigned } from '../../../adapters/directory/tuf/signatures.ts';
import { canonicalJson, type Json, makeTufKeys, tufFiles } from '../../support/tuf-repository.ts';

const keys = makeTufKeys(['XA']);
const documents = { 'authorities/XA/xa-central.json': '{}' };
const files = tufFiles({ keys, version: 1, expires: new Date('2100-01-01T00:00:00Z'), documents });
const KINDS = ['root', 'timestamp', 'snapshot', 'targets'] as const;
const root = readMetadata('root', files.get('metadata/1.root.json') ?? Buffer.alloc(0));
const genuine = new Set(
  [...files.values()].map((bytes) => canonicalJson((JSON.parse(bytes.toString('utf8')) as { signed?: Json }).signed ?? null)),
);

export const target = {
  name: 'directory-metadata',
  seeds: () => [...files].filter(([path]) => path.startsWith('metadata/')).map(([, bytes]) => bytes),
  run: (input: Buffer) => {
    const errors: unknown[] = [];
    for (const kind of KINDS) {
      try {
        const metadata = readMetadata(kind, input);
        ok(Number.isSafeInteger(metadata.signed.version) && metadata.signed.version > 0, 'a version is a whole number');
        ok(!Number.isNaN(Date.parse(metadata.signed.expires)), 'an end is a moment');
        const { signed } = JSON.parse(input.toString('utf8')) as { signed: Json };
        if (isSigned(root, kind, metadata)) ok(genuine.has(canonicalJson(signed)), 'what counts as signed was signed');
        return;
      } catch (error) {
        if (!(error instanceof DirectoryError)) throw error;
        errors.push(error);
      }
    }
    throw errors[0];
  },
  acceptable: (error: unknown) => error instanceof DirectoryError,
};
