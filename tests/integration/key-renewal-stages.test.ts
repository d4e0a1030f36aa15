import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { activateNext, issueNext } from '../../certs-dev/renew.ts';
import { createKeyRenewal, type KeyRenewal } from '../../compose/gateway/renew-keys.ts';
import type { Logger } from '../../compose/process/logger.ts';
import { parsePemCertificates } from '../../crypto/x509/pem.ts';
import { verifyEvidence } from '../../evidence/verify.ts';
import type { AuthorityRecord, CertificateRole } from '../../gateway/contracts/directory.ts';
import { codeOf, GatewayError } from '../../gateway/error.ts';
import { handOver } from '../../gateway/inbound/hand-over.ts';
import { submitMessage } from '../../gateway/outbound/submit.ts';
import { readEvidenceSet } from '../../gateway/receipts/evidence-set.ts';
import { runJob, settleJob } from '../../gateway/work.ts';
import type { JobKind } from '../../store/contracts/outbox.ts';
import { type MessageRecord, messageKey } from '../../store/contracts/records.ts';
import { certificateRecord, createGatewayFixture, type FixtureGateway, type GatewayFixture } from '../support/gateway-fixture.ts';
import { type PeerServer, startPeerServer } from '../support/peer-server.ts';
import { OFFICER, submission } from '../support/submissions.ts';

/**
 * Two gateways over real mutual TLS, stepped by hand: messages stand still at every stage of their way while the key of one role is
 * renewed on one side, and then go on. The certificate of before ends in the directory at that moment, so that only what was signed
 * with it before can hold.
 */
const ROLES: readonly CertificateRole[] = ['seal', 'envelope', 'evidence', 'encryption', 'tls'];

interface Side {
  gateway: FixtureGateway;
  server: PeerServer;
  renewal: KeyRenewal;
}

let fixture: GatewayFixture;
let sender: Side;
let recipient: Side;
/** What went wrong in a job, by its code. */
const failures: string[] = [];
/** Set: deliveries arrive, and their answers do not. */
let answersAreLost = false;

beforeAll(async () => {
  fixture = await createGatewayFixture({ settings: { listenFirst: 0 } });
  sender = await openSide(fixture.sender);
  recipient = await openSide(fixture.recipient);
  const { dependencies } = fixture.sender;
  const { transport } = dependencies;
  dependencies.transport = {
    ...transport,
    async deliver(...request) {
      const answer = await transport.deliver(...request);
      if (answersAreLost) throw new GatewayError('peer-refused', 'the answer was lost', { disposition: 'retry' });
      return answer;
    },
  };
}, 60_000);

afterAll(async () => {
  await sender.server.stop();
  await recipient.server.stop();
  await fixture.close();
});

async function openSide(gateway: FixtureGateway): Promise<Side> {
  const server = await startPeerServer(fixture, gateway);
  const logger = { info: () => {}, error: () => {} } as unknown as Logger;
  const { dependencies, keys, anchorsPem: anchors } = gateway;
  const servers = { renewCredentials: ({ peer }: { peer?: Parameters<PeerServer['renewTls']>[0] }) => peer && server.renewTls(peer) };
  return { gateway, server, renewal: createKeyRenewal({ dependencies, keys, anchors, servers, logger }) };
}

/** Runs what is due on both sides, until nothing is; jobs that fail stay for the next call. */
async function work(kinds?: readonly JobKind[]): Promise<void> {
  const postponed = new Set<string>();
  for (let ran = true; ran; ) {
    ran = false;
    for (const { dependencies } of [fixture.sender, fixture.recipient]) {
      for (const { id, kind } of await dependencies.ledger.outbox.due({ now: Date.now(), limit: 100 })) {
        if (postponed.has(id) || kinds?.includes(kind) === false) continue;
        const job = await dependencies.ledger.outbox.claim(id, { now: Date.now(), milliseconds: 60_000 });
        if (job === undefined) continue;
        ran = true;
        try {
          await runJob(dependencies, job, new AbortController().signal);
        } catch (error) {
          failures.push(codeOf(error));
          postponed.add(id);
          await settleJob(dependencies, job, error, () => 0);
        }
      }
    }
  }
}

async function submit(): Promise<string> {
  return (await submitMessage(fixture.sender.dependencies, await submission())).messageId;
}

const outboundKey = (messageId: string): string => messageKey('outbound', fixture.sender.identifier, messageId);
const inboundKey = (messageId: string): string => messageKey('inbound', fixture.sender.identifier, messageId);

async function messageAt({ dependencies }: FixtureGateway, key: string): Promise<MessageRecord | undefined> {
  return (await dependencies.ledger.get('messages', key))?.value;
}

async function takeOver(messageId: string): Promise<void> {
  const { packageCommitment = '' } = (await messageAt(fixture.recipient, inboundKey(messageId))) ?? {};
  await handOver(fixture.recipient.dependencies, { actor: OFFICER, messageId, packageDigest: packageCommitment });
}

