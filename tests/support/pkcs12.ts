import { createHmac } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import forge from 'node-forge';
import { contextConstructed, integer, nullValue, objectIdentifier, octetString, sequence } from '../../crypto/der/writer.ts';
import { openssl } from '../unit/cms/support.ts';

const DATA = '1.2.840.113549.1.7.1';
const SHA256 = '2.16.840.1.101.3.4.2.1';

export interface ExportOptions {
  /** PEM; without one the file holds certificates alone. */
  keyFile?: string;
  /** PEM, the chain included. */
  certificateFile?: string;
  password: string;
  out: string;
  /** More options of openssl pkcs12 -export. */
  more?: readonly string[];
}

/** What an operator does: openssl pkcs12 -export, the password in a file. */
export async function exportPkcs12({ keyFile, certificateFile, password, out, more = [] }: ExportOptions): Promise<Buffer> {
  const passwordFile = `${out}.pass`;
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  const key = keyFile === undefined ? ['-nokeys'] : ['-inkey', keyFile];
  const certificate = certificateFile === undefined ? ['-nocerts'] : ['-in', certificateFile];
  await openssl('pkcs12', '-export', ...key, ...certificate, ...more, '-passout', `file:${passwordFile}`, '-out', out);
  return readFile(out);
}

/** ContentInfo of type data around bags (RFC 7292 section 4.1). */
export function dataContent(bags: Buffer): Buffer {
  return sequence(objectIdentifier(DATA), contextConstructed(0, octetString(bags)));
}

/** PrivateKeyInfo in the clear, as a bag. */
export function keyBag(pkcs8: Buffer): Buffer {
  return sequence(objectIdentifier('1.2.840.113549.1.12.10.1.1'), contextConstructed(0, pkcs8));
}

export function certificateBag(der: Buffer): Buffer {
  const value = sequence(objectIdentifier('1.2.840.113549.1.9.22.1'), contextConstructed(0, octetString(der)));
  return sequence(objectIdentifier('1.2.840.113549.1.12.10.1.3'), contextConstructed(0, value));
}

/** A whole file around contents of any kind, with a good MAC: for files that openssl does not make. */
export function pfx(contents: readonly Buffer[], password: string, iterations: number | bigint = 1): Buffer {
  const authenticated = sequence(...contents);
  const salt = Buffer.from('salt of a test');
  const followed = iterations > 0 && iterations <= 10_000 ? Number(iterations) : 1;
  const key = forge.pkcs12.generateKey(
    password,
    forge.util.createBuffer(salt.toString('binary')),
    3,
    followed,
    32,
    forge.md.sha256.create(),
  );
  const mac = createHmac('sha256', Buffer.from(key.getBytes(), 'binary')).update(authenticated).digest();
  const digestInfo = sequence(sequence(objectIdentifier(SHA256), nullValue()), octetString(mac));
  const macData = sequence(digestInfo, octetString(salt), integer(iterations));
  return sequence(integer(3), dataContent(authenticated), macData);
}
