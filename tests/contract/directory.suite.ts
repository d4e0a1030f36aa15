import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AuthorityRecord, Directory, DirectoryDocument } from '../../gateway/contracts/directory.ts';
import { DEMONSTRATION_INSTRUMENTS } from '../../treaty/instruments/examples/demonstration.ts';

/** What can be wrong with a directory that an upstream publishes. */
export type DirectoryDamage =
  | 'byte-flipped'
  | 'signature-byte-flipped'
  | 'wrong-signer'
  | 'signature-missing'
  | 'not-json'
  | 'unknown-key'
  | 'too-large'
  | 'identifier-repeated';

/** A directory over an upstream that the suite can move. */
export interface DirectoryHarness {
  /** Opens it; `minimumVersion` is what an earlier process has seen. */
  open(options?: { minimumVersion?: number; onAccepted?: (version: number) => void }): Promise<Directory>;
  /** The clock that the directory was given. */
  setNow(now: Date): void;
  publish(document: DirectoryDocument): Promise<void>;
  /** Publishes the document damaged, under a valid signature where the damage is not one of the signature. */
  publishDamaged(document: DirectoryDocument, damage: DirectoryDamage): Promise<void>;
  close(): Promise<void>;
}

const START = new Date('2026-11-20T10:00:00Z');
const DAY = 24 * 60 * 60 * 1_000;

function authority(identifier: string, country: string): AuthorityRecord {
  return {
    identifier,
    country,
    kind: 'central-authority',
    names: { es: 'Autoridad inventada', en: 'Invented authority' },
    languages: ['es'],
    channels: ['ordinary', 'urgent'],
    certificates: [],
    noteKeys: [],
    endpoints: [{ url: 'https://gateway.invalid:8443', pins: ['0'.repeat(64)] }],
    relays: [],
    treaties: [],
  };
}

function directory(
  version: number,
  identifiers = ['urn:valija:authority:xa-central', 'urn:valija:authority:xb-central'],
): DirectoryDocument {
  return {
    format: 'valija-directory/1',
    version,
    issuedAt: START.toISOString(),
    expiresAt: new Date(START.getTime() + 7 * DAY).toISOString(),
    authorities: identifiers.map((identifier) => authority(identifier, 'XA')),
  };
}

const REFUSALS: Readonly<Record<DirectoryDamage, string>> = {
  'byte-flipped': 'directory-signature-invalid',
  'signature-byte-flipped': 'directory-signature-invalid',
  'wrong-signer': 'directory-signer-unknown',
  'signature-missing': 'directory-unreadable',
  'not-json': 'directory-malformed',
  'unknown-key': 'directory-malformed',
  'too-large': 'directory-too-large',
  'identifier-repeated': 'directory-identifier-repeated',
};

/** What every directory must do. */
export function directoryContract(implementation: string, create: () => Promise<DirectoryHarness>): void {
  describe(`directory: ${implementation}`, () => {
    let harness: DirectoryHarness;

    beforeEach(async () => {
      harness = await create();
      harness.setNow(START);
      await harness.publish(directory(3));
    });
    afterEach(() => harness.close());

    it('finds an authority by its identifier, and no other', async () => {
      const opened = await harness.open();
      expect(opened.authority('urn:valija:authority:xb-central')).toMatchObject({ country: 'XA' });
      expect(opened.authority('urn:valija:authority:xc-central')).toBeUndefined();
      expect(opened.authority('__proto__')).toBeUndefined();
      expect(opened.authorities().length).toBe(2);
      expect(opened.status()).toEqual({
        version: 3,
        digest: expect.stringMatching(/^[0-9a-f]{64}$/),
        expiresAt: new Date(START.getTime() + 7 * DAY),
        renewBy: new Date(START.getTime() + 7 * DAY),
        usable: true,
        stale: false,
      });
    });

    it('carries instruments', async () => {
      expect((await harness.open()).instruments()).toEqual([]);
      await harness.publish({ ...directory(4), instruments: [DEMONSTRATION_INSTRUMENTS] });
      expect((await harness.open()).instruments()).toEqual([DEMONSTRATION_INSTRUMENTS]);
    });

    it('takes a newer version on refresh and tells which', async () => {
      const accepted: number[] = [];
      const opened = await harness.open({ onAccepted: (version) => accepted.push(version) });
      await harness.publish(directory(4, ['urn:valija:authority:xd-central']));
      expect(opened.status().version).toBe(3);
      const { digest } = opened.status();
      await opened.refresh();
      await opened.refresh();
      expect(opened.status().version).toBe(4);
      expect(opened.status().digest).not.toBe(digest);
      expect(opened.authority('urn:valija:authority:xd-central')).toBeDefined();
      expect(opened.authority('urn:valija:authority:xa-central')).toBeUndefined();
      expect(accepted).toEqual([3, 4]);
    });

    it('never goes back, neither while it runs nor over a restart', async () => {
      const opened = await harness.open();
      await harness.publish(directory(2));
      await expect(opened.refresh()).rejects.toMatchObject({ code: 'directory-rolled-back', disposition: 'operator' });
      expect(opened.status()).toMatchObject({ version: 3, lastError: 'directory-rolled-back' });
      await expect(harness.open({ minimumVersion: 3 })).rejects.toMatchObject({ code: 'directory-rolled-back' });
      await harness.publish(directory(3));
      expect((await harness.open({ minimumVersion: 3 })).status().version).toBe(3);
    });

    it('serves an expired directory during grace, says so, and then no longer', async () => {
      const opened = await harness.open();
      harness.setNow(new Date(START.getTime() + 7 * DAY + 1));
      expect(opened.status()).toMatchObject({ usable: true, stale: true });
      expect(opened.authority('urn:valija:authority:xa-central')).toBeDefined();
      harness.setNow(new Date(START.getTime() + 37 * DAY));
      expect(opened.status()).toMatchObject({ usable: true, stale: true });
      harness.setNow(new Date(START.getTime() + 37 * DAY + 1));
      expect(opened.status()).toMatchObject({ usable: false, stale: true });
    });

    it.each(Object.entries(REFUSALS) as [DirectoryDamage, string][])('refuses a directory that is %s (%s)', async (damage, code) => {
      const opened = await harness.open();
      await harness.publishDamaged(directory(4, ['urn:valija:authority:xe-central']), damage);
      await expect(opened.refresh()).rejects.toMatchObject({ name: 'DirectoryError', code, disposition: 'operator' });
      expect(opened.status()).toMatchObject({ version: 3, usable: true, lastError: code });
      expect(opened.authority('urn:valija:authority:xe-central')).toBeUndefined();
      await expect(harness.open()).rejects.toMatchObject({ code });
      await harness.publish(directory(5));
      await opened.refresh();
      expect(opened.status()).toEqual({
        version: 5,
        digest: expect.any(String),
        expiresAt: expect.any(Date),
        renewBy: expect.any(Date),
        usable: true,
        stale: false,
      });
    });
  });
}
