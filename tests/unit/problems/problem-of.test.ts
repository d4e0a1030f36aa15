import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { AuditError } from '../../../audit/error.ts';
import { CryptoError } from '../../../crypto/error.ts';
import { EvidenceError } from '../../../evidence/error.ts';
import { type Disposition, type Fault, GatewayError, type GatewayErrorCode } from '../../../gateway/error.ts';
import { EXIT_CODES } from '../../../gateway/problems/exit-code.ts';
import { LANGUAGES } from '../../../gateway/problems/language.ts';
import { exitCodeOf } from '../../../gateway/problems/outcome-of.ts';
import { problemOf } from '../../../gateway/problems/problem-of.ts';
import { PROBLEM_ROWS } from '../../../gateway/problems/rows.ts';
import { rowNameOf } from '../../../gateway/problems/table.ts';
import { StoreError } from '../../../store/error.ts';
import { errorUnions } from './error-unions.ts';

const es = { language: 'es' } as const;

describe('a problem', () => {
  it('is an RFC 9457 document in the language asked for', () => {
    const error = new GatewayError('letter-encrypted', 'the letter of case 4711 is encrypted');
    expect(problemOf(error, { language: 'pt' })).toEqual({
      status: 422,
      headers: {
        'Content-Type': 'application/problem+json',
        'Content-Language': 'pt',
        Vary: 'Accept-Language',
        'Cache-Control': 'no-store',
      },
      body: {
        type: 'urn:valija:problem:letter-encrypted',
        title: PROBLEM_ROWS['letter-encrypted'].title.pt,
        status: 422,
        detail: PROBLEM_ROWS['letter-encrypted'].advice.pt,
        code: 'letter-encrypted',
      },
    });
  });

  it('has the type of its row and the code of its error', () => {
    const { body } = problemOf(new CryptoError('der-truncated', 'x'), es);
    expect([body.type, body.code, body.status]).toEqual(['urn:valija:problem:malformed-data', 'der-truncated', 400]);
  });

  it('lists every fault with its own title', () => {
    const faults: Fault[] = [
      { code: 'recipient-unknown', pointer: '/recipient' },
      { code: 'letter-too-large', pointer: 'part:letter', detail: 'at most 1000 octets' },
    ];
    const { body } = problemOf(new GatewayError('submission-invalid', 'two faults', { faults }), { language: 'fr' });
    expect(body.faults).toEqual([
      { code: 'recipient-unknown', title: PROBLEM_ROWS['recipient-unknown'].title.fr, pointer: '/recipient' },
      {
        code: 'letter-too-large',
        title: PROBLEM_ROWS['letter-too-large'].title.fr,
        pointer: 'part:letter',
        detail: 'at most 1000 octets',
      },
    ]);
  });

  it('lists at most a hundred faults', () => {
    const faults = Array.from({ length: 1_000 }, (): Fault => ({ code: 'file-name-invalid' }));
    expect(problemOf(new GatewayError('submission-invalid', 'x', { faults }), es).body.faults).toHaveLength(100);
  });

  it.each([
    ['/files/3/name', '/files/3/name'],
    ['', ''],
    ['/files/3/Pérez.pdf', '/files/3'],
    ['/files/3/case4711/name', '/files/3'],
    ['/caso~1secreto', ''],
    ['no pointer', ''],
    ['part:request', 'part:request'],
    ['part:annex', 'part:annex'],
    ['part:Juan Pérez', 'part:'],
    ['part:letter/4711', 'part:'],
  ])('shows of the pointer %j as much as a schema can have named: %j', (pointer, shown) => {
    const error = new GatewayError('submission-invalid', 'x', { faults: [{ code: 'submission-invalid', pointer }] });
    expect(problemOf(error, es).body.faults?.[0]?.pointer).toBe(shown);
  });

  it.each(['línea con acentos', 'x'.repeat(121), 'two\nlines', ''])('leaves out the detail %j, which is none of ours', (detail) => {
    const error = new GatewayError('submission-invalid', 'x', { faults: [{ code: 'submission-invalid', detail }] });
    expect(problemOf(error, es).body.faults?.[0]).not.toHaveProperty('detail');
  });
});

