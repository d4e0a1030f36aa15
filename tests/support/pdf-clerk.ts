import { createPrivateKey, createPublicKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { TestPki } from '../unit/cms/support.ts';
import { issueList } from '../unit/x509/support.ts';
import { clerkReads, saidOf } from './clerk.ts';

const HOUR = 60 * 60 * 1000;

/**
 * What `valija verify` says about a PDF to a clerk who trusts the root of that PKI and knows that it has revoked nobody: the overall
 * verdict, and what speaks against the file.
 */
export async function saidOfPdf({ pki }: { pki: TestPki }, pdf: Buffer): Promise<string[]> {
  const privateKey = createPrivateKey(await readFile(pki.file('root.key.pem')));
  const issuer = { certificate: pki.root, privateKey, publicKey: createPublicKey(privateKey), name: 'Invented Root' };
  const now = Date.now();
  const list = issueList({ issuer, thisUpdate: new Date(now - HOUR), nextUpdate: new Date(now + 30 * 24 * HOUR) });
  return saidOf(await clerkReads(pdf, { at: new Date(now + HOUR), anchors: [pki.root], revocation: [list.der] }));
}
