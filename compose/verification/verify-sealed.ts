import type { KeyObject } from 'node:crypto';
import { Findings, refusalCode, verdictOf } from '../../audit/verify/finding.ts';
import { type RandomAccessReader, streamRange } from '../../crypto/asic/random-access.ts';
import { createOpener } from '../../crypto/cms/open-sealed.ts';
import type { Certificate } from '../../crypto/x509/certificate.ts';
import { type Draft, draftOf } from './draft.ts';
import type { OpenedFile } from './open-file.ts';
import { keepPrivately } from './temporary-content.ts';

/** With what sealed content is opened. */
export interface OpeningKey {
  privateKey: KeyObject;
  certificate: Certificate;
}

/**
 * Opens sealed content with the key and verifies what is inside, by `verifyContent`. The content is never shown, and is on the disk
 * only encrypted, without a name, while this runs. Never throws for what is in the file; throws CryptoError `key-mismatch` and the like
 * for a key that could open nothing.
 */
export async function verifySealed(options: {
  reader: RandomAccessReader;
  subject: string;
  key?: OpeningKey;
  verifyContent: (content: RandomAccessReader) => Promise<Draft>;
}): Promise<Draft> {
  const { reader, subject, key } = options;
  const findings = new Findings();
  if (key === undefined) {
    findings.open('sealed-opening', subject, 'key-not-given');
    return draftOf('sealed', findings);
  }
  const content = await openSealed(findings, { reader, subject, key });
  if (content === undefined) return draftOf('sealed', findings);
  try {
    const inside = await options.verifyContent(content);
    const all = [...findings.all, ...inside.findings];
    return { ...inside, kind: 'sealed', content: inside.kind, verdict: verdictOf(all), findings: all };
  } finally {
    await content.close();
  }
}

async function openSealed(
  findings: Findings,
  { reader, subject, key }: { reader: RandomAccessReader; subject: string; key: OpeningKey },
): Promise<OpenedFile | undefined> {
  const encoding = await encodingOf(reader);
  const opener = createOpener({ ...key, encoding, ...(encoding === 'der' ? { expectedLength: reader.size } : {}) });
  try {
    const content = await keepPrivately(streamRange(reader, 0, reader.size), opener);
    findings.passed('sealed-opening', subject);
    if (encoding === 'der') findings.passed('sealed-encoding', subject);
    else findings.warn('sealed-encoding', subject, 'written-elsewhere');
    return content;
  } catch (error) {
    const code = refusalCode(error);
    // Another key could still open it; nothing could open what is damaged.
    if (code === 'sealed-other-recipient') findings.open('sealed-opening', subject, code);
    else findings.failed('sealed-opening', subject, code);
    return undefined;
  }
}

/** Octets of indefinite length are what openssl writes with `-stream`. */
async function encodingOf(reader: RandomAccessReader): Promise<'der' | 'streaming-ber'> {
  const [, length] = await reader.read(0, Math.min(reader.size, 2));
  return length === 0x80 ? 'streaming-ber' : 'der';
}
