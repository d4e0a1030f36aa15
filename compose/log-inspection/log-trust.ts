import { stat } from 'node:fs/promises';
import type { NoteVerifier } from '../../audit/log/note-key.ts';
import { parseVerifierKey, SIGNATURE_TYPE } from '../../audit/log/note-key.ts';
import type { LogPolicy } from '../../audit/log/policy.ts';
import { parsePolicy, policyLogs } from '../../audit/log/policy.ts';
import type { Trust } from '../../audit/trust.ts';
import { parseTrust } from '../../audit/trust.ts';
import { readInputFile } from '../verification/open-file.ts';

/** Where the caller has the keys from; at least one. */
export interface LogTrustFiles {
  /** Verifier keys of logs and witnesses, each as text or as a file with one. */
  keys?: readonly string[];
  policy?: string;
  /** Trust snapshot: keys of every log in it, and of the witnesses of other authorities than the log's own. */
  trust?: string;
}

/** Whom the caller believes about logs. */
export interface LogTrust {
  /** Keys that may have signed checkpoints of this origin. */
  logs(origin: string): NoteVerifier[];
  /** Keys whose cosignatures count for the log of this key. */
  witnesses(log: NoteVerifier | undefined): NoteVerifier[];
  policy?: LogPolicy;
}

const MAXIMUM_KEY_FILE = 4096;
const MAXIMUM_POLICY_FILE = 256 * 1024;
const MAXIMUM_TRUST_FILE = 64 * 1024 * 1024;

/** Throws AuditError `verifier-key-malformed`, `policy-malformed` or `trust-malformed`, and errors of reading files. */
export async function readLogTrust({ keys = [], policy: policyFile, trust: trustFile }: LogTrustFiles): Promise<LogTrust> {
  const given = await Promise.all(keys.map(readKey));
  const policy = policyFile === undefined ? undefined : parsePolicy(await readInputFile(policyFile, MAXIMUM_POLICY_FILE));
  const trust = trustFile === undefined ? undefined : parseTrust(await readInputFile(trustFile, MAXIMUM_TRUST_FILE));
  const ofType = (type: number) => given.filter((verifier) => verifier.type === type);
  return {
    logs: (origin) => [
      ...ofType(SIGNATURE_TYPE.ed25519).filter(({ name }) => name === origin),
      ...(policy === undefined ? [] : policyLogs(policy, origin)),
      ...noteKeys(trust, 'log').flatMap(({ verifier }) => (verifier.name === origin ? [verifier] : [])),
    ],
    witnesses: (log) => [
      ...ofType(SIGNATURE_TYPE.ed25519Cosignature),
      ...(policy?.witnesses ?? []).map(({ verifier }) => verifier),
      ...independentWitnesses(trust, log),
    ],
    ...(policy === undefined ? {} : { policy }),
  };
}

/** A witness in the same hands as the log witnesses nothing. */
function independentWitnesses(trust: Trust | undefined, log: NoteVerifier | undefined): NoteVerifier[] {
  const isOwn = (verifier: NoteVerifier) => verifier.name === log?.name && verifier.keyId.equals(log.keyId);
  const owners = new Set(noteKeys(trust, 'log').flatMap(({ authority, verifier }) => (isOwn(verifier) ? [authority] : [])));
  return noteKeys(trust, 'witness').flatMap(({ authority, verifier }) => (owners.has(authority) ? [] : [verifier]));
}

function noteKeys(trust: Trust | undefined, role: 'log' | 'witness'): { authority: string; verifier: NoteVerifier }[] {
  return [...(trust?.authorities.values() ?? [])].flatMap(({ identifier, noteKeys: keys }) =>
    keys.flatMap((key) => (key.role === role ? [{ authority: identifier, verifier: key.verifier }] : [])),
  );
}

/** A key has "+" in it and no path has to: what exists as a file is read, everything else is the key itself. */
async function readKey(given: string): Promise<NoteVerifier> {
  const isFile = await stat(given).then(
    (status) => status.isFile(),
    () => false,
  );
  return parseVerifierKey(isFile ? (await readInputFile(given, MAXIMUM_KEY_FILE)).toString('utf8').trim() : given);
}
