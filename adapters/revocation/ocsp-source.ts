import type { Certificate } from '../../crypto/x509/certificate.ts';
import { verifyIssuerSignature } from '../../crypto/x509/issuer-signature.ts';
import type { OcspResponse } from '../../crypto/x509/ocsp-response.ts';
import { createOcspClient, type OcspClient, type ResponderOptions } from './ocsp-client.ts';
import { WatchedCertificate } from './watched-certificate.ts';

export interface OcspSourceOptions {
  responders: readonly ResponderOptions[];
  now: () => Date;
  randomBytes: (length: number) => Buffer;
  /** How long a whole exchange with a responder may take, and so the longest that `inquire` waits. Default 5 seconds. */
  timeoutMilliseconds?: number;
  /** A response is asked for again after this long at most, so that a revocation is known by then. Default one hour. */
  maximumAgeMilliseconds?: number;
}

/** The part of a revocation source that asks responders. */
export interface OcspSource {
  responses(): readonly OcspResponse[];
  inquire(certificates: readonly Certificate[]): Promise<readonly OcspResponse[]>;
  refresh(): Promise<void>;
  /** Whether the responder of this issuer gave something that is still fresh about every certificate asked for; undefined without a responder. */
  isAnswering(issuer: Certificate): boolean | undefined;
  errors(): string[];
  close(): Promise<void>;
}

/** Certificates watched at once; the one inquired about longest ago gives way. */
const MAXIMUM_WATCHED = 4096;
/** Requests under way at once when what grows old is asked for again. */
const CONCURRENCY = 8;

interface Responder {
  issuer: Certificate;
  client: OcspClient;
}

/**
 * Asks the responders that the operator configured about certificates as they are met, and keeps what they answered until it is replaced.
 * Only certificates that a configured issuer really signed are asked about: nobody makes us ask by sending invented ones.
 */
export function createOcspSource(options: OcspSourceOptions): OcspSource {
  const { timeoutMilliseconds = 5_000, maximumAgeMilliseconds = 3_600_000 } = options;
  const clients = options.responders.map((responder) => createOcspClient(responder, { ...options, timeoutMilliseconds }));
  const responders = options.responders.flatMap(({ issuers }, index) => {
    const client = clients[index];
    return client === undefined ? [] : issuers.map((issuer): Responder => ({ issuer, client }));
  });
  const watched = new Map<string, { entry: WatchedCertificate; issuer: Certificate }>();
  const now = (): number => options.now().getTime();
  let held: readonly OcspResponse[] | undefined;
  const changed = (): void => {
    held = undefined;
  };
  const watch = (certificate: Certificate): WatchedCertificate | undefined => {
    const known = watched.get(certificate.fingerprint) ?? newEntry(certificate, responders);
    if (known === undefined) return undefined;
    // A Map keeps the order of insertion: putting the entry back makes it the youngest.
    watched.delete(certificate.fingerprint);
    watched.set(certificate.fingerprint, known);
    if (watched.size > MAXIMUM_WATCHED) forgetOldest(watched, changed);
    return known.entry;
  };
  const authorities = responders.map(({ issuer }) => issuer);

  return {
    responses() {
      held ??= Object.freeze([...watched.values()].flatMap(({ entry }) => entry.responses()));
      return held;
    },
    async inquire(certificates) {
      if (responders.length === 0) return [];
      const entries = [...new Set([...certificates, ...authorities].flatMap((certificate) => watch(certificate) ?? []))];
      const unknown = entries.filter((entry) => !entry.isFresh(now()));
      if (unknown.length > 0) await Promise.all(unknown.map((entry) => entry.ask(now, changed)));
      return entries.flatMap((entry) => entry.responses());
    },
    async refresh() {
      const due = [...watched.values()].filter(({ entry }) => entry.isDue(now(), maximumAgeMilliseconds));
      const queue = due.values();
      const work = async (): Promise<void> => {
        for (const { entry } of queue) await entry.ask(now, changed);
      };
      await Promise.all(Array.from({ length: CONCURRENCY }, work));
    },
    isAnswering(issuer) {
      if (!responders.some((responder) => responder.issuer.fingerprint === issuer.fingerprint)) return undefined;
      const entries = [...watched.values()].filter((candidate) => candidate.issuer.fingerprint === issuer.fingerprint);
      return entries.every(({ entry }) => entry.isFresh(now()));
    },
    errors: () => [...new Set([...watched.values()].flatMap(({ entry }) => entry.lastError ?? []))],
    async close() {
      await Promise.all(clients.map((client) => client.close()));
    },
  };
}

function newEntry(
  certificate: Certificate,
  responders: readonly Responder[],
): { entry: WatchedCertificate; issuer: Certificate } | undefined {
  const responder = responders.find(
    ({ issuer }) =>
      issuer.subjectDer.equals(certificate.issuerDer) &&
      // A root has nobody above it who could say that it is revoked.
      issuer.fingerprint !== certificate.fingerprint &&
      verifyIssuerSignature(certificate, issuer.publicKey),
  );
  if (responder === undefined) return undefined;
  return { entry: new WatchedCertificate(certificate, responder.issuer, responder.client), issuer: responder.issuer };
}

function forgetOldest(watched: Map<string, unknown>, changed: () => void): void {
  const [oldest] = watched.keys();
  if (oldest === undefined) return;
  watched.delete(oldest);
  changed();
}
