import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Certificate } from '../../crypto/x509/certificate.ts';
import { verifyIssuerSignature } from '../../crypto/x509/issuer-signature.ts';
import type { RevocationSource } from '../../gateway/contracts/revocation.ts';

/** A source over an upstream that the suite can move: two issuers, each with one list valid for seven days from `start`. */
export interface RevocationHarness {
  source: RevocationSource;
  issuers: readonly Certificate[];
  start: Date;
  /** Sets the clock that the source was given. */
  setNow(now: Date): void;
  /** The upstream revokes a certificate and publishes new lists. Returns its serial number in hexadecimal. */
  revokeOne(): Promise<string>;
  /** The upstream delivers bytes that are no list, or nothing, until it is repaired. */
  breakUpstream(): Promise<void>;
  repairUpstream(): Promise<void>;
  /** The upstream delivers a newer list that names no certificate, signed by somebody else in the name of an issuer. */
  forge(): Promise<void>;
  close(): Promise<void>;
}

const DAY = 24 * 60 * 60 * 1000;

/** What every source of revocation information must do. */
export function revocationContract(implementation: string, create: () => Promise<RevocationHarness>): void {
  describe(`revocation source: ${implementation}`, () => {
    let harness: RevocationHarness;
    const names = (serialHex: string): boolean => harness.source.current().some((list) => list.revocations.has(serialHex));

    beforeEach(async () => {
      harness = await create();
    });
    afterEach(() => harness.close());

    it('holds a list of every issuer, signed by it', () => {
      const lists = harness.source.current();
      for (const issuer of harness.issuers) {
        const ofIssuer = lists.filter((list) => list.issuerDer.equals(issuer.subjectDer));
        expect(ofIssuer.length).toBe(1);
        for (const list of ofIssuer) expect(verifyIssuerSignature(list, issuer.publicKey)).toBe(true);
      }
      expect(harness.source.status()).toEqual({ lists: harness.issuers.length, responses: 0, staleIssuers: [] });
    });

    it('tells of a new revocation after refresh, and not before', async () => {
      const serialHex = await harness.revokeOne();
      expect(names(serialHex)).toBe(false);
      await harness.source.refresh();
      expect(names(serialHex)).toBe(true);
      expect(harness.source.status()).toEqual({ lists: harness.issuers.length, responses: 0, staleIssuers: [] });
    });

    it('gives the same lists while nothing changed', async () => {
      const before = harness.source.current();
      await harness.source.refresh();
      expect(harness.source.current()).toBe(before);
    });

    it('keeps the lists when the upstream fails, says so, and recovers', async () => {
      const serialHex = await harness.revokeOne();
      await harness.source.refresh();
      await harness.breakUpstream();
      await harness.source.refresh();
      expect(names(serialHex)).toBe(true);
      expect(harness.source.status().lists).toBe(harness.issuers.length);
      expect(harness.source.status().lastError).toMatch(/./);
      await harness.source.refresh();
      expect(harness.source.status().lastError).toMatch(/./);
      await harness.repairUpstream();
      await harness.source.refresh();
      expect(harness.source.status().lastError).toBeUndefined();
      expect(names(serialHex)).toBe(true);
    });

    it('does not take a list that the issuer did not sign', async () => {
      const serialHex = await harness.revokeOne();
      await harness.source.refresh();
      await harness.forge();
      await harness.source.refresh();
      expect(names(serialHex)).toBe(true);
      expect(harness.source.status().lastError).toMatch(/signature/);
    });

    it('keeps stale lists and names their issuers', () => {
      harness.setNow(new Date(harness.start.getTime() + 7 * DAY));
      expect(harness.source.status().staleIssuers).toEqual([]);
      harness.setNow(new Date(harness.start.getTime() + 7 * DAY + 1000));
      expect([...harness.source.status().staleIssuers].sort()).toEqual(harness.issuers.map(({ subject }) => subject).sort());
      expect(harness.source.current().length).toBe(harness.issuers.length);
    });

    it('answers two refreshes at once', async () => {
      const serialHex = await harness.revokeOne();
      await Promise.all([harness.source.refresh(), harness.source.refresh()]);
      expect(names(serialHex)).toBe(true);
    });
  });
}