/** A message at every stage; the last stages first, since everything that is due moves on. */
async function messagesAtEveryStage(): Promise<ReadonlyMap<string, string>> {
  const handedOver = await submit();
  await work(['prepare', 'transmit', 'open', 'return-evidence']);
  expect(failures).toEqual([]);
  await takeOver(handedOver);
  const handoverPending = await submit();
  await work(['prepare', 'transmit', 'open']);
  // D.1 of this one, and E.1 of the one before, are known to the recipient alone.
  const consigned = await submit();
  await work(['prepare', 'transmit', 'open']);
  const received = await submit();
  await work(['prepare', 'transmit']);
  const answerAwaited = await submit();
  answersAreLost = true;
  await work(['prepare', 'transmit']);
  answersAreLost = false;
  expect(failures.splice(0)).toEqual(['peer-refused']);
  const prepared = await submit();
  await work(['prepare']);
  const submitted = await submit();
  const stages = { submitted, prepared, answerAwaited, received, consigned, handoverPending, handedOver };
  const states = await Promise.all(Object.values(stages).map(async (id) => (await messageAt(fixture.recipient, inboundKey(id)))?.state));
  expect(states).toEqual([undefined, undefined, 'relayed', 'relayed', 'consigned', 'consigned', 'handed-over']);
  return new Map(Object.entries(stages));
}

const recordOf = (authorities: Map<string, AuthorityRecord>, { identifier }: FixtureGateway): AuthorityRecord => {
  const record = authorities.get(identifier);
  if (record === undefined) throw new Error(`${identifier} is in the directory`);
  return record;
};

/** As docs/operations-keys.md has it: announce, take into use, let the former certificate end. */
async function rotate({ gateway, renewal }: Side, role: CertificateRole): Promise<void> {
  const place = { directory: fixture.pki.directory, id: gateway.identifier, role };
  const { certificate: file } = await issueNext({ ...place, now: new Date() });
  expect(await renewal.renew('signal')).toBe(true);
  const next = await certificateRecord(role, file);
  const pin = parsePemCertificates(certificatePem(next.certificate))[0]?.spkiSha256.toString('hex') ?? '';
  await fixture.changeDirectory((authorities) => {
    const record = recordOf(authorities, gateway);
    record.certificates.push(next);
    if (role === 'tls') for (const endpoint of record.endpoints) endpoint.pins.push(pin);
  });
  await activateNext(place);
  expect(await renewal.renew('signal')).toBe(true);
  // A seal is as old as its time-stamp can prove, which is a second or so later than it was made.
  if (role === 'seal') await sleep(2_000);
  const end = new Date();
  await fixture.changeDirectory((authorities) => {
    const record = recordOf(authorities, gateway);
    for (const entry of record.certificates) {
      if (entry.role === role && entry.certificate !== next.certificate) {
        entry.notAfter = [entry.notAfter, end.toISOString()].sort()[0] ?? entry.notAfter;
      }
    }
    if (role === 'tls') for (const endpoint of record.endpoints) endpoint.pins = [pin];
  });
}

const certificatePem = (base64: string): string =>
  `-----BEGIN CERTIFICATE-----\n${base64.match(/.{1,64}/g)?.join('\n')}\n-----END CERTIFICATE-----\n`;

const EVENTS = ['SubmissionAcceptance', 'RelayAcceptance', 'ContentConsignment', 'ContentHandover'];

/** Everything known of a message on both sides: the same evidence, each piece of it genuine, and nothing else. */
async function requireWhole(messageId: string): Promise<void> {
  const sets = [
    await readEvidenceSet(fixture.sender.dependencies, outboundKey(messageId)),
    await readEvidenceSet(fixture.recipient.dependencies, inboundKey(messageId)),
  ];
  for (const { summaries, rows } of sets) {
    expect(summaries.map(({ event }) => event).sort()).toEqual([...EVENTS].sort());
    for (const { value } of rows) expect(() => verifyEvidence(Buffer.from(value.jws))).not.toThrow();
  }
  const digests = sets.map(({ rows }) => rows.map(({ value }) => value.evidenceDigest).sort());
  expect(digests[0]).toEqual(digests[1]);
}

describe.each(['sender', 'recipient'] as const)('the keys of the %s are renewed', (side) => {
  it.each(ROLES)(
    '%s: messages at every stage go on, and none is lost',
    async (role) => {
      const stages = await messagesAtEveryStage();
      await rotate(side === 'sender' ? sender : recipient, role);
      await work();
      expect(failures).toEqual([]);
      for (const [stage, messageId] of stages) if (stage !== 'handedOver') await takeOver(messageId);
      await work();

      expect(failures).toEqual([]);
      for (const [stage, messageId] of stages) {
        const states = [await messageAt(fixture.sender, outboundKey(messageId)), await messageAt(fixture.recipient, inboundKey(messageId))];
        expect([stage, ...states.map((message) => message?.state)]).toEqual([stage, 'handed-over', 'handed-over']);
        await requireWhole(messageId);
      }
      await requireGenerations(stages, side, role);
      for (const { dependencies } of [fixture.sender, fixture.recipient]) {
        expect(await dependencies.ledger.list('alarms', { index: 'open', equals: 'open', limit: 10 })).toEqual([]);
        expect(await dependencies.ledger.outbox.dead({ limit: 10 })).toEqual([]);
      }
    },
    60_000,
  );
});

/** What had to be sealed or headed again was, once; everything else went as it was. */
async function requireGenerations(stages: ReadonlyMap<string, string>, side: string, role: CertificateRole): Promise<void> {
  const expected = (stage: string) => {
    const waiting = stage === 'prepared' || stage === 'answerAwaited';
    return {
      sealGeneration: waiting && side === 'recipient' && role === 'encryption' ? 1 : 0,
      headerGeneration: waiting && side === 'sender' && role === 'envelope' ? 1 : 0,
    };
  };
  for (const [stage, messageId] of stages) {
    const { sealGeneration, headerGeneration } = (await messageAt(fixture.sender, outboundKey(messageId))) as MessageRecord;
    expect([stage, { sealGeneration, headerGeneration }]).toEqual([stage, expected(stage)]);
  }
}
