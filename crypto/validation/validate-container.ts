import type { Container } from '../asic/read-container.ts';
import { type ContainerFinding, type ContainerVerification, verifyContainer } from '../asic/verify-container.ts';
import type { CadesSignature } from '../cades/verify.ts';
import { withContainerStamps } from './container-stamps.ts';
import type { ValidationContext } from './context.ts';
import { judgeSignature, overruled, refusedSignature } from './judge-signature.ts';
import { asDer } from './others-encoding.ts';
import { type Outcome, outcomeOf } from './outcome.ts';
import type { SignatureValidation } from './report.ts';
import { cadesMaterial, readCades } from './validate-cades.ts';
import { type ValidationCode, VERDICTS } from './verdict-table.ts';

/** The verdict on the signature of a container together with what the container itself says. */
export interface ContainerValidation extends SignatureValidation {
  readonly container: ContainerVerification<CadesSignature>;
}

/**
 * Validates an ASiC-E container with CAdES (EN 319 162-1, EN 319 102-1): every digest of the manifest, the signature over it, and
 * archive time-stamps beside it. Containers that were not read as strictly as our own may hold BER. What is wrong stands in the verdict; only failures of the reader are thrown.
 */
export async function validateContainer(options: { container: Container } & ValidationContext): Promise<ContainerValidation> {
  const read = options.container.strict ? (bytes: Buffer) => bytes : asDer;
  const container = await verifyContainer(options.container, (der, manifest) => readCades({ der: read(der), content: manifest }));
  const { manifest, signature } = container;
  const problem = container.findings.map(problemOf).find((outcome) => outcome !== undefined);
  if (manifest === undefined || signature === undefined) {
    return { ...refusedSignature(problem ?? outcomeOf('signature-missing'), options), container };
  }
  const material = cadesMaterial(signature.verified, { content: manifest.bytes });
  const judged = await judgeSignature(withContainerStamps(material, container), options);
  return { ...overruled(judged, problem), container };
}

function problemOf({ severity, code, cause }: ContainerFinding): Outcome | undefined {
  if (severity !== 'failure' || !(code in VERDICTS)) return undefined;
  return outcomeOf(code as ValidationCode, cause instanceof Error ? cause.message : undefined);
}
