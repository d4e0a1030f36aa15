// node bench/micro/verify-formats.ts: how often each format is judged in a second of processor time, beside the raw rate of P-256 and
// the number of signatures in it. Every verdict is asked for anew, at another moment, as a verifier of many files would. JSON lines.
import { createHash, randomBytes, verify } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { archiveContainer } from '../../crypto/asic/archive-container.ts';
import { buildManifest } from '../../crypto/asic/build-manifest.ts';
import { MANIFEST_NAME, SIGNATURE_NAME } from '../../crypto/asic/media-types.ts';
import { bufferReader } from '../../crypto/asic/random-access.ts';
import { readContainer } from '../../crypto/asic/read-container.ts';
import { planContainer, writeContainer } from '../../crypto/asic/write-container.ts';
import { addArchiveTimestamp } from '../../crypto/cades/archive-timestamp.ts';
import { attachSignatureTimestamp } from '../../crypto/cades/attach-timestamp.ts';
import { signCades } from '../../crypto/cades/sign.ts';
import { addValidationData } from '../../crypto/cms/add-validation-data.ts';
import { attachSignatureTimestamp as attachToJws } from '../../crypto/jades/attach-timestamp.ts';
import { serializeJws } from '../../crypto/jades/flattened-jws.ts';
import { signJades } from '../../crypto/jades/sign.ts';
import { signatureTimestampImprint } from '../../crypto/jades/signature-timestamp.ts';
import { addDocumentTimestamp } from '../../crypto/pades/add-document-timestamp.ts';
import { addValidationData as addToPdf } from '../../crypto/pades/add-validation-data.ts';
import { signPades } from '../../crypto/pades/sign.ts';
import { verifyTimestampToken } from '../../crypto/tsp/verify.ts';
import type { ValidationContext } from '../../crypto/validation/context.ts';
import type { SignatureValidation } from '../../crypto/validation/report.ts';
import { validateCades } from '../../crypto/validation/validate-cades.ts';
import { validateContainer } from '../../crypto/validation/validate-container.ts';
import { validateJades } from '../../crypto/validation/validate-jades.ts';
import { validatePades } from '../../crypto/validation/validate-pades.ts';
import { createPathValidator } from '../../crypto/x509/path.ts';
import { parseRevocationList } from '../../crypto/x509/revocation-list.ts';
import { inventPdf } from './invented-pdf.ts';
import { inventSigners } from './invented-signers.ts';
import { perProcessorSecond, rounded } from './processor-rate.ts';

const MAXIMUM_LENGTH = 16 * 1024 * 1024;
const JWS_TYPE = 'valija-invented+jose';
const INVENTED_FILE = randomBytes(10 * 1024);

const { root, signer, timestamp, data } = await inventSigners();
const paths = createPathValidator({ anchors: [root] });
const signingTime = new Date();
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest();

let asked = 0;
/** Each time a second later: a verdict of an hour ago is none of now. */
function context(): ValidationContext {
  asked += 1;
  return { signerPaths: paths, timestampPaths: paths, at: new Date(signingTime.getTime() + 60_000 + (asked % 1_000) * 1_000), data };
}

const raw = await perProcessorSecond(await rawVerification());
print({ format: 'P-256 alone', perSecond: rounded(raw) });

async function rawVerification(): Promise<() => void> {
  const content = randomBytes(64);
  const signature = await signer.sign(content, 'der');
  return () => {
    if (!verify('sha256', content, signer.certificate.publicKey, signature)) throw new Error('the raw signature does not hold');
  };
}

/** Measures one format; what does not pass at its level would be measured for nothing. */
async function measure(format: string, verifications: number, level: string, judge: () => Promise<SignatureValidation | undefined>) {
  const rate = await perProcessorSecond(async () => {
    const verdict = await judge();
    if (verdict?.indication !== 'PASSED' || verdict.level !== level)
      throw new Error(`${format} ${level}: ${verdict?.indication} ${verdict?.level} ${verdict?.code}`);
  });
  print({ format, level, verifications, perSecond: rounded(rate), ratioToRaw: rounded((rate * verifications) / raw) });
}

await measureCades();
await measureContainers();
await measureJades();
await measurePades();
await measureTimestamp();

