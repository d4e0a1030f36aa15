import { createHash } from 'node:crypto';
import type { RowChange } from '../../store/contracts/ledger.ts';
import type { LogLeaf } from '../../store/contracts/log-rows.ts';
import type { OperationRecord } from '../../store/contracts/records.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { logLeaf } from '../log-leaf.ts';
import { OPERATIONS, type OperationName } from './operations.ts';

/** Whoever does something without being asked by anybody. */
export const GATEWAY_ITSELF = { kind: 'gateway', id: 'gateway' } as const;

const NONCE_LENGTH = 16;

export interface Operation {
  action: OperationName;
  /** GATEWAY_ITSELF, or the authenticated actor. */
  actor: { readonly kind: OperationRecord['actorKind']; readonly id: string };
  /** Key of the message it is about. */
  messageKey?: string;
  /** Identifiers, codes, times and digests: never a name, a text or content (design rule 3). */
  facts?: Readonly<Record<string, string>>;
}

/**
 * What to commit so that somebody's act is known and cannot be denied: a row for auditors, and the leaf that commits to it. Both go into
 * the change of the act itself, or are committed before it where it cannot be undone (design rule 7).
 */
export function recordOperation(
  dependencies: Pick<GatewayDependencies, 'clock' | 'randomBytes'>,
  { action, actor, messageKey, facts }: Operation,
): { row: RowChange; leaf: LogLeaf } {
  const content = {
    action,
    at: dependencies.clock.now().toISOString(),
    actor: actor.id,
    actorKind: actor.kind,
    // Two acts of the same millisecond are two, and nobody finds out what a digest is about by trying.
    nonce: dependencies.randomBytes(NONCE_LENGTH).toString('hex'),
    ...(messageKey === undefined ? {} : { messageKey }),
    ...(facts === undefined ? {} : { facts }),
  };
  const digest = operationDigest(content);
  const leaf = logLeaf(OPERATIONS[action], digest, dependencies);
  const value: OperationRecord = { ...content, salt: leaf.salt.toString('hex') };
  return { row: { table: 'operations', key: digest.toString('hex'), expect: 0, value }, leaf };
}

/** SHA-256 of the one way in which a record is written as JSON (docs/formats.md, section "Operations"): what its leaf commits to. */
export function operationDigest(record: Omit<OperationRecord, 'salt'>): Buffer {
  const { action, at, actor, actorKind, nonce, messageKey, facts } = record;
  const names = Object.keys(facts ?? {}).sort();
  const sorted = facts === undefined ? undefined : Object.fromEntries(names.map((name) => [name, facts[name]]));
  const text = JSON.stringify({ format: 'valija-operation/1', action, at, actor, actorKind, nonce, messageKey, facts: sorted });
  return createHash('sha256').update(text, 'utf8').digest();
}
