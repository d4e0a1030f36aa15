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
  /** The same about the signature and its time-stamps alone, whatever became of the files. */
  readonly signature: SignatureValidation;
  readonly container: ContainerVerification<CadesSignature>;
}

/**
 * Validates an ASiC-E container with CAdES (EN 319 162-1, EN 319 102-1): every digest of the manifest, the signature over it, and
 * archive time-stamps beside it. Containers that were not read as strictly as our own may hold BER. What is wrong stands in the verdict; only failures of the reader are thrown.
 */
export async function validateContainer(options: { container: Container } & ValidationContext): Promise<ContainerValidation> {
  const read = options.container.strict ? (bytes: Buffer) => bytes : asDer;
  const container = await verifyContainer(options.container, (der, manifest) => readCades({ der: read(der), content: manifest }));
  const judged = await judgeSeal(container, options);
  const problem = container.findings.map(problemOf).find(isKnown);
  return { ...overruled(judged, problem), signature: judged, container };
}

async function judgeSeal(container: ContainerVerification<CadesSignature>, context: ValidationContext): Promise<SignatureValidation> {
  const { manifest, signature, findings } = container;
  if (manifest === undefined) return refusedSignature(findings.map(problemOf).find(isKnown) ?? outcomeOf('manifest-missing'), context);
  const { name } = manifest.content.signature;
  if (signature === undefined) {
    const own = findings.filter(({ entry, code }) => entry === name || code === 'signature-several');
    return refusedSignature(own.map(problemOf).find(isKnown) ?? outcomeOf('signature-missing'), context);
  }
  return judgeSignature(withContainerStamps(cadesMaterial(signature.verified, { content: manifest.bytes }), container), context);
}

function isKnown(outcome: Outcome | undefined): outcome is Outcome {
  return outcome !== undefined;
}

function problemOf({ severity, code, cause }: ContainerFinding): Outcome | undefined {
  if (severity !== 'failure' || !(code in VERDICTS)) return undefined;
  return outcomeOf(code as ValidationCode, cause instanceof Error ? cause.message : undefined);
}
