import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startOfCrossReferences } from '../../../crypto/pades/cross-reference.ts';
import { type UpdatedObject, writeIncrementalUpdate } from '../../../crypto/pades/incremental-update.ts';
import { openPdf } from '../../../crypto/pades/pdf-document.ts';
import { signPades } from '../../../crypto/pades/sign.ts';
import { type PadesSignature, verifyPades } from '../../../crypto/pades/verify.ts';
import type { Signer } from '../../../crypto/signer.ts';
import { SIGNATURES_WITH_PKCS1 } from '../../../crypto/suites.ts';
import { createTimestampResponse } from '../../../crypto/tsp/authority.ts';
import { buildTimestampRequest } from '../../../crypto/tsp/request.ts';
import { grantedToken } from '../../../crypto/tsp/response.ts';
import type { TimestampRequirements } from '../../../crypto/tsp/verify.ts';
import { createPathValidator } from '../../../crypto/x509/path.ts';
import { createTestPki, STAMPING, type TestPki } from '../cms/support.ts';

export const MAXIMUM_LENGTH = 64 * 1024 * 1024;
export const SIGNING_TIME = new Date('2026-11-20T08:30:00Z');

/** Text that the page of a small PDF shows, and one that nobody agreed to. */
export const SIGNED_TEXT = 'The invented amount is 100';
export const OTHER_TEXT = 'The invented amount is 900';

export const contentStream = (text: string): string => {
  const operators = `BT /F1 18 Tf 20 100 Td (${text}) Tj ET`;
  return `<</Length ${operators.length}>>\nstream\n${operators}\nendstream`;
};

/** A stream that holds these octets, as the body of an object. */
export const streamOf = (data: Buffer, entries = ''): string =>
  `<<${entries}/Length ${data.length}>>\nstream\n${data.toString('latin1')}\nendstream`;

/** What has the outermost members of a certificate, and nothing in them but a number that tells it from others. */
export const certificateForm = (number: number): Buffer =>
  Buffer.from([0x30, 0x09, 0x30, 0x03, 0x02, 0x01, number, 0x30, 0x00, 0x03, 0x00]);

export interface SmallPdf {
  /** How the file says where its objects are. */
  form?: 'table' | 'stream';
  /** Further entries of the catalog and of the page. */
  catalog?: string;
  page?: string;
  trailer?: string;
  /** Objects from number 6 upwards. */
  further?: readonly string[];
}

/** One page with one line of text. Objects: 1 catalog, 2 pages, 3 page, 4 content, 5 font. */
export function smallPdf({ form = 'table', catalog = '', page = '', trailer = '', further = [] }: SmallPdf = {}): Buffer {
  const bodies = [
    `<</Type/Catalog/Pages 2 0 R${catalog}>>`,
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    `<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 200]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>${page}>>`,
    contentStream(SIGNED_TEXT),
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
    ...further,
  ];
  const entries = `/Root 1 0 R/ID[<00112233445566778899aabbccddeeff><00112233445566778899aabbccddeeff>]${trailer}`;
  return form === 'table' ? tablePdf(bodies, entries) : streamPdf(bodies, entries);
}

