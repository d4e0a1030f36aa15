import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { BundleContent, BundledLog } from '../../../audit/bundle/content.ts';
import { BUNDLE_ROOTS, BUNDLE_TRUST } from '../../../audit/bundle/index-document.ts';
import { readBundle } from '../../../audit/bundle/read-bundle.ts';
import { signCheckpoint } from '../../../audit/log/checkpoint.ts';
import { createNoteSigner, noteKeyOf } from '../../../audit/log/note-key.ts';
import { parseTrust, serializeTrust, type TrustDocument } from '../../../audit/trust.ts';
import { CHECKS } from '../../../audit/verify/checks.ts';
import { detectKind } from '../../../audit/verify/detect-kind.ts';
import type { BundleReport } from '../../../audit/verify/verify-bundle.ts';
import { verifyBundle } from '../../../audit/verify/verify-bundle.ts';
import { verifyEvidenceFile } from '../../../audit/verify/verify-evidence-file.ts';
import { verifyPackage } from '../../../audit/verify/verify-package.ts';
import { bufferReader } from '../../../crypto/asic/random-access.ts';
import { serializeJws } from '../../../crypto/jades/flattened-jws.ts';
import { envelopeDigest, readStoredEnvelope, signEnvelope } from '../../../evidence/envelope.ts';
import { type ResealedRecord, signResealed } from '../../../evidence/resealed.ts';
import { issue, issueList } from '../x509/support.ts';
import { bundleOctets, repackBundle } from './helpers/bundle-octets.ts';
import { testKey } from './helpers/keys.ts';
import { digestOf } from './helpers/memory-log.ts';
import type { Exchange, ExchangeChanges } from './helpers/sample-exchange.ts';
import {
  makeExchange,
  makePackage,
  makePki,
  RECIPIENT,
  SENDER,
  SUBMITTED,
  stamp,
  trustOf,
  VERIFIED_AT,
} from './helpers/sample-exchange.ts';

const minutes = (count: number) => new Date(SUBMITTED.getTime() + count * 60_000);
const trustFrom = (document: TrustDocument) => parseTrust(serializeTrust(document));

async function verify(content: BundleContent, options: { at?: Date; trust?: TrustDocument | null } = {}): Promise<BundleReport> {
  const trust = options.trust === null ? {} : { trust: trustFrom(options.trust ?? content.trust) };
  return verifyBundle({ reader: bufferReader(await bundleOctets(content)), at: options.at ?? VERIFIED_AT, ...trust });
}

/** Everything that is not PASSED, warnings left out, as `check verdict code`. */
const problems = (report: Pick<BundleReport, 'findings'>) =>
  report.findings
    .filter(({ verdict, advisory }) => verdict !== 'PASSED' && !advisory)
    .map(({ check, verdict, code }) => `${check} ${verdict} ${code}`);
const warnings = (report: BundleReport) => [
  ...new Set(report.findings.filter(({ advisory }) => advisory).map(({ check, code }) => `${check} ${code}`)),
];

