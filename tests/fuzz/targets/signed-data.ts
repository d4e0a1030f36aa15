import { ok } from 'node:assert';
import { parseSignedData } from '../../../crypto/cms/signed-data.ts';
import { attribute } from '../../../crypto/cms/signed-data-attributes.ts';
import { addUnsignedAttribute } from '../../../crypto/cms/signed-data-unsigned.ts';
import { verifySignedData } from '../../../crypto/cms/signed-data-verify.ts';
import { OID } from '../../../crypto/der/object-identifiers.ts';
import { octetString } from '../../../crypto/der/writer.ts';
import { CryptoError } from '../../../crypto/error.ts';
import { SIGNATURES_WITH_PKCS1 } from '../../../crypto/suites.ts';
import { forge } from '../../unit/cms/forge.ts';
import { createTestPki } from '../../unit/cms/support.ts';

const content = Buffer.from('invented content');
const marker = attribute('1.2.3.4', octetString(Buffer.from('invented attribute')));

export const target = {
  name: 'signed-data',
  seeds: async () => {
    const pki = await createTestPki();
    try {
      const signer = (await pki.issue('P-256', 'signer')).signer();
      const rsa = (await pki.issue('RSA-3072', 'rsa')).signer();
      return [
        await forge(signer, { content, encapsulated: content }),
        await forge(signer, { content, encapsulated: content, unsigned: [marker] }),
        await forge(rsa, { content, encapsulated: content }),
      ];
    } finally {
      await pki.remove();
    }
  },
  run: (input: Buffer) => {
    const signedData = parseSignedData(input);
    const verified = verifySignedData(signedData, { contentType: OID.data, algorithms: SIGNATURES_WITH_PKCS1 });
    ok(signedData.content?.equals(content), 'only the content that was signed is ever verified');
    ok(verified.signatureValue.equals(signedData.signerInfo.signature), 'the signature is the one that was read');
    const extended = parseSignedData(addUnsignedAttribute(input, attribute('1.2.3.5', octetString(Buffer.alloc(1)))));
    ok(extended.signerInfo.signedAttributesDer.equals(signedData.signerInfo.signedAttributesDer), 'signed octets stay');
  },
  acceptable: (error: unknown) => error instanceof CryptoError,
};
