import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bundleIndex } from '../../../audit/bundle/index-document.ts';
import { LEAF_TYPES } from '../../../audit/log/leaf.ts';
import { trustDocument } from '../../../audit/trust.ts';
import { CHECKS } from '../../../audit/verify/checks.ts';

const formats = readFileSync(join(import.meta.dirname, '../../../docs/formats.md'), 'utf8');

describe('docs/formats.md', () => {
  it.each([...LEAF_TYPES, ...Object.keys(CHECKS), ...Object.keys(bundleIndex.shape), ...Object.keys(trustDocument.shape)])(
    'names %s',
    (name) => {
      expect(formats).toMatch(new RegExp(`\`${name}(\\[\\])?\``));
    },
  );
});