describe('a proof bundle', () => {
  let exchange: Exchange;
  let content: BundleContent;
  beforeAll(async () => {
    exchange = await makeExchange();
    content = exchange.content;
  });

  it('passes with the trust of the auditor, and tells the story', async () => {
    const report = await verify(content);
    expect(problems(report)).toEqual([]);
    expect(report).toMatchObject({ verdict: 'PASSED', state: 'handed-over', message: { sender: SENDER, recipient: RECIPIENT } });
    expect(report.timeline?.map(({ code, issuer }) => `${code} ${issuer}`)).toEqual([
      `A.1 ${SENDER}`,
      `B.1 ${RECIPIENT}`,
      `D.1 ${RECIPIENT}`,
      `E.1 ${RECIPIENT}`,
    ]);
    expect(report.package?.sha256).toBe(createHash('sha256').update(exchange.package).digest('hex'));
    expect(warnings(report)).toEqual(['log-witness not-witnessed']);
    expect(report.bundledTrustDigest).toBe(trustFrom(content.trust).digest);
  });

  it('has the same octets every time, whatever order its parts were given in', async () => {
    const reversed = { ...content, evidence: content.evidence.toReversed(), certificates: content.certificates.toReversed() };
    expect((await bundleOctets(content)).equals(await bundleOctets(reversed))).toBe(true);
  });

  it('reads back: every file, at any place', async () => {
    const bundle = await readBundle(bufferReader(await bundleOctets(content)));
    const { path } = bundle.index.package as { path: string };
    expect((await bundle.read(path)).equals(exchange.package)).toBe(true);
    const reader = bundle.reader(path);
    expect(reader.size).toBe(exchange.package.length);
    expect((await reader.read(10, 20)).equals(exchange.package.subarray(10, 30))).toBe(true);
    expect((await reader.read(reader.size - 5, 100)).length).toBe(5);
    await expect(bundle.read('no/such-file')).rejects.toMatchObject({ code: 'bundle-incomplete' });
    await expect(readBundle(bufferReader(await bundleOctets(content)), { maximumFileSize: 100 })).rejects.toMatchObject({
      code: 'bundle-too-large',
    });
    expect(bundle.index.files.slice(0, 2).map((file) => file.path)).toEqual(['README.txt', path]);
    expect(bundle.index.evidence.map((file) => file.path)).toEqual([
      'evidence/01-A.1-SubmissionAcceptance.json',
      'evidence/02-B.1-RelayAcceptance.json',
      'evidence/03-D.1-ContentConsignment.json',
      'evidence/04-E.1-ContentHandover.json',
    ]);
  });

  it('stays undecided when only its own trust snapshot vouches for it', async () => {
    const report = await verify(content, { trust: null });
    expect(report.verdict).toBe('INDETERMINATE');
    expect(problems(report)).toEqual(['trust-anchors INDETERMINATE trust-not-confirmed']);
  });

  it('passes without its content, on the digest alone', async () => {
    const sha256 = createHash('sha256').update(exchange.package).digest();
    const report = await verify({ ...content, package: { sha256, length: exchange.package.length } });
    expect(report.verdict).toBe('PASSED');
    expect(report.package).toBeUndefined();
    const other = await verify({ ...content, package: { sha256: digestOf('another'), length: 1 } });
    expect(problems(other)).toContain('package-digest FAILED package-differs');
  });

  it('a package that changes while it is being written is noticed', async () => {
    let passes = 0;
    const open = () => {
      passes += 1;
      return [Buffer.from(`pass ${passes}`)];
    };
    await expect(bundleOctets({ ...content, package: { open } })).rejects.toMatchObject({ code: 'bundle-incomplete' });
  });

  it('no flipped bit passes', async () => {
    const octets = await bundleOctets(content);
    await fc.assert(
      fc.asyncProperty(fc.nat(octets.length * 8 - 1), async (bit) => {
        const changed = Buffer.from(octets);
        changed[bit >> 3] = changed[bit >> 3]! ^ (1 << (bit & 7));
        const report = await verifyBundle({ reader: bufferReader(changed), at: VERIFIED_AT, trust: trustFrom(content.trust) });
        expect(report.verdict).toBe('FAILED');
      }),
      { numRuns: 60 },
    );
  });

  it('every check says where its rule stands', () => {
    for (const [name, { clause }] of Object.entries(CHECKS)) {
      expect(clause, name).toMatch(/(EN|TS) 319|TS 119|RFC \d|ISO 32000|C2SP|X\.690|docs\/\w+\.md/);
    }
  });

  const editLog = (edit: (log: BundledLog) => BundledLog) => (given: BundleContent) => ({
    ...given,
    logs: given.logs.map((log, position) => (position === 0 ? edit(log) : log)),
  });
  const editAuthority =
    (edit: (authority: TrustDocument['authorities'][number]) => TrustDocument['authorities'][number]) =>
    (given: BundleContent): BundleContent => ({ ...given, trust: { ...given.trust, authorities: given.trust.authorities.map(edit) } });

  const changes: [string, (given: BundleContent) => BundleContent, string[]][] = [
    [
      'another package',
      (given) => ({ ...given, package: { open: () => [exchange.package.subarray(1)] } }),
      [
        'package-layout FAILED container-malformed',
        'package-digest FAILED package-differs',
        'evidence-content FAILED evidence-content-mismatch',
      ],
    ],
    [
      'a receipt with another signature',
      (given) => ({
        ...given,
        evidence: given.evidence.map((jws, at) => (at === 1 ? { ...jws, signature: given.evidence[2]!.signature } : jws)),
      }),
      ['evidence-signature FAILED signature-invalid', 'evidence-chain INDETERMINATE previous-missing'],
    ],
    [
      'a receipt left out',
      (given) => ({ ...given, evidence: given.evidence.filter((_, at) => at !== 2) }),
      ['evidence-chain INDETERMINATE previous-missing', 'issuer-sequences INDETERMINATE evidence-missing'],
    ],
    [
      'a header with another signature',
      (given) => ({ ...given, envelopes: given.envelopes.map((jws) => ({ ...jws, signature: given.evidence[0]!.signature })) }),
      ['envelope-signature FAILED signature-invalid', 'evidence-content INDETERMINATE envelope-not-in-bundle'],
    ],
    [
      'another message in the index',
      (given) => ({ ...given, message: { ...given.message, recipient: SENDER } }),
      ['message-identity FAILED message-differs'],
    ],
    ['no logs', (given) => ({ ...given, logs: [], checkpointTimestamps: [] }), ['log-coverage INDETERMINATE not-in-any-log']],
    [
      'a salt of another entry',
      editLog((log) => ({ ...log, proofs: log.proofs.map((proof) => ({ ...proof, salt: digestOf('another salt') })) })),
      ['log-inclusion FAILED inclusion-proof-invalid'],
    ],
    [
      'another type of entry',
      editLog((log) => ({ ...log, proofs: log.proofs.map((proof) => ({ ...proof, type: 'access' as const })) })),
      ['log-inclusion FAILED inclusion-proof-invalid'],
    ],
    ['a key that nobody lists', editAuthority((authority) => ({ ...authority, noteKeys: [] })), ['log-key INDETERMINATE key-not-listed']],
    [
      'the logs exchanged',
      (given) => ({ ...given, logs: given.logs.map((log, at) => ({ ...log, authority: given.logs[1 - at]!.authority })) }),
      ['log-key FAILED key-of-another-authority', 'log-coverage INDETERMINATE not-in-any-log'],
    ],
    [
      'a damaged consistency proof',
      editLog((log) => ({
        ...log,
        consistency: log.consistency.map((step) => ({ ...step, proof: [digestOf('x'), ...step.proof.slice(1)] })),
      })),
      ['log-consistency FAILED consistency-proof-invalid'],
    ],
    [
      'a fork of the log',
      editLog((log) => {
        const name = log.verifierKey.split('+')[0]!;
        const signer = createNoteSigner({ name, key: noteKeyOf(testKey(SENDER)) });
        return {
          ...log,
          checkpoints: [...log.checkpoints, signCheckpoint({ origin: name, size: 6, root: digestOf('another history') }, signer)],
        };
      }),
      ['log-consistency FAILED log-forked'],
    ],
    [
      'no revocation lists',
      (given) => ({ ...given, revocationLists: [] }),
      [
        'evidence-certificate INDETERMINATE revocation-unknown',
        'envelope-certificate INDETERMINATE revocation-unknown',
        'package-certificate INDETERMINATE revocation-unknown',
      ],
    ],
    [
      'a revocation list that is none',
      (given) => ({ ...given, revocationLists: [...given.revocationLists, Buffer.from('0')] }),
      ['revocation-data FAILED revocation-list-malformed'],
    ],
    [
      'other roots',
      (given) => ({ ...given, trust: { ...given.trust, roots: trustOf(makePki()).roots } }),
      ['evidence-certificate INDETERMINATE path-not-found'],
    ],
    [
      'other time-stamp roots',
      (given) => ({ ...given, trust: { ...given.trust, timestampRoots: trustOf(makePki()).roots } }),
      ['package-time-stamp INDETERMINATE path-not-found', 'checkpoint-time-stamp INDETERMINATE path-not-found'],
    ],
    [
      'an unknown authority',
      (given) => ({ ...given, trust: { ...given.trust, authorities: given.trust.authorities.slice(1) } }),
      ['envelope-certificate INDETERMINATE authority-unknown', 'package-certificate INDETERMINATE authority-unknown'],
    ],
    [
      'certificates listed in other roles',
      editAuthority((authority) => ({
        ...authority,
        certificates: authority.certificates.map((record) => ({
          ...record,
          role: record.role === 'seal' ? ('evidence' as const) : ('seal' as const),
        })),
      })),
      [
        'evidence-certificate FAILED certificate-not-listed',
        'envelope-certificate FAILED certificate-not-listed',
        'package-certificate FAILED certificate-not-listed',
      ],
    ],
    [
      'records that ended before',
      editAuthority((authority) => ({
        ...authority,
        certificates: authority.certificates.map((record) => ({ ...record, notAfter: SUBMITTED.toISOString() })),
      })),
      [
        'evidence-certificate FAILED certificate-not-in-force',
        'envelope-certificate FAILED certificate-not-in-force',
        'package-certificate FAILED certificate-not-in-force',
      ],
    ],
  ];

  it.each(changes)('%s is found', async (_, change, expected) => {
    const report = await verify(change(content));
    expect(report.verdict).toBe(expected.some((problem) => problem.includes(' FAILED ')) ? 'FAILED' : 'INDETERMINATE');
    expect(problems(report)).toEqual(expect.arrayContaining(expected));
  });

  it('what only warns leaves the verdict', async () => {
    const noProofs = await verify(editLog((log) => ({ ...log, consistency: [] }))(content));
    expect(noProofs.verdict).toBe('PASSED');
    expect(warnings(noProofs)).toContain('log-consistency consistency-proof-missing');
    const oneLog = await verify({ ...content, logs: content.logs.slice(0, 1) });
    expect(oneLog.verdict).toBe('PASSED');
    expect(warnings(oneLog)).toContain('log-coverage not-in-issuers-log');
    const unstamped = await makeExchange({ stampedPackage: false });
    const report = await verify(unstamped.content);
    expect(report.verdict).toBe('PASSED');
    expect(warnings(report)).toContain('package-time-stamp unstamped');
  });

  it('a token over a checkpoint that is not in the bundle cannot be written', async () => {
    const { logs, checkpointTimestamps } = content;
    const without = logs.map((log, at) => (at === 0 ? { ...log, checkpoints: [], proofs: [] } : log));
    await expect(bundleOctets({ ...content, logs: without, checkpointTimestamps: checkpointTimestamps! })).rejects.toMatchObject({
      code: 'bundle-incomplete',
      disposition: 'operator',
    });
  });

  it('a token over something else, and one from the future', async () => {
    const [stamped] = content.checkpointTimestamps!;
    const elsewhere = { ...stamped!, token: await stamp(exchange.pki, digestOf('something else'), minutes(50)) };
    expect(problems(await verify({ ...content, checkpointTimestamps: [elsewhere] }))).toContain(
      'checkpoint-time-stamp FAILED timestamp-imprint-mismatch',
    );
    expect(problems(await verify(content, { at: minutes(40) }))).toContain('checkpoint-time-stamp FAILED timestamp-in-future');
    expect(problems(await verify(content, { at: minutes(5) }))).toContain('evidence-time FAILED event-in-future');
  });

  it('a certificate revoked before, and one revoked later with and without proof of time', async () => {
    const { pki } = exchange;
    const { certificate } = pki.parties[1].issued.evidence;
    const listed = (at: Date) => ({
      ...content,
      revocationLists: [
        issueList({ issuer: pki.root }),
        issueList({ issuer: pki.issuing, revoked: [{ certificate, at }], thisUpdate: minutes(1000) }),
        issueList({ issuer: pki.timestampRoot }),
      ].map(({ der }) => der),
    });
    expect(problems(await verify(listed(minutes(-10))))).toContain('evidence-certificate FAILED certificate-revoked');
    // The sender's stamped checkpoint shows that the receipts existed before.
    expect((await verify(listed(minutes(600)))).verdict).toBe('PASSED');
    const unproven = { ...listed(minutes(600)), checkpointTimestamps: [] };
    expect(problems(await verify(unproven))).toContain('evidence-certificate INDETERMINATE revoked-later-without-proof-of-time');
  });
});

