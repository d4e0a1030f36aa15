import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ArchivedFile, buildArchiveManifest } from '../../../crypto/asic/archive-manifest.ts';
import { parseManifest } from '../../../crypto/asic/parse-manifest.ts';
import { codeOf, sha256 } from './support.ts';

const TIMESTAMP = 'META-INF/timestamp001.tst';
const file = (name: string, changes: Partial<ArchivedFile> = {}): ArchivedFile => ({ name, sha256: sha256(Buffer.from(name)), ...changes });

describe('buildArchiveManifest', () => {
  it('writes what parseManifest reads, whatever names and media types others gave', () => {
    const segment = fc.stringMatching(/^[a-zA-Z0-9 áñ&<>"'()!*%+-]{1,12}$/u).filter((text) => text.trim() !== '');
    const name = fc.array(segment, { minLength: 1, maxLength: 3 }).map((segments) => segments.join('/'));
    const mimeType = fc.option(fc.stringMatching(/^[a-z&<>"'; =/+]{0,20}$/), { nil: undefined });
    const files = fc.uniqueArray(fc.tuple(name, mimeType), { minLength: 1, maxLength: 5, selector: ([text]) => text });
    fc.assert(
      fc.property(files, (entries) => {
        const archived = entries.map(([text, type], index) =>
          file(text, { ...(type === undefined ? {} : { mimeType: type }), root: index === 1 }),
        );
        const { signature, references } = parseManifest(buildArchiveManifest(archived, TIMESTAMP));
        expect(signature).toEqual({ name: TIMESTAMP, mimeType: 'application/vnd.etsi.timestamp-token' });
        expect(references).toEqual(
          archived.map(({ name: text, mimeType: type, sha256: digest, root = false }) => {
            return { name: text, ...(type === undefined ? {} : { mimeType: type }), root, digestAlgorithm: 'sha256', digest };
          }),
        );
      }),
      { numRuns: 200 },
    );
  });

  it.each<[string, readonly ArchivedFile[], string, string]>([
    ['no file', [], TIMESTAMP, 'manifest-part-invalid'],
    ['two roots', [file('a', { root: true }), file('b', { root: true })], TIMESTAMP, 'manifest-part-invalid'],
    ['a short digest', [file('a', { sha256: Buffer.alloc(20) })], TIMESTAMP, 'manifest-part-invalid'],
    ['a file twice', [file('a'), file('a')], TIMESTAMP, 'manifest-reference-duplicate'],
    ['the time-stamp among the files', [file('a'), file(TIMESTAMP)], TIMESTAMP, 'manifest-reference-duplicate'],
    ['a name that leaves the container', [file('../a')], TIMESTAMP, 'container-name-unsafe'],
    ['a time-stamp that leaves the container', [file('a')], '/tmp/a.tst', 'container-name-unsafe'],
  ])('refuses %s', async (_, files, timestamp, code) => {
    expect(await codeOf(() => buildArchiveManifest(files, timestamp))).toBe(code);
  });
});