async function stampedCades(content: Buffer): Promise<{ plain: Buffer; stamped: Buffer }> {
  const { der, signatureValue } = await signCades({ signer, content, signingTime });
  return { plain: der, stamped: attachSignatureTimestamp(der, await timestamp(sha256(signatureValue))) };
}

async function measureCades(): Promise<void> {
  const { plain, stamped } = await stampedCades(INVENTED_FILE);
  const longTerm = addValidationData(stamped, data);
  const archived = await addArchiveTimestamp({ der: longTerm, content: INVENTED_FILE, timestamp });
  const rows: [string, number, Buffer][] = [
    ['B-B', 1, plain],
    ['B-T', 2, stamped],
    ['B-LT', 2, longTerm],
    ['B-LTA', 3, archived],
  ];
  for (const [level, verifications, der] of rows) {
    await measure('CAdES over 10 KiB', verifications, level, () => validateCades({ der, content: INVENTED_FILE, ...context() }));
  }
}

async function measureContainers(): Promise<void> {
  const manifest = buildManifest(
    [{ name: 'invented.bin', mimeType: 'application/octet-stream', sha256: sha256(INVENTED_FILE), root: true }],
    SIGNATURE_NAME,
  );
  const files: [string, Buffer][] = [
    ['invented.bin', INVENTED_FILE],
    [MANIFEST_NAME, manifest],
    [SIGNATURE_NAME, (await stampedCades(manifest)).stamped],
  ];
  const entries = files.map(([name, source]) => ({ name, size: source.length, crc32: crc32(source), source }));
  const container = await written(writeContainer(planContainer({ entries }), (source) => [source]));
  const copy = await archiveContainer({ container: await readContainer(bufferReader(container)), validationData: data, timestamp });
  const archived = await written(writeContainer(copy.plan, copy.open));
  const judge = async (bytes: Buffer, strict: boolean) =>
    validateContainer({ container: await readContainer(bufferReader(bytes), { strict }), ...context() });
  await measure('ASiC-E of 10 KiB', 2, 'B-T', () => judge(container, true));
  // An archive copy is no package between gateways, and is read as what others made.
  await measure('ASiC-E of 10 KiB', 3, 'B-LTA', () => judge(archived, false));
}

async function measureJades(): Promise<void> {
  const jws = await signJades({ payload: INVENTED_FILE.subarray(0, 2_048), type: JWS_TYPE, signer, issuedAt: signingTime });
  const stamped = attachToJws(jws, await timestamp(signatureTimestampImprint(jws)));
  const judge = (bytes: Buffer) => validateJades({ jws: bytes, types: [JWS_TYPE], ...context() });
  const [plainBytes, stampedBytes] = [serializeJws(jws), serializeJws(stamped)];
  await measure('JAdES of 2 KiB', 1, 'B-B', () => judge(plainBytes));
  await measure('JAdES of 2 KiB', 2, 'B-T', () => judge(stampedBytes));
}

async function measurePades(): Promise<void> {
  const maximumLength = MAXIMUM_LENGTH;
  const { pdf } = await signPades({ pdf: inventPdf(24_000), signer, signingTime, maximumLength, requestTimestamp: timestamp });
  const archived = await addDocumentTimestamp({ pdf: addToPdf({ pdf, maximumLength, data }), maximumLength, timestamp });
  const judge = async (bytes: Buffer) => (await validatePades({ pdf: bytes, maximumLength, ...context() }))[0];
  await measure('PAdES of 24 KB', 2, 'B-T', () => judge(pdf));
  await measure('PAdES of 24 KB', 3, 'B-LTA', () => judge(archived));
}

async function measureTimestamp(): Promise<void> {
  const imprint = sha256(INVENTED_FILE);
  const token = await timestamp(imprint);
  const revocationLists = data.revocationLists.map(parseRevocationList);
  const rate = await perProcessorSecond(() => verifyTimestampToken({ token, imprint, pathValidator: paths, revocationLists }));
  print({ format: 'RFC 3161 token', verifications: 1, perSecond: rounded(rate), ratioToRaw: rounded(rate / raw) });
}

async function written(chunks: AsyncIterable<Buffer>): Promise<Buffer> {
  const all: Buffer[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all);
}

function print(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
