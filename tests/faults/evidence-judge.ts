import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createCertificateCache } from '../../crypto/jades/certificate-cache.ts';
import { createPathValidator } from '../../crypto/x509/path.ts';
import { parseRevocationList } from '../../crypto/x509/revocation-list.ts';
import type { EvidenceSummary } from '../../evidence/summary.ts';
import { verifyEvidence } from '../../evidence/verify.ts';
import { SIDES } from './schedule.ts';
import { certificatesOf, type World } from './world.ts';

/** Verifies evidence as a third party would: signature, form, the issuer's listed evidence certificate, its path and revocation. */
export interface EvidenceJudge {
  verify(evidence: readonly { evidence: string; salt: string }[], fault: (what: string) => void): Promise<EvidenceSummary[]>;
}

export async function createEvidenceJudge(world: World): Promise<EvidenceJudge> {
  const anchors = await certificatesOf(world.pki.root.certificate);
  const intermediates = await certificatesOf(world.pki.issuing.certificate);
  const lists = await Promise.all(
    ['root.crl', 'issuing.crl'].map(async (name) => parseRevocationList(await readFile(join(world.pki.revocationLists, name)))),
  );
  const paths = createPathValidator({ anchors });
  const readCertificate = createCertificateCache(64);
  const listed = new Map(
    SIDES.map((side) => {
      const { identifier, certificates } = world.authorities[side].record;
      return [identifier, certificates.filter(({ role }) => role === 'evidence').map(({ certificate }) => certificate)];
    }),
  );
  async function verifyOne(one: { evidence: string; salt: string }, fault: (what: string) => void): Promise<EvidenceSummary | undefined> {
    try {
      const { summary, certificate, issuedAt } = verifyEvidence(Buffer.from(one.evidence, 'utf8'), { readCertificate });
      if (!/^[0-9a-f]{64}$/.test(one.salt)) fault(`${summary.event} without its salt`);
      if (!(listed.get(summary.issuer) ?? []).includes(certificate.der.toString('base64'))) {
        fault(`${summary.event} is not signed by an evidence certificate of ${summary.issuer}`);
      }
      const path = await paths.validate({
        certificate,
        intermediates,
        at: issuedAt,
        revocationLists: lists,
        required: { keyUsage: ['digitalSignature'] },
        revocation: 'required',
      });
      if (path.verdict !== 'PASSED') fault(`the certificate of ${summary.event}: ${path.verdict} ${path.code ?? ''}`);
      return summary;
    } catch (error) {
      fault(`evidence does not verify: ${String(error)}`);
      return undefined;
    }
  }
  return {
    async verify(evidence, fault) {
      const summaries: EvidenceSummary[] = [];
      for (const one of evidence) {
        const summary = await verifyOne(one, fault);
        if (summary !== undefined) summaries.push(summary);
      }
      return summaries;
    },
  };
}
