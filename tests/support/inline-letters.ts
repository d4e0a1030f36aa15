import { examineLetter, openLetter } from '../../adapters/letter/examine-letter.ts';
import { signLetter } from '../../adapters/letter/sign-letter.ts';
import type { Certificate } from '../../crypto/x509/certificate.ts';
import { createPathValidator } from '../../crypto/x509/path.ts';
import type { Letters } from '../../gateway/contracts/letters.ts';
import type { RevocationSource } from '../../gateway/contracts/revocation.ts';

/** What the thread of the letters does, in the thread of the caller: for tests that start many processes which are none. */
export function createInlineLetters(options: {
  maximumLength: number;
  anchors: readonly Certificate[];
  timestampAnchors: readonly Certificate[];
  revocation: Pick<RevocationSource, 'current' | 'inquire'>;
}): Letters {
  const { maximumLength } = options;
  const validators = {
    signerPaths: createPathValidator({ anchors: options.anchors }),
    timestampPaths: createPathValidator({ anchors: options.timestampAnchors }),
  };
  const trust = {
    contextFor: async () => {
      const revocationLists = options.revocation.current().map(({ der }) => der);
      return { ...validators, data: { certificates: [], revocationLists, ocspResponses: [] } };
    },
  };
  return {
    inspect: (letter, given) => openLetter(letter, { ...given, maximumLength, trust }),
    examine: (letter, given) => examineLetter(letter, { ...given, maximumLength, trust }),
    sign: (request) => signLetter(request, { maximumLength }),
    hold: (_length, work) => work(),
    close: async () => {},
  };
}
