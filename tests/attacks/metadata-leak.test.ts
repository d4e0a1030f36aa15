import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { handOver } from '../../gateway/inbound/hand-over.ts';
import { readEnvelopes } from '../../gateway/receipts/envelopes.ts';
import { readEvidenceSet } from '../../gateway/receipts/evidence-set.ts';
import { messageKey } from '../../store/contracts/records.ts';
import { messageAt } from '../support/flow-views.ts';
import { createOfficer, OFFICER_NAME } from '../support/invented-officer.ts';
import { annexPart, inboundKey, inventedLetter, letterPart, OFFICER, submit } from '../support/submissions.ts';
import { A, createWorld } from '../support/two-gateways.ts';

/**
 * Metadata: subject, names of files and content stay encrypted at rest, and neither header, evidence, log, queue nor metric names the
 * case (design rules 3 and 6).
 */
const SECRETS = ['Asunto-Kestrel-inventado', 'carta-kestrel.pdf', 'anexo-kestrel.bin', 'contenido-kestrel-secreto', OFFICER_NAME];
const CONVERSATION = 'conversacion-kestrel-1';

it('nothing of the case is readable outside its encrypted blobs', async () => {
  const world = await createWorld();
  const folder = await mkdtemp(join(tmpdir(), 'valija-officer-'));
  try {
    const officer = await createOfficer(folder);
    const content = await officer.sign(await inventedLetter(), new Date(world.now));
    const files = [
      await letterPart({ fileName: 'carta-kestrel.pdf', content }),
      annexPart({ fileName: 'anexo-kestrel.bin', content: Buffer.from('contenido-kestrel-secreto '.repeat(8_000)) }),
      annexPart({ fileName: 'otro.bin', content: Buffer.from('contenido-kestrel-secreto') }),
    ];
    const { messageId, key } = await submit(world.a, {
      files,
      request: { subject: 'Asunto-Kestrel-inventado', conversation: CONVERSATION, signLetter: true },
    });
    await world.work();
    const theirs = inboundKey(world.a, messageId);
    const packageDigest = (await messageAt(world.b, theirs)).packageCommitment ?? '';
    await handOver(world.b.dependencies, { actor: OFFICER, messageId, packageDigest });
    await world.work();
    expect((await messageAt(world.a, messageKey('outbound', A, messageId))).state).toBe('handed-over');

    const travelled: string[] = [JSON.stringify([world.a.events, world.b.events])];
    for (const [gateway, place] of [
      [world.a, key],
      [world.b, theirs],
    ] as const) {
      for (const { value } of (await readEvidenceSet(gateway.dependencies, place)).rows) travelled.push(decoded(value.jws), value.summary);
      for (const { value } of await readEnvelopes(gateway.dependencies, place)) travelled.push(decoded(value.jws));
      const { log } = gateway.dependencies.ledger;
      const held = await log.acquire('test', world.now, 1_000);
      await log.sequence(held?.epoch ?? 0, 1_000);
      travelled.push(Buffer.concat((await log.entries(0, 1_000)).map(({ entry }) => entry)).toString('latin1'));
    }
    for (const text of travelled)
      for (const secret of [...SECRETS, CONVERSATION, 'kestrel']) expect(text.toLowerCase()).not.toContain(secret.toLowerCase());
    expect(travelled.length).toBeGreaterThan(10);

    for (const gateway of [world.a, world.b]) await gateway.close();
    const atRest = (await readdir(world.folder, { recursive: true, withFileTypes: true })).filter(
      (entry) => entry.isFile() && !entry.parentPath.includes('pki'),
    );
    expect(atRest.length).toBeGreaterThan(5);
    for (const entry of atRest) {
      const octets = await readFile(join(entry.parentPath, entry.name));
      for (const secret of SECRETS) expect(octets.includes(secret), `${secret} in ${entry.name}`).toBe(false);
    }
  } finally {
    await world.close();
    await rm(folder, { recursive: true, force: true });
  }
});

/** A signed object with its parts readable. */
function decoded(jws: string): string {
  const { payload, protected: header } = JSON.parse(jws) as { payload: string; protected: string };
  return [payload, header].map((part) => Buffer.from(part, 'base64url').toString('utf8')).join('\n');
}
