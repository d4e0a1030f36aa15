import { randomBytes } from 'node:crypto';
import { PDFDocument } from 'pdf-lib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf, type GatewayError } from '../../../gateway/error.ts';
import { submitMessage } from '../../../gateway/outbound/submit.ts';
import { StoreError } from '../../../store/error.ts';
import { withCommit } from '../../support/ledger-wrapper.ts';
import { annexPart, type FilePart, letterPart, partsOf, type SubmissionOptions, SYSTEM, submission } from '../../support/submissions.ts';
import { traces } from '../../support/traces.ts';
import { A, B, C, createWorld, DAY, HOUR, type World } from '../../support/two-gateways.ts';
import { smallPdf } from '../pades/support.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld({
    settings: { maximumLetterLength: 100_000, maximumPackageLength: 400_000, maximumFiles: 5, maximumRequestLength: 4_096 },
  });
});
afterAll(() => world.close());

/** What a refused submission says: its code, and all faults with the place of each. */
async function refusalOf(options: SubmissionOptions): Promise<{ code: string; faults: string[] }> {
  const error = await submitMessage(world.a.dependencies, await submission(options)).then(
    () => undefined,
    (thrown: GatewayError) => thrown,
  );
  if (error === undefined) throw new Error('the submission was accepted');
  expect(error.disposition).toBe('refuse');
  return { code: codeOf(error), faults: error.faults.map(({ code, pointer }) => `${code} ${pointer ?? ''}`.trim()) };
}

const at = (milliseconds: number) => new Date(world.now + milliseconds).toISOString();
const request = (change: Record<string, unknown>) => (): SubmissionOptions => ({ request: change });
const withFiles =
  (...files: Partial<FilePart>[]) =>
  async (): Promise<SubmissionOptions> => ({
    files: [await letterPart(), ...files.map((file) => annexPart(file))],
  });

async function encryptedLetter(): Promise<Buffer> {
  const document = await PDFDocument.create();
  document.addPage();
  document.encrypt({ userPassword: 'inventada', ownerPassword: 'inventada' });
  return Buffer.from(await document.save());
}

/** An author's signature that locks everything. */
const CERTIFIED = smallPdf({
  catalog: '/AcroForm<</Fields[6 0 R]/SigFlags 3>>',
  further: ['<</FT/Sig/T(Author)/Lock<</Type/SigFieldLock/Action/All/P 1>>/V 7 0 R>>', '<</Type/Sig/Filter/Adobe.PPKLite>>'],
});
const STRANGE_FORM = smallPdf({ catalog: '/AcroForm<</Fields 5>>' });

const toBeSigned = async (content: Buffer): Promise<SubmissionOptions> => ({
  request: { signLetter: true },
  files: [await letterPart({ content })],
});

