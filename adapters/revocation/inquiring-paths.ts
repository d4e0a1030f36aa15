import type { PathValidator } from '../../crypto/x509/path.ts';
import type { RevocationSource } from '../../gateway/contracts/revocation.ts';

/**
 * A validator that asks the source about the certificates of a path before it judges them, and uses what it learns beside what came
 * with the request. Reports stay remembered by the validator given, as they are keyed by the responses used.
 */
export function inquirePaths(paths: PathValidator, source: Pick<RevocationSource, 'inquire'>): PathValidator {
  return {
    async validate(request) {
      const learned = await source.inquire([request.certificate, ...request.intermediates]);
      if (learned.length === 0) return paths.validate(request);
      const ocspResponses = [...new Set([...(request.ocspResponses ?? []), ...learned])];
      return paths.validate({ ...request, ocspResponses });
    },
  };
}
