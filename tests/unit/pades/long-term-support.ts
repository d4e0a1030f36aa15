import { readFile } from 'node:fs/promises';
import { addDocumentTimestamp } from '../../../crypto/pades/add-document-timestamp.ts';
import { addValidationData, type ValidationDataAddition } from '../../../crypto/pades/add-validation-data.ts';
import type { ValidationData } from '../../../crypto/validation/validation-data.ts';
import { type Identity, openssl } from '../cms/support.ts';
import { createSigningFixture, MAXIMUM_LENGTH, runOn, type SigningFixture } from './support.ts';

/** Signer, authority and all a verifier needs years later: lists and responses are made by openssl. */
export interface LongTermFixture extends SigningFixture {
  /** The root, the signer's certificate, one revocation list and one OCSP response about the signer. */
  readonly data: ValidationData;
  readonly nothing: ValidationData;
  /** One more revocation list of the root, another at each call. */
  newList(): Promise<Buffer>;
  extend(pdf: Buffer, changes?: Partial<ValidationDataAddition>): Buffer;
  stamp(pdf: Buffer): Promise<Buffer>;
}

export async function createLongTermFixture(): Promise<LongTermFixture> {
  const fixture = await createSigningFixture();
  const { pki, requestTimestamp } = fixture;
  const officer = await pki.issue('P-256', 'second-officer');
  const newList = await revocationLists(fixture, officer);
  const data: ValidationData = {
    certificates: [pki.root.der, fixture.signer.certificate.der],
    revocationLists: [await newList()],
    ocspResponses: [await ocspResponse(fixture, officer)],
  };
  return {
    ...fixture,
    data,
    nothing: { certificates: [], revocationLists: [], ocspResponses: [] },
    newList,
    extend: (pdf, changes = {}) => addValidationData({ pdf, maximumLength: MAXIMUM_LENGTH, data, ...changes }),
    stamp: (pdf) => addDocumentTimestamp({ pdf, maximumLength: MAXIMUM_LENGTH, timestamp: requestTimestamp }),
  };
}

async function revocationLists({ pki }: SigningFixture, { certificate }: Identity): Promise<() => Promise<Buffer>> {
  const line = `V\t350101000000Z\t\t${certificate.serialHex.toUpperCase().padStart(2, '0')}\tunknown\t/CN=Invented second-officer\n`;
  const index = await pki.write('index.txt', line);
  const numbers = await pki.write('crlnumber.txt', '01\n');
  const settings = `database=${index}\ncrlnumber=${numbers}\ndefault_md=sha256\ndefault_crl_days=20\n`;
  const configuration = await pki.write('authority.cnf', `[ca]\ndefault_ca=root\n[root]\n${settings}`);
  const [pem, der] = [pki.file('list.pem'), pki.file('list.der')];
  const keys = ['-keyfile', pki.file('root.key.pem'), '-cert', pki.rootFile];
  return async () => {
    await openssl('ca', '-config', configuration, '-gencrl', ...keys, '-out', pem);
    await openssl('crl', '-in', pem, '-outform', 'DER', '-out', der);
    return readFile(der);
  };
}

async function ocspResponse({ pki }: SigningFixture, { certificateFile }: Identity): Promise<Buffer> {
  const response = pki.file('response.der');
  const responder = ['-index', pki.file('index.txt'), '-CA', pki.rootFile, '-rsigner', pki.rootFile, '-rkey', pki.file('root.key.pem')];
  await openssl('ocsp', ...responder, '-issuer', pki.rootFile, '-cert', certificateFile, '-ndays', '20', '-respout', response);
  return readFile(response);
}

/**
 * What openssl says of every document time-stamp, found where pdfsig says that the signed ranges are, so without our reader. pdfsig itself
 * knows their fields and not their form.
 */
export async function opensslStampVerdicts(pdf: Buffer, { pki }: SigningFixture): Promise<string[]> {
  const { output } = runOn(pdf, 'pdfsig', ['-nocert']);
  const verdicts: string[] = [];
  for (const part of output.split(/^Signature #/m).slice(1)) {
    if (/Signature Type: ETSI\.CAdES/.test(part)) continue;
    const [, firstEnd = '0', start = '0', end = '0'] = /Signed Ranges: \[0 - (\d+)\], \[(\d+) - (\d+)\]/.exec(part) ?? [];
    const data = await pki.write(
      'covered.bin',
      Buffer.concat([pdf.subarray(0, Number(firstEnd)), pdf.subarray(Number(start), Number(end))]),
    );
    const token = await pki.write('token.der', Buffer.from(pdf.toString('latin1', Number(firstEnd) + 1, Number(start) - 1), 'hex'));
    const verdict = await openssl('ts', '-verify', '-in', token, '-token_in', '-data', data, '-CAfile', pki.rootFile);
    verdicts.push(/Verification: \w+/.exec(verdict)?.[0] ?? verdict);
  }
  return verdicts;
}