describe('a submission with one fault', () => {
  const cases: [string, () => SubmissionOptions | Promise<SubmissionOptions>, string][] = [
    ['no JSON', () => ({ request: Buffer.from('{') }), 'submission-invalid'],
    ['a repeated member', () => ({ request: Buffer.from(`{"recipient":"${B}","recipient":"${C}"}`) }), 'submission-invalid'],
    ['an unknown member', request({ priority: 'high' }), 'submission-invalid'],
    ['an unknown lane', request({ lane: 'express' }), 'submission-invalid /lane'],
    ['a recipient that is no identifier', request({ recipient: 'xb central' }), 'submission-invalid /recipient'],
    ['a subject too long', request({ subject: 'a'.repeat(301) }), 'submission-invalid /subject'],
    ['a conversation with a path in it', request({ conversation: '../1' }), 'submission-invalid /conversation'],
    [
      'a JSON part too long',
      () => ({ request: Buffer.from(JSON.stringify({ recipient: B, subject: 'a'.repeat(5_000) })) }),
      'submission-invalid',
    ],
    [
      'a deadline finer than headers state',
      request({ deadlines: { relay: '2030-01-01T00:00:00.000001Z' } }),
      'submission-invalid /deadlines/relay',
    ],
    ['a deadline without seconds', request({ deadlines: { relay: '2030-01-01T00:00Z' } }), 'submission-invalid /deadlines/relay'],
    ['a description of a file that is not there', request({ files: [{ name: 'otro.pdf' }] }), 'submission-invalid /files/0/name'],
    ['a wish to sign that is neither yes nor no', request({ signLetter: 'yes' }), 'submission-invalid /signLetter'],
    ['a letter to be signed whose author forbids it', () => toBeSigned(CERTIFIED), 'letter-signing-forbidden part:letter'],
    ['a letter to be signed whose form takes no field', () => toBeSigned(STRANGE_FORM), 'letter-not-signable part:letter'],
    ['an unknown recipient', request({ recipient: 'urn:valija:authority:xz-central' }), 'recipient-unknown /recipient'],
    ['ourselves as recipient', request({ recipient: A }), 'recipient-is-self /recipient'],
    ['a relay deadline that has passed', () => ({ request: { deadlines: { relay: at(-HOUR) } } }), 'deadline-passed /deadlines/relay'],
    [
      'consignment before relay',
      () => ({ request: { deadlines: { relay: at(2 * DAY), consignment: at(DAY) } } }),
      'deadline-order /deadlines/consignment',
    ],
    [
      'hand-over before consignment',
      () => ({ request: { deadlines: { consignment: at(9 * DAY), handover: at(8 * DAY) } } }),
      'deadline-order /deadlines/handover',
    ],
    ['a deadline in 91 days', () => ({ request: { deadlines: { handover: at(91 * DAY) } } }), 'deadline-out-of-range /deadlines/handover'],
    ['no letter', () => ({ files: [annexPart()] }), 'letter-missing part:letter'],
    [
      'two letters',
      async () => ({ files: [await letterPart(), await letterPart({ fileName: 'otra.pdf' })] }),
      'letter-missing part:letter',
    ],
    ['a letter that is no PDF', async () => ({ files: [await letterPart({ content: Buffer.from('MZ') })] }), 'letter-not-pdf part:letter'],
    [
      'a damaged letter',
      async () => ({ files: [await letterPart({ content: Buffer.from('%PDF-1.7\n1 0 obj\n<<') })] }),
      'letter-damaged part:letter',
    ],
    [
      'an encrypted letter',
      async () => ({ files: [await letterPart({ content: await encryptedLetter() })] }),
      'letter-encrypted part:letter',
    ],
    ['a letter too large', async () => ({ files: [await letterPart({ content: randomBytes(100_001) })] }), 'letter-too-large part:letter'],
    [
      'too much together',
      withFiles({ content: randomBytes(300_000) }, { fileName: 'b', content: randomBytes(100_000) }),
      'submission-too-large part:annex',
    ],
    ['too many files', withFiles(...Array.from({ length: 5 }, (_, index) => ({ fileName: `f${index}` }))), 'file-count-exceeded'],
    ['an unknown role of a file', withFiles({ field: 'ballast' }), 'submission-invalid part:ballast'],
    ['a media type that is none', withFiles({ mediaType: 'text' }), 'submission-invalid part:annex'],
    ['a file without name', withFiles({ fileName: undefined }), 'file-name-invalid part:annex'],
    ...[
      '../anexo',
      '/anexo',
      'C:anexo',
      'a\\b',
      'a/../b',
      'a/.',
      'con\u0000trol',
      'anexo\u202efdp.exe',
      'a/b/c',
      'x'.repeat(161),
      'mimetype',
      'Request.JSON',
      'META-INF/x',
      'meta-inf',
      'META-\u0131NF/x',
    ].map((fileName): [string, () => Promise<SubmissionOptions>, string] => [
      `a file named ${JSON.stringify(fileName)}`,
      withFiles({ fileName }),
      'file-name-invalid part:annex',
    ]),
    ['the same name twice', withFiles({ fileName: 'a' }, { fileName: 'a' }), 'file-name-repeated part:annex'],
    ['two names that fold together', withFiles({ fileName: 'Straße' }, { fileName: 'STRASSE' }), 'file-name-repeated part:annex'],
    ['two normal forms of one name', withFiles({ fileName: 'an\u0303o' }, { fileName: 'a\u00f1o' }), 'file-name-repeated part:annex'],
    ['a file that is the folder of another', withFiles({ fileName: 'a' }, { fileName: 'a/b' }), 'file-name-repeated part:annex'],
  ];

  it.each(cases)('%s', async (_name, make, expected) => {
    const before = await traces(world, world.a);
    const { code, faults } = await refusalOf(await make());
    expect(faults).toEqual([expected]);
    expect(code).toBe(expected.split(' ')[0]);
    expect(await traces(world, world.a)).toEqual(before);
  });

  it.each([
    ['no key at all', undefined],
    ['an empty key', ''],
    ['a key with a space', 'a b'],
    ['a key too long', 'k'.repeat(129)],
  ])('%s: idempotency-key-missing', async (_name, key) => {
    expect((await refusalOf({ key })).code).toBe('idempotency-key-missing');
  });

  it('an actor of the wrong kind: actor-not-allowed', async () => {
    expect((await refusalOf({ actor: { kind: 'operator', id: 'operator-1' } })).code).toBe('actor-not-allowed');
  });

  const directoryCases: [
    string,
    (record: { endpoints: unknown[]; certificates: { role: string; notAfter: string; revokedAt?: string; certificate: string }[] }) => void,
    string,
  ][] = [
    ['without endpoint', (record) => record.endpoints.splice(0), 'recipient-without-endpoint /recipient'],
    ['without encryption certificate', (record) => record.certificates.splice(0), 'recipient-without-certificate /recipient'],
    [
      'with an expired encryption certificate',
      ({ certificates }) => {
        for (const one of certificates) one.notAfter = at(-DAY);
      },
      'recipient-without-certificate /recipient',
    ],
    [
      'with a revoked encryption certificate',
      ({ certificates }) => {
        for (const one of certificates) one.revokedAt = at(-DAY);
      },
      'recipient-without-certificate /recipient',
    ],
    [
      'with an encryption certificate that is none',
      ({ certificates }) => {
        for (const one of certificates) one.certificate = 'AAAA';
      },
      'recipient-without-certificate /recipient',
    ],
  ];
  it.each(directoryCases)('a recipient %s', async (_name, change, expected) => {
    const good = world.directory.records.get(B);
    if (good === undefined) throw new Error('B is in the directory');
    const changed = structuredClone(good);
    change(changed as Parameters<typeof change>[0]);
    world.directory.records.set(B, changed);
    try {
      expect((await refusalOf({})).faults).toEqual([expected]);
    } finally {
      world.directory.records.set(B, good);
    }
  });
});

