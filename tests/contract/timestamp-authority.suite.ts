import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createGuardedClock } from '../../adapters/clock/guarded-clock.ts';
import { generateDevelopmentPki } from '../../certs-dev/generate.ts';
import type { DevelopmentPkiPaths } from '../../certs-dev/layout.ts';
import { createTimestampRejection, createTimestampResponse } from '../../crypto/tsp/authority.ts';
import { parseTimestampToken } from '../../crypto/tsp/token.ts';
import { verifyTimestampToken } from '../../crypto/tsp/verify.ts';
import { createPathValidator, type PathValidator } from '../../crypto/x509/path.ts';
import { parsePemCertificates } from '../../crypto/x509/pem.ts';
import type { Clock } from '../../gateway/contracts/clock.ts';
import type { RevocationSource } from '../../gateway/contracts/revocation.ts';
import type { TimestampAuthority } from '../../gateway/contracts/timestamp-authority.ts';
import { readSigner } from '../support/two-gateways.ts';

/** What an implementation is opened with; it may wait at most `timeoutMilliseconds` for an answer. */
export interface TimestampAuthorityPlace {
  url: string;
  clock: Clock;
  paths: PathValidator;
  revocation: RevocationSource;
  policies: readonly string[];
  timeoutMilliseconds: number;
}

export type OpenTimestampAuthority = (place: TimestampAuthorityPlace) => TimestampAuthority & { close(): Promise<void> };

const POLICY = '2.999.3161.1';
const AUTHORITY = 'urn:valija:authority:xa-central';

type Answer = { status?: number; type?: string; body: Buffer } | 'silence' | 'cut';