function tablePdf(bodies: readonly string[], entries: string): Buffer {
  let text = '%PDF-1.7\n';
  const offsets = bodies.map((body, index) => {
    const offset = text.length;
    text += `${index + 1} 0 obj\n${body}\nendobj\n`;
    return offset;
  });
  const start = text.length;
  const lines = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`);
  text += `xref\n0 ${bodies.length + 1}\n0000000000 65535 f \n${lines.join('')}trailer\n<</Size ${bodies.length + 1}${entries}>>\n`;
  return Buffer.from(`${text}startxref\n${start}\n%%EOF\n`, 'latin1');
}

/** Everything but the content stands in one object stream. */
function streamPdf(bodies: readonly string[], entries: string): Buffer {
  const contained = bodies.map((body, index) => ({ body, number: index + 1 })).filter(({ body }) => !body.includes('stream\n'));
  const apart = bodies.map((body, index) => ({ body, number: index + 1 })).filter(({ body }) => body.includes('stream\n'));
  let inside = '';
  const pairs = contained.map(({ body, number }) => {
    const at = inside.length;
    inside += `${body}\n`;
    return `${number} ${at}`;
  });
  const header = `${pairs.join(' ')} `;
  const container = bodies.length + 1;
  const data = header + inside;
  const objects = [
    ...apart,
    {
      number: container,
      body: `<</Type/ObjStm/N ${contained.length}/First ${header.length}/Length ${data.length}>>\nstream\n${data}\nendstream`,
    },
  ];
  let text = '%PDF-1.7\n';
  const rows = new Map<number, number[]>(contained.map(({ number }, index) => [number, [2, container, index]]));
  for (const { number, body } of objects) {
    rows.set(number, [1, text.length, 0]);
    text += `${number} 0 obj\n${body}\nendobj\n`;
  }
  const last = container + 1;
  rows.set(last, [1, text.length, 0]).set(0, [0, 0, 255]);
  const table = Buffer.alloc((last + 1) * 6);
  for (const [number, [type = 0, second = 0, third = 0]] of rows) {
    table.writeUInt8(type, number * 6);
    table.writeUInt32BE(second, number * 6 + 1);
    table.writeUInt8(third, number * 6 + 5);
  }
  const dictionary = `<</Type/XRef/W[1 4 1]/Size ${last + 1}${entries}/Length ${table.length}>>`;
  return Buffer.concat([
    Buffer.from(`${text}${last} 0 obj\n${dictionary}\nstream\n`, 'latin1'),
    table,
    Buffer.from(`\nendstream\nendobj\nstartxref\n${text.length}\n%%EOF\n`, 'latin1'),
  ]);
}

/** An update as an honest writer makes it: objects, cross-references, trailer. */
export function updated(pdf: Buffer, objects: readonly Omit<UpdatedObject, 'generation'>[]): Buffer {
  const document = openPdf(pdf, MAXIMUM_LENGTH);
  const whole = objects.map((object) => ({ ...object, generation: 0 }));
  return Buffer.concat([pdf, writeIncrementalUpdate(document, whole).bytes]);
}

export interface RawUpdate {
  objects?: readonly { number: number; body: string }[];
  /** Entries beside those of the objects: an offset, or `free`. */
  entries?: Readonly<Record<number, number | 'free'>>;
  /** Bytes before the cross-reference table. */
  filler?: string;
  root?: string;
  previous?: number;
  trailer?: string;
}

/** An update with a table written as told, right or wrong. */
export function rawUpdate(pdf: Buffer, { objects = [], entries = {}, filler = '', root = '1 0 R', ...rest }: RawUpdate): Buffer {
  let text = '\n';
  const rows = new Map<number, number | 'free'>(Object.entries(entries).map(([number, offset]) => [Number(number), offset]));
  for (const { number, body } of objects) {
    rows.set(number, pdf.length + text.length);
    text += `${number} 0 obj\n${body}\nendobj\n`;
  }
  text += filler;
  const start = pdf.length + text.length;
  const lines = [...rows].map(([number, offset]) =>
    offset === 'free' ? `${number} 1\n0000000000 00001 f \n` : `${number} 1\n${String(offset).padStart(10, '0')} 00000 n \n`,
  );
  const previous = rest.previous ?? lastStart(pdf);
  text += `xref\n${lines.join('')}trailer\n<</Size 99/Root ${root}/Prev ${previous}${rest.trailer ?? ''}>>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.concat([pdf, Buffer.from(text, 'latin1')]);
}

/** Where the newest cross-references of a file stand. */
export function lastStart(pdf: Buffer): number {
  return startOfCrossReferences(pdf, pdf.length) ?? 0;
}

/** The file with the one occurrence of `search` replaced by text of the same length. */
export function replaced(pdf: Buffer, search: string, replacement: string): Buffer {
  const at = pdf.indexOf(search, 0, 'latin1');
  if (at < 0 || pdf.indexOf(search, at + 1, 'latin1') >= 0 || search.length !== replacement.length) {
    throw new Error(`"${search}" is not there once, or its replacement is of another length`);
  }
  const copy = Buffer.from(pdf);
  copy.write(replacement, at, 'latin1');
  return copy;
}

/** A signer, a time-stamp authority, and everything a test needs to sign and verify with them. */
export interface SigningFixture {
  readonly pki: TestPki;
  readonly signer: Signer;
  readonly requestTimestamp: (imprint: Buffer) => Promise<Buffer>;
  /** The time in every time-stamp. */
  readonly stampTime: Date;
  readonly timestamps: Omit<TimestampRequirements, 'imprint'>;
  sign(pdf: Buffer, options?: { stamped?: boolean; signer?: Signer }): Promise<Buffer>;
  verify(pdf: Buffer): Promise<PadesSignature[]>;
}

