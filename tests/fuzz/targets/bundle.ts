import { deepStrictEqual, notStrictEqual } from 'node:assert';
import { readBundle } from '../../../audit/bundle/read-bundle.ts';
import { AuditError } from '../../../audit/error.ts';
import { parseTrust, serializeTrust } from '../../../audit/trust.ts';
import { verifyBundle } from '../../../audit/verify/verify-bundle.ts';
import { bufferReader } from '../../../crypto/asic/random-access.ts';
import { bundleOctets, repackBundle } from '../../unit/audit/helpers/bundle-octets.ts';
import { makeExchange, VERIFIED_AT } from '../../unit/audit/helpers/sample-exchange.ts';

const { content } = await makeExchange();
const small = { ...content, logs: content.logs.slice(0, 1), certificates: [], evidence: content.evidence.slice(0, 2) };
const seeds = [await bundleOctets(small), await bundleOctets(content)];
const trust = parseTrust(serializeTrust(content.trust));

export const target = {
  name: 'bundle',
  seeds: () => seeds,
  run: async (input: Buffer) => {
    const bundle = await readBundle(bufferReader(input));
    const report = await verifyBundle({ reader: bufferReader(input), at: VERIFIED_AT, trust });
    if (!seeds.some((seed) => seed.equals(input))) {
      notStrictEqual(report.verdict, 'PASSED', 'a changed bundle does not pass');
    }
    for (const { path } of bundle.index.files) {
      await bundle.read(path);
    }
    deepStrictEqual(await repackBundle(input, (_, file) => file), input, 'there is one way to write it');
  },
  acceptable: (error: unknown) => error instanceof AuditError && error.code.startsWith('bundle-'),
};