describe('a bundle whose receipts tell something else', () => {
  const cases: [string, ExchangeChanges, { verdict: string; problems: string[]; state?: string; at?: Date }][] = [
    [
      'another package in D.1',
      {
        facts: (facts) =>
          facts.event === 'ContentConsignment' ? { ...facts, message: { ...facts.message, packageDigest: 'a'.repeat(64) } } : facts,
      },
      {
        verdict: 'FAILED',
        problems: ['package-digest FAILED package-differs', 'evidence-content FAILED evidence-content-mismatch'],
      },
    ],
    [
      'other sealed content in B.1',
      {
        facts: (facts) =>
          facts.event === 'RelayAcceptance' ? { ...facts, message: { ...facts.message, sealedContentDigest: 'a'.repeat(64) } } : facts,
      },
      {
        verdict: 'FAILED',
        problems: ['evidence-content FAILED evidence-content-mismatch'],
      },
    ],
    [
      'another message in E.1',
      {
        facts: (facts) =>
          facts.event === 'ContentHandover'
            ? { ...facts, message: { ...facts.message, messageId: '5f3a1c2e-0b7d-4c55-9a61-0d7c0f2b8e12' } }
            : facts,
      },
      {
        verdict: 'FAILED',
        problems: ['message-identity FAILED message-differs', 'evidence-content FAILED evidence-message-mismatch'],
      },
    ],
    [
      'another envelope in B.1',
      {
        facts: (facts) =>
          facts.event === 'RelayAcceptance' ? { ...facts, message: { ...facts.message, envelopeDigest: 'a'.repeat(64) } } : facts,
      },
      {
        verdict: 'INDETERMINATE',
        problems: ['evidence-content INDETERMINATE envelope-not-in-bundle', 'evidence-conflicts INDETERMINATE foreign-envelope'],
      },
    ],
    [
      'B.1 that names nothing before it',
      { facts: (facts) => (facts.event === 'RelayAcceptance' ? { ...facts, previous: [] } : facts) },
      {
        verdict: 'INDETERMINATE',
        problems: ['event-order INDETERMINATE not-named-as-previous'],
      },
    ],
    [
      'B.1 an hour before A.1',
      { facts: (facts) => (facts.event === 'RelayAcceptance' ? { ...facts, eventTime: minutes(-58) } : facts) },
      {
        verdict: 'INDETERMINATE',
        problems: ['event-order INDETERMINATE times-reversed'],
      },
    ],
    [
      'a number used twice',
      { facts: (facts) => (facts.event === 'ContentHandover' ? { ...facts, issuerSequence: 2 } : facts) },
      {
        verdict: 'FAILED',
        problems: ['evidence-conflicts FAILED sequence-reused'],
      },
    ],
    [
      'a package of another in the header',
      { header: (header) => ({ ...header, packageCommitment: 'a'.repeat(64) }) },
      {
        verdict: 'FAILED',
        problems: ['package-digest FAILED package-differs'],
      },
    ],
    [
      'a later envelope without the statement that links it',
      { header: (header) => ({ ...header, sealGeneration: 1 }) },
      {
        verdict: 'INDETERMINATE',
        problems: ['reseal-links INDETERMINATE statement-missing'],
      },
    ],
    [
      'on its way, in time',
      {
        events: [
          ['SubmissionAcceptance', 0, 2],
          ['RelayAcceptance', 1, 4],
        ],
      },
      { verdict: 'PASSED', problems: [], state: 'relayed', at: minutes(120) },
    ],
    [
      'no hand-over and nobody says why',
      {
        events: [
          ['SubmissionAcceptance', 0, 2],
          ['RelayAcceptance', 1, 4],
        ],
      },
      {
        verdict: 'INDETERMINATE',
        problems: ['deadlines INDETERMINATE receipt-overdue'],
        state: 'relayed',
      },
    ],
  ];

  it.each(cases)('%s', async (_, changes, expected) => {
    const { content } = await makeExchange(changes);
    const report = await verify(content, expected.at === undefined ? {} : { at: expected.at });
    expect(problems(report)).toEqual(expect.arrayContaining(expected.problems));
    expect(report.verdict).toBe(expected.verdict);
    if (expected.problems.length === 0) {
      expect(problems(report)).toEqual([]);
    }
    expect(report.state).toBe(expected.state ?? report.state);
  });
});

