// node bench/micro/pdf-50mb.ts: a PDF of 50 MB signed and verified up to B-LTA, its time and memory beside the raw SHA-256 rate, and a
// small one verified again and again beside the raw rate of P-256. One JSON object per line; rates are per second of processor time.
import { createHash, verify } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { addDocumentTimestamp } from '../../crypto/pades/add-document-timestamp.ts';
import { addValidationData } from '../../crypto/pades/add-validation-data.ts';
import { signPades } from '../../crypto/pades/sign.ts';
import { verifyPades } from '../../crypto/pades/verify.ts';
import { createPathValidator } from '../../crypto/x509/path.ts';
import { parseRevocationList } from '../../crypto/x509/revocation-list.ts';
import { inventPdf } from './invented-pdf.ts';
import { inventSigners } from './invented-signers.ts';
import { perProcessorSecond, processorSeconds, rounded } from './processor-rate.ts';

const OCTETS = 50_000_000;
const MAXIMUM_LENGTH = 64 * 1024 * 1024;

const { root, signer, timestamp, data } = await inventSigners();
const timestamps = {
  pathValidator: createPathValidator({ anchors: [root] }),
  revocationLists: data.revocationLists.map(parseRevocationList),
};

const signed = (pdf: Buffer) =>
  signPades({ pdf, signer, signingTime: new Date(), maximumLength: MAXIMUM_LENGTH, requestTimestamp: timestamp }).then(
    (result) => result.pdf,
  );
const extended = (pdf: Buffer) => addValidationData({ pdf, maximumLength: MAXIMUM_LENGTH, data });
const stamped = (pdf: Buffer) => addDocumentTimestamp({ pdf, maximumLength: MAXIMUM_LENGTH, timestamp });

async function verified(pdf: Buffer, level: string): Promise<void> {
  const all = await verifyPades({ pdf, maximumLength: MAXIMUM_LENGTH, algorithms: ['ES256'], timestamps });
  const isGood = all.every(({ integrity, laterChanges }) => integrity.verdict === 'PASSED' && laterChanges.verdict === 'PASSED');
  if (!isGood || all[0]?.level !== level) throw new Error(`not verified as ${level}`);
}

await measureLarge();
await measureRates();

async function measureLarge(): Promise<void> {
  let pdf = inventPdf(OCTETS);
  // Once on a small file, so that what is measured is the work and not its compilation.
  await verified(await stamped(extended(await signed(inventPdf(10_000)))), 'B-LTA');
  pdf = await timed('sign B-T', pdf, 1, () => signed(pdf));
  await timed('verify B-T', pdf, 1, () => verified(pdf, 'B-T'));
  pdf = await timed('add validation data', pdf, 0, async () => extended(pdf));
  pdf = await timed('add document time-stamp', pdf, 1, () => stamped(pdf));
  // The signature and the document time-stamp each cover the whole file.
  await timed('verify B-LTA', pdf, 2, () => verified(pdf, 'B-LTA'));
}

/** `passes` is how often the file must be hashed, whoever does it. */
async function timed<Result>(name: string, pdf: Buffer, passes: number, work: () => Promise<Result>): Promise<Result> {
  const hashing = process.cpuUsage();
  createHash('sha256').update(pdf).digest();
  const hash = pdf.length / 1e6 / processorSeconds(hashing);
  restartPeak();
  const before = residentMiB('VmRSS');
  const [start, processor] = [performance.now(), process.cpuUsage()];
  const result = await work();
  const seconds = (performance.now() - start) / 1000;
  const megabytesPerSecond = pdf.length / 1e6 / processorSeconds(processor);
  print({
    name,
    octets: pdf.length,
    seconds: rounded(seconds),
    megabytesPerSecond: rounded(megabytesPerSecond),
    sha256MegabytesPerSecond: rounded(hash),
    ...(passes === 0 ? {} : { ratioToHashing: rounded((passes * megabytesPerSecond) / hash) }),
    residentBeforeMiB: before,
    peakResidentMiB: residentMiB('VmHWM'),
  });
  return result;
}

async function measureRates(): Promise<void> {
  const [content, small] = [Buffer.alloc(64, 7), inventPdf(24_000)];
  const signature = await signer.sign(content, 'der');
  const { publicKey } = signer.certificate;
  const raw = await perProcessorSecond(() => verify('sha256', content, publicKey, signature));
  const unstamped = await signPades({ pdf: small, signer, signingTime: new Date(), maximumLength: MAXIMUM_LENGTH });
  const withStamp = await signed(small);
  const rows: [string, Buffer, number][] = [
    ['B-B', unstamped.pdf, 1],
    ['B-T', withStamp, 2],
    ['B-LTA', await stamped(extended(withStamp)), 3],
  ];
  for (const [level, pdf, verifications] of rows) {
    const rate = await perProcessorSecond(() => verified(pdf, level));
    const ratioToRaw = rounded((rate * verifications) / raw);
    print({
      name: `verify ${level} of ${pdf.length} octets`,
      perSecond: rounded(rate),
      p256PerSecond: rounded(raw),
      verifications,
      ratioToRaw,
    });
  }
}

/** From here on the highest resident memory is counted anew (proc(5), clear_refs). */
function restartPeak(): void {
  writeFileSync('/proc/self/clear_refs', '5');
}

function residentMiB(field: 'VmHWM' | 'VmRSS'): number {
  const kibibytes = new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
  return rounded(Number(kibibytes) / 1024);
}

function print(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