/** What every time-stamp authority of a gateway must do, over real HTTP, also when the other side misbehaves. */
export function timestampAuthorityContract(name: string, open: OpenTimestampAuthority): void {
  describe(`time-stamp authority: ${name}`, () => {
    let folder: string;
    let pki: DevelopmentPkiPaths;
    let server: Server;
    let answer: (request: Buffer) => Promise<Answer>;
    let authority: ReturnType<OpenTimestampAuthority>;
    let clock: Clock;
    const imprint = createHash('sha256').update('invented').digest();

    const respond = async (request: Buffer, change: { policy?: string; now?: Date; keys?: { key: string; certificate: string } } = {}) =>
      createTimestampResponse({
        request,
        signer: await readSigner(change.keys ?? pki.timestamp),
        policy: change.policy ?? POLICY,
        serialNumber: BigInt(`0x${randomBytes(8).toString('hex')}`),
        now: change.now ?? new Date(),
        accuracyMilliseconds: 500,
      });
    const granted = async (request: Buffer, change: Parameters<typeof respond>[1] = {}): Promise<Answer> => ({
      body: await respond(request, change),
    });

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'valija-stamps-'));
      const authorities = [{ id: AUTHORITY, name: { es: 'Autoridad inventada' }, country: 'XA' }];
      pki = await generateDevelopmentPki({ directory: join(folder, 'pki'), now: new Date(), authorities });
      server = createServer(async (request, response) => {
        const chunks: Buffer[] = [];
        for await (const chunk of request) chunks.push(chunk as Buffer);
        const given = await answer(Buffer.concat(chunks));
        if (given === 'cut') response.destroy();
        if (typeof given === 'string') return;
        response.writeHead(given.status ?? 200, { 'content-type': given.type ?? 'application/timestamp-reply' }).end(given.body);
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const [root] = parsePemCertificates(readFileSync(pki.root.certificate, 'utf8'));
      if (root === undefined) throw new TypeError('the development PKI has no root');
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
      clock = createGuardedClock({ wall: Date.now, authoritativeSources: [url] });
      const revocation: RevocationSource = {
        current: () => [],
        responses: () => [],
        inquire: async () => [],
        refresh: async () => {},
        status: () => ({ lists: 0, responses: 0, staleIssuers: [] }),
      };
      const paths = createPathValidator({ anchors: [root] });
      authority = open({ url, clock, paths, revocation, policies: [POLICY], timeoutMilliseconds: 700 });
    });
    afterEach(() => {
      answer = granted;
    });
    afterAll(async () => {
      await authority.close();
      server.closeAllConnections();
      server.close();
      await rm(folder, { recursive: true, force: true });
    });

    it('hands over a token that a verifier of its own accepts', async () => {
      answer = granted;
      const stamp = await authority.stamp(imprint);
      const [root] = parsePemCertificates(readFileSync(pki.root.certificate, 'utf8'));
      const verified = await verifyTimestampToken({
        token: stamp.token,
        imprint,
        pathValidator: createPathValidator({ anchors: root === undefined ? [] : [root] }),
        revocationLists: [],
      });
      expect(verified.generationTime).toEqual(stamp.generationTime);
      expect(parseTimestampToken(stamp.token).policy).toBe(POLICY);
    });

    it('asks with a fresh nonce each time, and serves many at once', async () => {
      const queries = new Set<string>();
      answer = async (request) => {
        queries.add(request.toString('hex'));
        return granted(request);
      };
      await Promise.all(Array.from({ length: 20 }, () => authority.stamp(imprint)));
      expect(queries.size).toBe(20);
    });

    const misbehaviour: [string, (request: Buffer) => Promise<Answer>, string][] = [
      ['a refusal by HTTP', async () => ({ status: 500, type: 'text/plain', body: Buffer.from('no') }), 'timestamp-refused'],
      ['another content type', async (request) => ({ type: 'text/html', body: await respond(request) }), 'timestamp-refused'],
      ['an endless answer', async () => ({ body: Buffer.alloc(65 * 1024) }), 'timestamp-refused'],
      ['no answer', async () => 'silence', 'timestamp-unreachable'],
      ['a connection cut off', async () => 'cut', 'timestamp-unreachable'],
      ['octets that are no response', async () => ({ body: Buffer.from('hello') }), 'timestamp-not-verified'],
      ['a rejection in form', async () => ({ body: createTimestampRejection('badRequest') }), 'timestamp-not-verified'],
      ['another policy', (request) => granted(request, { policy: '2.999.3161.2' }), 'timestamp-not-verified'],
      [
        'a certificate that is not for time-stamps',
        (request) => granted(request, { keys: pki.authority(AUTHORITY).role('seal') }),
        'timestamp-not-verified',
      ],
    ];
    it.each(misbehaviour)('refuses %s and says that it is worth waiting', async (_what, given, code) => {
      answer = given;
      await expect(authority.stamp(imprint)).rejects.toMatchObject({ code, disposition: 'wait' });
      answer = granted;
      await expect(authority.stamp(imprint)).resolves.toHaveProperty('token');
    });

    it('refuses an answer given before, whose nonce is another', async () => {
      let first: Buffer | undefined;
      answer = async (request) => {
        first ??= await respond(request);
        return { body: first };
      };
      await authority.stamp(imprint);
      await expect(authority.stamp(imprint)).rejects.toMatchObject({ code: 'timestamp-not-verified' });
    });

    it('refuses a token with any octet changed', async () => {
      for (const position of [0.2, 0.4, 0.6, 0.8, 0.99]) {
        answer = async (request) => {
          const body = await respond(request);
          const at = Math.floor(body.length * position);
          body.writeUInt8(body.readUInt8(at) ^ 1, at);
          return { body };
        };
        // A change in the certificates beside the signer's own can be harmless; it then must not change what is handed over.
        const outcome = await authority.stamp(imprint).then(
          ({ token }) => parseTimestampToken(token).imprint.equals(imprint),
          (error: { code: string; disposition: string }) => error.code === 'timestamp-not-verified' && error.disposition === 'wait',
        );
        expect(outcome).toBe(true);
      }
    });

    it('can be given up by its caller', async () => {
      answer = async () => 'silence';
      await expect(authority.stamp(imprint, { signal: AbortSignal.timeout(50) })).rejects.toMatchObject({ disposition: 'wait' });
    });

    it('tells the clock, and hands over nothing while the two disagree', async () => {
      answer = (request) => granted(request, { now: new Date(Date.now() + 120_000) });
      await expect(authority.stamp(imprint)).rejects.toMatchObject({ code: 'timestamp-not-verified' });
      expect(clock.status()).toMatchObject({ trusted: false, reason: 'off-reference' });
      answer = granted;
      await authority.stamp(imprint);
      expect(clock.status().trusted).toBe(true);
    });
  });
}