describe('a bundle with an answer that came late', () => {
  it('shows both statements', async () => {
    const events = [
      ['SubmissionAcceptance', 0, 2],
      ['RelayFailure', 0, 700],
      ['RelayAcceptance', 1, 800],
    ] as const;
    const facts: ExchangeChanges['facts'] = (given) =>
      given.event === 'RelayFailure' ? { ...given, reasons: ['no-relay-answer'] } : given;
    const { content } = await makeExchange({ events, facts });
    const report = await verify(content);
    expect(problems(report)).toEqual(['evidence-conflicts INDETERMINATE answer-after-end']);
    expect(report.state).toBe('failed');
  });
});

describe('a bundle with a package that was sealed again', () => {
  it('links the envelopes by the signed statement', async () => {
    const exchange = await makeExchange();
    const { content, pki } = exchange;
    const first = readStoredEnvelope(exchange.envelope);
    const sealedAgain = { sha256: digestOf('sealed again').toString('hex'), length: 1250 };
    const second = await signEnvelope(
      { ...first, sealGeneration: 1, sealedContent: sealedAgain },
      pki.parties[0].signers.envelope,
      minutes(10),
    );
    const step = (header: typeof first, envelopeDigest: string) => ({
      envelopeDigest,
      sealGeneration: header.sealGeneration,
      headerGeneration: header.headerGeneration,
      sealedContentDigest: header.sealedContent.sha256,
    });
    const link = async (sealGeneration: number) => {
      const replaced = step(first, envelopeDigest(exchange.envelope));
      const replacement = step({ ...first, sealGeneration, sealedContent: sealedAgain }, second.envelopeDigest);
      const record: ResealedRecord = {
        format: 'valija-resealed/1',
        messageId: first.messageId,
        sender: SENDER,
        recipient: RECIPIENT,
        suite: '2026a',
        time: minutes(9).toISOString(),
        reason: 'recipient-certificate-changed',
        packageCommitment: first.packageCommitment,
        replaced: { ...replaced, sealGeneration: sealGeneration - 1 },
        replacement,
      };
      return (await signResealed(record, pki.parties[0].signers.evidence, minutes(9))).jws;
    };
    const envelopes = [second.jws, exchange.envelope];
    const linked = await verify({ ...content, envelopes, statements: [await link(1)] });
    expect(problems(linked)).toEqual([]);
    expect(linked.verdict).toBe('PASSED');
    const contradicted = await verify({ ...content, envelopes, statements: [await link(2)] });
    expect(problems(contradicted)).toContain('reseal-links FAILED generations-differ');
    const unlinked = await verify({ ...content, envelopes });
    expect(problems(unlinked)).toEqual(['reseal-links INDETERMINATE statement-missing']);
  });
});

