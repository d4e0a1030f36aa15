/** Policy of the invented time-stamp authority: an arc kept for documentation (RFC 5612 has the like for enterprise numbers). */
export const timestampPolicy = '1.3.6.1.4.1.32473.1.1';

/** What differs from one gateway to the other. */
export interface GatewayPlace {
  authority: string;
  dataFolder: string;
  keysFolder: string;
  keyEncryptionKey: string;
  logOrigin: string;
  anchor: string;
  issuing: string;
  directory: string;
  directorySigner: string;
  revocationLists: string;
  timestampUrl: string;
  clients: readonly { fingerprint: string; kind: string; id: string }[];
}

/** Hours become seconds, so that a run of minutes sees deadlines, patience and back-off at work. */
const PERIODS = {
  deadlineSkew: '1s',
  unheardPeerGrace: '5s',
  listenFirst: '3s',
  timestampPatience: { urgent: '1s', ordinary: '3s', bulk: '6s' },
  revocationPatience: { urgent: '5s', ordinary: '20s', bulk: '20s' },
  pullInterval: '2s',
  leaseDuration: '10s',
  lanes: { urgent: { concurrency: 8 }, ordinary: { concurrency: 8 }, bulk: { concurrency: 4 } },
  perPeerConcurrency: 12,
} as const;

/** `gateway.json` of a run. */
export function gatewayConfiguration(place: GatewayPlace): object {
  const anywhere = { host: '127.0.0.1', port: 0 };
  return {
    authority: place.authority,
    dataFolder: place.dataFolder,
    keys: { folder: place.keysFolder, keyEncryptionKey: place.keyEncryptionKey },
    log: { origin: place.logOrigin },
    anchors: { authorities: [place.anchor], timestamps: [place.anchor], tls: [place.anchor] },
    directory: { path: place.directory, signers: [place.directorySigner] },
    revocation: { folders: [place.revocationLists], issuers: [place.anchor, place.issuing] },
    timestamp: { url: place.timestampUrl, policies: [timestampPolicy], timeout: '2s' },
    listeners: { client: anywhere, peer: anywhere, management: anywhere },
    clients: place.clients,
    settings: PERIODS,
    operation: {
      reconcileInterval: '500ms',
      diskFloor: '1MiB',
      backOff: {
        urgent: { first: '200ms', limit: '2s' },
        ordinary: { first: '300ms', limit: '3s' },
        bulk: { first: '500ms', limit: '4s' },
      },
    },
  };
}