describe('input that follows no schema', () => {
  const schema = z.strictObject({
    recipient: z.string().regex(/^[a-z]+$/),
    files: z.array(z.strictObject({ name: z.string().max(5) })),
    notes: z.record(z.string(), z.number()).optional(),
  });

  it('is submission-invalid with a pointer to every fault, and no value', () => {
    const secret = 'PEREZ-4711';
    const result = schema.safeParse({
      recipient: secret,
      files: [{ name: 'ok' }, { name: secret }],
      [secret]: 1,
      notes: { [secret]: secret },
    });
    const { status, body } = problemOf(result.error, es);
    expect([status, body.code, body.type]).toEqual([400, 'submission-invalid', 'urn:valija:problem:submission-invalid']);
    expect(body.faults?.map(({ pointer }) => pointer).sort()).toEqual(['', '/files/1/name', '/notes', '/recipient']);
    expect(JSON.stringify(body)).not.toContain(secret);
    expect(exitCodeOf(result.error)).toBe(EXIT_CODES.refused);
  });

  it('is known also when it comes from the other class of errors of the library', () => {
    expect(problemOf(z.core.safeParse(schema, {}).error, es).status).toBe(400);
  });
});

describe('the disposition', () => {
  it.each<[unknown, number, string | undefined, keyof typeof EXIT_CODES]>([
    [new GatewayError('content-digest-mismatch', 'x', { disposition: 'retry' }), 503, '5', 'later'],
    [new GatewayError('content-digest-mismatch', 'x'), 422, undefined, 'refused'],
    [new GatewayError('recipient-unknown', 'x', { disposition: 'wait' }), 503, '60', 'later'],
    [new GatewayError('conflict', 'x', { disposition: 'retry' }), 409, '5', 'later'],
    [new GatewayError('storage-full', 'x', { disposition: 'retry' }), 507, '5', 'later'],
    [new GatewayError('clock-not-trusted', 'x', { disposition: 'wait' }), 503, '60', 'later'],
    [new GatewayError('evidence-id-reused', 'x', { disposition: 'operator' }), 409, undefined, 'operator'],
    [new StoreError('version-conflict', 'x'), 503, '5', 'later'],
    [new StoreError('job-missing', 'x', { disposition: 'refuse' }), 404, undefined, 'refused'],
    [new AuditError('not-yet-published', 'x', { disposition: 'wait' }), 503, '60', 'later'],
    [new CryptoError('signature-invalid', 'x'), 422, undefined, 'checkFailed'],
    [new CryptoError('key-mismatch', 'x', { disposition: 'operator' }), 500, undefined, 'operator'],
  ])('%o gives %i, Retry-After %s, exit %s', (error, status, retryAfter, exit) => {
    const problem = problemOf(error, es);
    expect([problem.status, problem.body.status, problem.headers['Retry-After']]).toEqual([status, status, retryAfter]);
    expect(exitCodeOf(error)).toBe(EXIT_CODES[exit]);
  });

  it('blames this gateway, not the caller, for what a library leaves to an operator', () => {
    const { status, body } = problemOf(new EvidenceError('evidence-malformed', 'x', { disposition: 'operator' }), es);
    expect([status, body.type, body.code]).toEqual([500, 'urn:valija:problem:internal', 'evidence-malformed']);
    expect(problemOf(new EvidenceError('evidence-malformed', 'x'), es).status).toBe(400);
  });
});

