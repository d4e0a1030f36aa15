import { createPrivateKey } from 'node:crypto';
import { createNoteSigner, noteKeyOf } from '../../../../audit/log/note-key.ts';
import { digestOf } from './memory-log.ts';

const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');

/** An Ed25519 key that is the same in every run; made up for tests, and worth nothing elsewhere. */
export function testKey(label: string) {
  return createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, digestOf(label)]), format: 'der', type: 'pkcs8' });
}

export const ORIGIN = 'log.example/test';

export function testSigner(name = ORIGIN, label = name) {
  return createNoteSigner({ name, key: noteKeyOf(testKey(label)) });
}
