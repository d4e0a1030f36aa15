import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readCertificateFile, readPrivateKeyFile } from '../../adapters/keystore/key-files.ts';
import { readIssuedState } from '../../certs-dev/certificate-state.ts';
import { type AuthorityName, developmentPkiPaths } from '../../certs-dev/layout.ts';
import { issuerPath, RESPONDER_PATH, revocationListPath } from '../../certs-dev/status-addresses.ts';
import { createSigner } from '../../crypto/signer.ts';
import { type AnsweredIssuer, createOcspResponder } from '../../services/ocsp/responder.ts';
import { type OcspServer, type PublishedDocument, startOcspServer } from '../../services/ocsp/server.ts';
import { readCertificates } from '../configuration/anchors.ts';

const AUTHORITIES: readonly AuthorityName[] = ['root', 'issuing'];
const DEFAULT_VALIDITY = 60 * 60 * 1000;

export interface StatusServiceOptions {
  /** Folder of a development PKI. */
  directory: string;
  host: string;
  port: number;
  now: () => Date;
  /** How long an answer holds, in milliseconds. Default one hour. */
  validityMilliseconds?: number;
  responderId?: 'key' | 'name';
  onFailure?: (error: unknown) => void;
}

/**
 * Serves what a development PKI knows about its certificates: an OCSP responder over its register, the revocation lists, and the
 * certificates of both authorities, under the paths that its certificates name when it was made with `statusAddress`.
 */
export async function startStatusService(options: StatusServiceOptions): Promise<OcspServer> {
  const { directory, host, port, now, validityMilliseconds = DEFAULT_VALIDITY } = options;
  const responder = createOcspResponder({
    issuers: await Promise.all(AUTHORITIES.map((name) => answeredIssuer(directory, name))),
    now,
    validityMilliseconds,
    ...(options.responderId === undefined ? {} : { responderId: options.responderId }),
    ...(options.onFailure === undefined ? {} : { onFailure: options.onFailure }),
  });
  return startOcspServer({ responder, path: RESPONDER_PATH, documents: documentsOf(directory), host, port, now });
}

async function answeredIssuer(directory: string, name: AuthorityName): Promise<AnsweredIssuer> {
  const paths = developmentPkiPaths(directory);
  const files = paths.responder(name);
  const { certificate, chain } = await readCertificateFile(files.certificate);
  const [issuer] = await readCertificates([paths[name].certificate]);
  if (issuer === undefined) throw new TypeError(`${name} has no certificate`);
  return {
    certificate: issuer,
    signer: createSigner({ privateKey: await readPrivateKeyFile(files.key), certificate, chain }),
    stateOf: (serialHex) => readIssuedState(directory, name, serialHex),
  };
}

function documentsOf(directory: string): Map<string, PublishedDocument> {
  const paths = developmentPkiPaths(directory);
  return new Map(
    AUTHORITIES.flatMap((name): [string, PublishedDocument][] => [
      [revocationListPath(name), { mediaType: 'application/pkix-crl', read: () => readFile(join(paths.revocationLists, `${name}.crl`)) }],
      [
        issuerPath(name),
        {
          mediaType: 'application/pkix-cert',
          read: async () => (await readCertificates([paths[name].certificate]))[0]?.der ?? Buffer.alloc(0),
        },
      ],
    ]),
  );
}