describe('what is no error of ours', () => {
  const hostile: [string, unknown][] = [
    ['an Error', new Error('EACCES /var/lib/valija/PEREZ-4711.pdf')],
    ['a system error', Object.assign(new Error('PEREZ-4711'), { code: 'ENOENT', path: 'PEREZ-4711' })],
    ['a code that no folder has', Object.assign(new Error('PEREZ-4711'), { code: 'perez-4711' })],
    ['a name of Object.prototype as code', { code: 'constructor', message: 'PEREZ-4711' }],
    ['undefined', undefined],
    ['null', null],
    ['a string', 'PEREZ-4711'],
    ['accessors that throw', Object.defineProperty({}, 'code', { get: () => throwing() })],
    ['a proxy that throws', new Proxy({}, { get: () => throwing(), getPrototypeOf: () => throwing() })],
  ];

  it.each(hostile)('%s becomes internal, and nothing of it is told', (_name, error) => {
    const problem = problemOf(error, es);
    expect(problem).toEqual(problemOf(new GatewayError('internal', 'x'), es));
    expect(problem.status).toBe(500);
    expect(JSON.stringify(problem)).not.toMatch(/perez-4711/i);
    expect(exitCodeOf(error)).toBe(EXIT_CODES.operator);
  });

  it('may pretend to be ours, and still tells nothing', () => {
    const pretender = Object.create(GatewayError.prototype, {
      code: { value: 'submission-invalid' },
      faults: {
        value: [
          null,
          {
            get code() {
              return throwing();
            },
          },
        ],
      },
    });
    expect(problemOf(pretender, es).body).not.toHaveProperty('faults');
    const unknownFault = new GatewayError('submission-invalid', 'x', { faults: [{ code: 'perez-4711' as GatewayErrorCode }] });
    expect(problemOf(unknownFault, es).body.faults).toEqual([
      { code: 'submission-invalid', title: PROBLEM_ROWS['submission-invalid'].title.es },
    ]);
  });

  function throwing(): never {
    throw new Error('PEREZ-4711');
  }
});

describe('any error', () => {
  const codes = [...new Set(errorUnions().flatMap((union) => union.codes))];
  // Marked, so that a word of the table is not taken for a word of the error.
  const secret = fc.string({ minLength: 1 }).map((text) => `«${text}»`);
  const dispositions = fc.constantFrom<Disposition>('refuse', 'retry', 'wait', 'operator');
  const plain = fc.record({ message: secret, code: fc.oneof(fc.constantFrom(...codes), secret, fc.anything()), disposition: dispositions });
  const errors = fc.oneof(
    fc.anything(),
    plain,
    plain.map(({ message, code, disposition }) => Object.assign(new Error(message, { cause: new Error(message) }), { code, disposition })),
    fc
      .record({ message: secret, code: fc.constantFrom(...codes), disposition: dispositions, pointer: secret, detail: secret })
      .map(({ message, code, disposition, pointer, detail }) => {
        const faults = [{ code: code as GatewayErrorCode, pointer, detail }];
        return new GatewayError(code as GatewayErrorCode, message, { cause: new Error(message), disposition, faults });
      }),
  );

  it('becomes a document of the table, without a word of its message, cause or faults', () => {
    fc.assert(
      fc.property(errors, fc.constantFrom(...LANGUAGES), (error, language) => {
        const { status, headers, body } = problemOf(error, { language });
        const name = body.type.replace('urn:valija:problem:', '');
        const row = PROBLEM_ROWS[name as keyof typeof PROBLEM_ROWS];
        expect([body.title, body.detail]).toEqual([row.title[language], row.advice[language]]);
        expect(rowNameOf(body.code)).toBeDefined();
        expect(body.status).toBe(status);
        expect(headers['Content-Language']).toBe(language);
        expect(JSON.stringify({ headers, body })).not.toMatch(/[«»]/);
        expect(Object.values(EXIT_CODES)).toContain(exitCodeOf(error));
        expect(exitCodeOf(error)).not.toBe(EXIT_CODES.ok);
      }),
      { numRuns: 300 },
    );
  });
});
