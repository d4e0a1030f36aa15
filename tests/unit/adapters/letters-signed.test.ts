import type { Worker } from 'node:worker_threads';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createLetters, type LettersOptions } from '../../../adapters/letter/worker-letters.ts';
import { readTypeface } from '../../../adapters/letter-rendering/fonts/typeface.ts';
import { renderLetter } from '../../../adapters/letter-rendering/render-letter.ts';
import { drawSignatureMark } from '../../../adapters/letter-rendering/signature-mark.ts';
import type { Signer } from '../../../crypto/signer.ts';
import type { LetterSigning, Letters } from '../../../gateway/contracts/letters.ts';
import { inventedLetter } from '../../support/invented-letter.ts';
import { said, textOf } from '../letter-rendering/support.ts';
import { createSigningFixture, pdfsigVerdicts, type SigningFixture, smallPdf, updated } from '../pades/support.ts';

let fixture: SigningFixture;
let letters: Letters;
const workers: Worker[] = [];
const remember = (worker: Worker) => workers.push(worker);

beforeAll(async () => {
  process.on('worker', remember);
  fixture = await createSigningFixture();
  letters = lettersWith({});
});
afterAll(async () => {
  process.off('worker', remember);
  await letters.close();
  fixture.pki.remove();
});

const opened: Letters[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

function lettersWith(change: Partial<LettersOptions>): Letters {
  const made = createLetters({
    maximumLength: 1024 * 1024,
    anchors: [fixture.pki.root],
    timestampAnchors: [fixture.pki.root],
    revocation: { current: () => [], inquire: async () => [] },
    ...change,
  });
  if (letters !== undefined) opened.push(made);
  return made;
}

function signing(change: Partial<LetterSigning> = {}): LetterSigning {
  return { letter: smallPdf(), signer: fixture.signer, signingTime: fixture.stampTime, stamp: fixture.requestTimestamp, ...change };
}

const signedBy = async (from: Letters, change: Partial<LetterSigning> = {}) => {
  const request = signing(change);
  const { update, ...rest } = await from.sign(request);
  const pdf = Buffer.concat([request.letter, update]);
  return { pdf, ...rest, report: await from.examine(pdf, { at: fixture.stampTime }) };
};

/** Certified by its author: nothing may change any more. */
async function certified(): Promise<Buffer> {
  const pdf = smallPdf({
    form: 'table',
    catalog: '/AcroForm<</Fields[6 0 R]/SigFlags 3>>',
    further: ['<</FT/Sig/T(Author)/Lock<</Type/SigFieldLock/Action/All/P 1>>/V 7 0 R>>', '<</Type/Sig/Filter/Adobe.PPKLite>>'],
  });
  return pdf;
}

describe('a letter that is signed in the thread of the letters', () => {
  it('is signed B-T, the octets given being its first, and reported', async () => {
    const { pdf, level, report } = await signedBy(letters);
    expect(level).toBe('B-T');
    expect(pdfsigVerdicts(pdf)).toEqual(['Signature is Valid.']);
    expect(report.signatures).toEqual([
      {
        // The invented authorities publish no revocation lists, that of the time-stamps neither.
        verdict: 'INDETERMINATE',
        subIndication: 'TRY_LATER',
        code: 'revocation-unknown',
        level: 'B-T',
        signer: {
          subject: fixture.signer.certificate.subject,
          issuer: fixture.signer.certificate.issuer,
          certificate: fixture.signer.certificate.sha256.toString('hex'),
        },
        claimedTime: expect.stringMatching(/^\d{4}-.*Z$/),
        coversWholeFile: true,
        changesAfter: [],
      },
    ]);
  });

  it('is signed B-B where no token is to be had any more', async () => {
    const { pdf, level } = await signedBy(letters, { stamp: async () => undefined });
    expect(level).toBe('B-B');
    expect(pdfsigVerdicts(pdf)).toEqual(['Signature is Valid.']);
  });

  it('keeps an earlier signature valid, and says what came after it', async () => {
    const first = await fixture.sign(smallPdf(), { stamped: true });
    const { pdf, report } = await signedBy(letters, { letter: first });
    expect(pdf.subarray(0, first.length).equals(first)).toBe(true);
    expect(pdfsigVerdicts(pdf)).toEqual(['Signature is Valid.', 'Signature is Valid.']);
    expect(report.signatures.map(({ coversWholeFile, changesAfter }) => ({ coversWholeFile, changesAfter }))).toEqual([
      { coversWholeFile: false, changesAfter: [{ kind: 'signature', harmless: true }] },
      { coversWholeFile: true, changesAfter: [] },
    ]);
  });

  it('lets what the time-stamp authority says through as it was said', async () => {
    const down = Object.assign(new Error('down'), { code: 'timestamp-unreachable', disposition: 'wait' });
    const stamp = () => Promise.reject(down);
    await expect(letters.sign(signing({ stamp }))).rejects.toBe(down);
    await expect(letters.sign(signing())).resolves.toMatchObject({ level: 'B-T' });
  });

  it('lets what the key store says through as it was said', async () => {
    const gone = Object.assign(new Error('gone'), { code: 'key-token-gone', disposition: 'retry' });
    const signer: Signer = { ...fixture.signer, sign: () => Promise.reject(gone) };
    await expect(letters.sign(signing({ signer }))).rejects.toBe(gone);
  });

  it('is not signed where an earlier signature forbids it', async () => {
    await expect(letters.sign(signing({ letter: await certified() }))).rejects.toMatchObject({
      code: 'pades-changes-forbidden',
      disposition: 'refuse',
    });
  });

  it('does not leave with a signature that does not hold', async () => {
    const other = await fixture.pki.issue('P-256', 'other');
    const signer: Signer = { ...fixture.signer, sign: other.signer().sign };
    await expect(letters.sign(signing({ signer }))).rejects.toMatchObject({ code: 'signature-invalid', disposition: 'operator' });
  });

  it('takes many at once, each with its own signature', async () => {
    const results = await Promise.all(Array.from({ length: 12 }, () => signedBy(letters)));
    for (const { report } of results) expect(report.signatures).toHaveLength(1);
  });
});

describe('a thread that dies or hangs', () => {
  it('mid-sign fails the signing, to be done again, and the next one works', async () => {
    const own = lettersWith({});
    const before = workers.length;
    const killed = own.sign(
      signing({
        stamp: async (imprint) => {
          await workers.at(-1)?.terminate();
          return fixture.requestTimestamp(imprint);
        },
      }),
    );
    await expect(killed).rejects.toMatchObject({ code: 'letter-thread-lost', disposition: 'retry' });
    expect((await signedBy(own)).level).toBe('B-T');
    expect(workers.length - before).toBe(2);
  });

  it('while the key signs fails the signing as well', async () => {
    const own = lettersWith({});
    const signer: Signer = {
      ...fixture.signer,
      sign: async (data, encoding) => {
        await workers.at(-1)?.terminate();
        return fixture.signer.sign(data, encoding);
      },
    };
    await expect(own.sign(signing({ signer }))).rejects.toMatchObject({ code: 'letter-thread-lost' });
  });

  it('is given up after its time, and everything in it is to be done again', async () => {
    const own = lettersWith({ timeoutMilliseconds: 1 });
    const failed = await Promise.allSettled([own.sign(signing()), own.sign(signing())]);
    for (const { status, reason } of failed as PromiseRejectedResult[]) {
      expect({ status, code: reason.code, disposition: reason.disposition }).toEqual({
        status: 'rejected',
        code: 'letter-thread-timeout',
        disposition: 'retry',
      });
    }
  });

  it('is not taken to hang while the time-stamp authority is slow', async () => {
    const own = lettersWith({ timeoutMilliseconds: 3_000 });
    // Its start counts, too.
    await own.examine(smallPdf(), { at: new Date() });
    const stamp = async (imprint: Buffer) => {
      await new Promise((resolve) => setTimeout(resolve, 3_200));
      return fixture.requestTimestamp(imprint);
    };
    expect((await own.sign(signing({ stamp }))).level).toBe('B-T');
  });

  it('does not harm a letter that was in it by chance', async () => {
    const own = lettersWith({});
    const killing = own.sign(
      signing({
        stamp: async () => {
          void workers.at(-1)?.terminate();
          return undefined;
        },
      }),
    );
    const others = Array.from({ length: 5 }, () => own.inspect(smallPdf(), { at: new Date() }));
    await expect(killing).rejects.toMatchObject({ code: 'letter-thread-lost' });
    for (const finding of await Promise.all(others)) expect(finding).toMatchObject({ acceptable: true, pages: 1 });
  });

  it('again and again leaves the letter damaged at submission, and unexamined on receipt', async () => {
    const own = lettersWith({ timeoutMilliseconds: 1 });
    expect(await own.inspect(smallPdf(), { at: new Date() })).toEqual({ acceptable: false, code: 'letter-damaged' });
    expect(await own.examine(smallPdf(), { at: new Date() })).toEqual({ signatures: [], code: 'letter-thread-timeout' });
  });
});

describe('a letter that is looked at', () => {
  it('tells whether it can be signed, without the key', async () => {
    const toBeSignedBy: Signer = { ...fixture.signer, sign: () => Promise.reject(new Error('the key was used')) };
    const inspect = (letter: Buffer) => letters.inspect(letter, { at: new Date(), toBeSignedBy });
    expect(await inspect(smallPdf())).toEqual({ acceptable: true, pages: 1, report: { signatures: [] } });
    expect(await inspect(await certified())).toMatchObject({ acceptable: true, unsignable: 'pades-changes-forbidden' });
  });

  it('tells what was changed after it was signed', async () => {
    const signed = await fixture.sign(smallPdf());
    const changed = updated(signed, [{ number: 5, body: '<</Type/Font/Subtype/Type1/BaseFont/Courier>>' }]);
    const { signatures } = await letters.examine(changed, { at: new Date() });
    expect(signatures).toMatchObject([{ verdict: 'FAILED', code: 'pades-changed-after-signing', coversWholeFile: false }]);
    expect(signatures[0]?.changesAfter).toEqual([{ kind: 'object', harmless: false }]);
  });

  it('tells why it cannot be examined, and never throws', async () => {
    expect(await letters.examine(Buffer.from('no PDF'), { at: new Date() })).toEqual({ signatures: [], code: 'pdf-not-pdf' });
    expect(await letters.examine(Buffer.alloc(3 * 1024 * 1024), { at: new Date() })).toEqual({ signatures: [], code: 'pdf-too-large' });
  });
});

describe('a letter that keeps a place for the signature', () => {
  const letter = renderLetter(inventedLetter(), { identifier: 'invented', createdAt: new Date('2026-11-20T10:00:00Z') }, readTypeface());
  const lines = ['Autoridad Central de XA (inventada)', '20 de noviembre de 2026, 11:00 (Europe/Madrid)'];
  const mark = (field: string) => {
    const places: { width: number; height: number }[] = [];
    const draw = async (place: { width: number; height: number }) => {
      places.push(place);
      return drawSignatureMark({ language: 'es', lines }, place, readTypeface());
    };
    return { places, mark: { field, draw } };
  };

  it('shows in it what it is told to, and nothing else of the letter changes', async () => {
    const { places, mark: seal } = mark('Seal');
    const { pdf, report } = await signedBy(letters, { letter, mark: seal });
    expect(places).toEqual([{ width: 270, height: 84 }]);
    expect(pdfsigVerdicts(pdf)).toEqual(['Signature is Valid.']);
    expect(report.signatures).toMatchObject([{ level: 'B-T', coversWholeFile: true, changesAfter: [] }]);
    expect(textOf(letter)).toContain('Lugar de la firma electrónica');
    expect(textOf(pdf)).toContain(lines.join(' '));
    expect(textOf(pdf)).not.toContain('Lugar de la firma electrónica');
    expect(said(pdf, 'qpdf', '--check', 'FILE')).toContain('No syntax or stream encoding errors found');
    expect(said(pdf, 'pdffonts', 'FILE').trim().split('\n').slice(2).join('\n')).not.toMatch(/ no /);
  });

  it('is signed invisibly where it keeps no place of that name', async () => {
    const { places, mark: other } = mark('Other');
    const { pdf } = await signedBy(letters, { letter, mark: other });
    expect(places).toEqual([]);
    expect(textOf(pdf)).toBe(textOf(letter));
  });

  it('is signed invisibly when somebody has signed before, whose signature stays as good as it was', async () => {
    const first = await signedBy(letters, { letter, mark: mark('Seal').mark });
    const { places, mark: seal } = mark('Seal');
    const { pdf, report } = await signedBy(letters, { letter: first.pdf, mark: seal });
    expect(places).toEqual([]);
    expect(report.signatures.map(({ code }) => code)).toEqual(['revocation-unknown', 'revocation-unknown']);
    expect(pdfsigVerdicts(pdf)).toEqual(['Signature is Valid.', 'Signature is Valid.']);
  });

  it('is not signed when what it is to show cannot be drawn', async () => {
    const draw = async () => drawSignatureMark({ language: 'es', lines: ['山'] }, { width: 270, height: 84 }, readTypeface());
    await expect(letters.sign(signing({ letter, mark: { field: 'Seal', draw } }))).rejects.toMatchObject({
      code: 'letter-character-missing',
    });
  });
});
