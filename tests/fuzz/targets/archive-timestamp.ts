import { ok } from 'node:assert';
import { addArchiveTimestamp } from '../../../crypto/cades/archive-timestamp.ts';
import { coveredMembers, hashIndexOf } from '../../../crypto/cades/hash-index.ts';
import { addValidationData } from '../../../crypto/cms/add-validation-data.ts';
import { LONG_TERM_LIMITS, parseSignedData } from '../../../crypto/cms/signed-data.ts';
import { OID } from '../../../crypto/der/object-identifiers.ts';
import { CryptoError } from '../../../crypto/error.ts';
import { validateCades } from '../../../crypto/validation/validate-cades.ts';
import {
  content,
  contextAt,
  dataWith,
  firstAuthority,
  listAt,
  root,
  signerIdentity,
  stampedAt,
  stampWith,
  year,
} from '../../unit/validation/support.ts';

const context = contextAt(year(2026, 2), [listAt(year(2026, 2))]);
const NOTHING = { certificates: [], revocationLists: [], ocspResponses: [] };

export const target = {
  name: 'archive-timestamp',
  seeds: async () => {
    const complete = addValidationData(await stampedAt(year(2026)), dataWith([listAt(year(2026))], [root, signerIdentity, firstAuthority]));
    const archived = await addArchiveTimestamp({ der: complete, content, timestamp: stampWith(firstAuthority, year(2026)) });
    return [complete, archived];
  },
  run: async (input: Buffer) => {
    const validation = await validateCades({ der: input, content, ...context });
    ok(validation.indication !== 'PASSED' || validation.code === undefined, 'what passes has no reason against it');
    ok(validation.indication === 'PASSED' || validation.subIndication !== undefined, 'what does not pass says why');
    const signedData = parseSignedData(input, LONG_TERM_LIMITS);
    ok(addValidationData(input, NOTHING).equals(input), 'nothing added changes nothing');
    for (const token of signedData.signerInfo.unsignedAttributes.get(OID.aaArchiveTimeStampV3) ?? []) {
      const covered = coveredMembers(hashIndexOf(parseSignedData(token.raw, LONG_TERM_LIMITS)), signedData);
      ok(
        covered.every(({ value }) => input.includes(value)),
        'what is covered stands in the signature',
      );
    }
  },
  acceptable: (error: unknown) => error instanceof CryptoError,
};