describe('files inside a bundle that were exchanged together with their digests', () => {
  it('copies of the trust snapshot that say something else', async () => {
    const { content } = await makeExchange();
    const other = issue({ name: 'Another root', authority: null }).certificate.der.toString('base64');
    const octets = await repackBundle(await bundleOctets(content), (path, file) =>
      path === BUNDLE_ROOTS ? Buffer.from(`-----BEGIN CERTIFICATE-----\n${other}\n-----END CERTIFICATE-----\n`) : file,
    );
    const report = await verifyBundle({ reader: bufferReader(octets), at: VERIFIED_AT, trust: trustFrom(content.trust) });
    expect(problems(report)).toEqual(['trust-copies FAILED copy-differs']);
  });

  it("a trust snapshot of the forger: the auditor's own is used", async () => {
    const { content } = await makeExchange();
    const forged = await makeExchange();
    const report = await verify(forged.content, { trust: content.trust });
    expect(report.verdict).not.toBe('PASSED');
    expect(report.bundledTrustDigest).not.toBe(trustFrom(content.trust).digest);
    const broken = await repackBundle(await bundleOctets(content), (path, file) => (path === BUNDLE_TRUST ? Buffer.from('{}') : file));
    const second = await verifyBundle({ reader: bufferReader(broken), at: VERIFIED_AT, trust: trustFrom(content.trust) });
    expect(problems(second)).toEqual(['trust-anchors FAILED trust-malformed']);
  });

  it('a certificate under another name, a receipt under another digest', async () => {
    const { content } = await makeExchange();
    const octets = await repackBundle(
      await bundleOctets(content),
      (_, file) => file,
      (index) => ({ ...index, evidence: index.evidence.map((entry) => ({ ...entry, evidenceDigest: 'a'.repeat(64) })) }),
    );
    const report = await verifyBundle({ reader: bufferReader(octets), at: VERIFIED_AT, trust: trustFrom(content.trust) });
    expect(problems(report)).toEqual(Array(4).fill('bundle-files FAILED index-contradicted'));
  });
});

