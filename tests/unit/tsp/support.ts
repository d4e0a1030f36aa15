import { createHash } from 'node:crypto';
import { OID } from '../../../crypto/der/object-identifiers.ts';
import { generalizedTime, integer, objectIdentifier, octetString, sequence } from '../../../crypto/der/writer.ts';
import type { Signer } from '../../../crypto/signer.ts';
import { writeMessageImprint } from '../../../crypto/tsp/imprint.ts';
import { type Forgery, forge } from '../cms/forge.ts';

export const POLICY = '1.3.6.1.4.1.99999.1';
export const imprint = createHash('sha256').update('invented content to be stamped').digest();
export const nonce = Buffer.from('00f1e2d3c4b5a69788', 'hex');

/** Fields of a TSTInfo in their order; a test replaces one, or adds to `rest`. */
export interface InfoChanges {
  version?: Buffer;
  policy?: Buffer;
  imprint?: Buffer;
  serial?: Buffer;
  time?: Buffer;
  rest?: Buffer[];
}

export function timestampInfo(time: Date, changes: InfoChanges = {}): Buffer {
  return sequence(
    changes.version ?? integer(1),
    changes.policy ?? objectIdentifier(POLICY),
    changes.imprint ?? writeMessageImprint(imprint),
    changes.serial ?? integer(77),
    changes.time ?? generalizedTime(time),
    ...(changes.rest ?? [integer(BigInt(`0x${nonce.toString('hex')}`))]),
  );
}

/** A token put together by hand and really signed. */
export async function forgeToken(signer: Signer, time: Date, changes: InfoChanges = {}, forgery: Partial<Forgery> = {}): Promise<Buffer> {
  const info = timestampInfo(time, changes);
  return forge(signer, { content: info, encapsulated: info, contentType: OID.ctTSTInfo, signedDataVersion: 3, ...forgery });
}

/** Extensions with one of them. */
export function extension(identifier: string, critical: boolean): Buffer {
  const flag = critical ? [Buffer.from([0x01, 0x01, 0xff])] : [];
  return sequence(objectIdentifier(identifier), ...flag, octetString(Buffer.from([0x05, 0x00])));
}