export async function createSigningFixture(): Promise<SigningFixture> {
  const pki = await createTestPki();
  const signer = (await pki.issue('P-256', 'officer')).signer();
  const authority = (await pki.issue('P-256', 'tsa', STAMPING)).signer();
  const stampTime = authority.certificate.notBefore;
  let serialNumber = 0n;
  const requestTimestamp = async (imprint: Buffer) => {
    serialNumber += 1n;
    const request = buildTimestampRequest({ imprint, nonce: createHash('sha256').update(imprint).digest().subarray(0, 8) });
    // The invented certificate is valid from the moment it was made.
    const issue = { signer: authority, policy: '1.2.3', serialNumber, now: stampTime, accuracyMilliseconds: 250 };
    return grantedToken(await createTimestampResponse({ request, ...issue }));
  };
  const timestamps = { pathValidator: createPathValidator({ anchors: [pki.root] }), revocationLists: [] };
  return {
    pki,
    signer,
    requestTimestamp,
    stampTime,
    timestamps,
    sign: async (pdf, options = {}) => {
      const base = { pdf, signer: options.signer ?? signer, signingTime: SIGNING_TIME, maximumLength: MAXIMUM_LENGTH };
      return (await signPades(options.stamped === true ? { ...base, requestTimestamp } : base)).pdf;
    },
    verify: (pdf) => verifyPades({ pdf, maximumLength: MAXIMUM_LENGTH, algorithms: SIGNATURES_WITH_PKCS1, timestamps }),
  };
}

/** One line for each signature: what a table of expectations compares. */
export function summary(signatures: readonly PadesSignature[]): string[] {
  return signatures.map(({ field, level, integrity, laterChanges, coversWholeFile }) =>
    [
      field,
      level ?? 'no level',
      integrity.code ?? integrity.verdict,
      laterChanges.code ?? laterChanges.verdict,
      ...(coversWholeFile ? ['whole file'] : []),
    ].join(', '),
  );
}

/** Whether nothing at all speaks against any signature, and there is one. */
export function isSpotless(signatures: readonly PadesSignature[]): boolean {
  return (
    signatures.length > 0 &&
    signatures.every(({ integrity, laterChanges }) => integrity.verdict === 'PASSED' && laterChanges.verdict === 'PASSED')
  );
}

/** Runs a program of Debian on a file with those bytes; standard output and error apart. */
export function runOn(pdf: Buffer, program: string, before: readonly string[], after: readonly string[] = []) {
  const folder = mkdtempSync(join(tmpdir(), 'valija-pades-'));
  try {
    const file = join(folder, 'letter.pdf');
    writeFileSync(file, pdf);
    const { status, stdout, stderr } = spawnSync(program, [...before, file, ...after], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
    if (status === null) throw new Error(`${program} could not be run`);
    return { status, output: stdout, messages: stderr.replaceAll(file, 'FILE') };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What pdfsig says of each signature, in its own words. */
export function pdfsigVerdicts(pdf: Buffer): string[] {
  const { output } = runOn(pdf, 'pdfsig', ['-nocert']);
  return [...output.matchAll(/Signature Validation: (.*)/g)].map(([, verdict = '']) => verdict);
}

export const pdfText = (pdf: Buffer): string => runOn(pdf, 'pdftotext', ['-layout'], ['-']).output;

/** Exit status of `qpdf --check` and what it complains of, without the offsets that an update moves. */
export function qpdfComplaints(pdf: Buffer): { status: number; complaints: Set<string> } {
  const { status, messages } = runOn(pdf, 'qpdf', ['--check']);
  const lines = messages.split('\n').filter((line) => line !== '');
  return { status, complaints: new Set(lines.map((line) => line.replace(/\d+/g, 'N'))) };
}

/** The file as qpdf writes it with these options. */
export function qpdfWritten(pdf: Buffer, options: readonly string[]): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'valija-pades-'));
  try {
    const file = join(folder, 'letter.pdf');
    writeFileSync(file, pdf);
    const { status, stdout, stderr } = spawnSync('qpdf', [...options, file, '-'], { maxBuffer: 64 * 1024 * 1024 });
    if (status !== 0) throw new Error(`qpdf: ${stderr}`);
    return stdout;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