it('tells every fault at once, and keeps nothing', async () => {
  const before = await traces(world, world.a);
  const { code, faults } = await refusalOf({
    request: {
      recipient: 'urn:valija:authority:xz-central',
      deadlines: { relay: at(-DAY), handover: at(91 * DAY), consignment: at(-2 * DAY) },
    },
    files: [
      annexPart({ content: randomBytes(70_000) }),
      annexPart({ fileName: '../x', mediaType: 'x' }),
      annexPart({ fileName: 'ANEXO 1.BIN' }),
      await letterPart({ content: Buffer.from('no PDF') }),
    ],
  });
  expect(code).toBe('submission-invalid');
  expect(faults.sort()).toEqual(
    [
      'submission-invalid part:annex',
      'file-name-invalid part:annex',
      'file-name-repeated part:annex',
      'letter-not-pdf part:letter',
      'deadline-passed /deadlines/relay',
      'deadline-order /deadlines/consignment',
      'deadline-out-of-range /deadlines/handover',
      'recipient-unknown /recipient',
    ].sort(),
  );
  expect(await traces(world, world.a)).toEqual(before);
});

it('does not call a letter missing that may stand behind the part at which reading stopped', async () => {
  const files = [annexPart({ content: randomBytes(400_001) }), await letterPart()];
  expect((await refusalOf({ files })).faults).toEqual(['submission-too-large part:annex']);
});

it('reads nothing behind a part that is too long', async () => {
  let read = 0;
  async function* endless() {
    for (;;) {
      read += 1;
      yield Buffer.alloc(65_536);
    }
  }
  await refusalOf({ files: [await letterPart({ content: endless() }), annexPart({ content: endless() })] });
  expect(read).toBeLessThan(5);
});

it('leaves nothing when the connection breaks after a file that was stored', async () => {
  const before = await traces(world, world.a);
  const broken = (async function* () {
    yield randomBytes(10);
    throw new Error('the client went away');
  })();
  const given = await submission();
  const parts = partsOf([await letterPart(), annexPart({ content: randomBytes(200_000) }), annexPart({ fileName: 'b', content: broken })]);
  await expect(submitMessage(world.a.dependencies, { ...given, parts })).rejects.toThrow('the client went away');
  expect(await traces(world, world.a)).toEqual(before);
});

it('asks to come back when the disk is full, and keeps nothing', async () => {
  const before = await traces(world, world.a);
  const { dependencies } = world.a;
  const ledger = withCommit(dependencies.ledger, async () => {
    throw new StoreError('disk-full', 'invented');
  });
  const files = [await letterPart(), annexPart({ content: randomBytes(200_000) })];
  await expect(submitMessage({ ...dependencies, ledger }, await submission({ files }))).rejects.toMatchObject({
    code: 'disk-full',
    disposition: 'retry',
  });
  expect(await traces(world, world.a)).toEqual(before);
});

it('does not give away a message whose commit may have reached the disk', async () => {
  const { dependencies } = world.a;
  const ledger = withCommit(dependencies.ledger, async (change) => {
    await dependencies.ledger.commit(change);
    throw new StoreError('store-failure', 'the answer of the disk was lost');
  });
  const files = () => letterPart().then((letter) => [letter, annexPart({ content: Buffer.alloc(200_000, 7) })]);
  const key = 'lost-answer';
  await expect(
    submitMessage({ ...dependencies, ledger }, await submission({ key, actor: SYSTEM, files: await files() })),
  ).rejects.toMatchObject({ code: 'store-failure' });
  // The client asks again with its key: the message is there with its files, and can be sent.
  const answer = await submitMessage(dependencies, await submission({ key, files: await files() }));
  expect(answer.replayed).toBe(true);
  await world.work();
  expect(world.failures).toEqual([]);
});