describe('one file alone', () => {
  it('is told by its first octets', async () => {
    const { content, package: octets } = await makeExchange();
    const kindOf = (bytes: Buffer) => detectKind(bufferReader(bytes));
    expect(await kindOf(await bundleOctets(content))).toBe('bundle');
    expect(await kindOf(octets)).toBe('package');
    expect(await kindOf(serializeJws(content.evidence[0]!))).toBe('evidence');
    expect(await kindOf(Buffer.from('%PDF-1.7'))).toBe('pdf');
    expect(await kindOf(Buffer.from('3080060b2a864886f70d0109100117a080', 'hex'))).toBe('sealed');
    expect(await kindOf(Buffer.from('3080', 'hex'))).toBe('unknown');
    expect(await kindOf(Buffer.alloc(0))).toBe('unknown');
    expect(await kindOf(Buffer.from('PK'))).toBe('unknown');
  });

  it('a receipt', async () => {
    const { content } = await makeExchange();
    const given = {
      at: VERIFIED_AT,
      trust: trustFrom(content.trust),
      revocation: content.revocationLists.map((der) => ({ subject: 'list', der })),
    };
    const bytes = serializeJws(content.evidence[1]!);
    const report = await verifyEvidenceFile({ bytes, ...given });
    expect(report).toMatchObject({ verdict: 'PASSED', evidence: { event: 'RelayAcceptance', issuer: RECIPIENT } });
    expect((await verifyEvidenceFile({ bytes, at: VERIFIED_AT })).findings).toContainEqual(
      expect.objectContaining({ check: 'evidence-certificate', verdict: 'INDETERMINATE', code: 'trust-missing' }),
    );
    for (const other of [Buffer.alloc(0), Buffer.from('{}'), bytes.subarray(1), serializeJws(content.envelopes[0]!)]) {
      const refused = await verifyEvidenceFile({ bytes: other, ...given });
      expect(refused.verdict).toBe('FAILED');
      expect(problems(refused)).toEqual([expect.stringMatching(/^evidence-signature FAILED /)]);
    }
  });

  it('a package', async () => {
    const { content, package: octets, pki } = await makeExchange();
    const given = {
      at: VERIFIED_AT,
      trust: trustFrom(content.trust),
      revocation: content.revocationLists.map((der) => ({ subject: 'list', der })),
    };
    const report = await verifyPackage({ reader: bufferReader(octets), ...given });
    expect(report).toMatchObject({
      verdict: 'PASSED',
      package: { sender: SENDER, recipient: RECIPIENT, existedBefore: '2026-11-20T10:01:01.000Z' },
    });
    expect(report.package.files.map(({ name }) => name)).toEqual(['request.json', 'letter.txt']);
    const letter = octets.indexOf('an invented letter');
    const altered = Buffer.from(octets);
    altered.write('AN', letter);
    expect(problems(await verifyPackage({ reader: bufferReader(altered), ...given }))).toContain(
      'package-content FAILED container-crc-mismatch',
    );
    expect((await verifyPackage({ reader: bufferReader(Buffer.from('PK')), ...given })).verdict).toBe('FAILED');
    // Sealed by one authority in the name of the other.
    const pretended = await makePackage(pki, { sender: RECIPIENT });
    expect(problems(await verifyPackage({ reader: bufferReader(pretended), ...given }))).toEqual([
      'package-certificate FAILED certificate-not-listed',
    ]);
    expect(problems(await verifyPackage({ reader: bufferReader(await makePackage(pki, { sender: 'somebody' })), ...given }))).toContain(
      'package-request FAILED bundle-incomplete',
    );
  });
});
