import { isUtf8 } from 'node:buffer';
import { AuditError } from '../error.ts';
import type { NoteVerifier } from './note-key.ts';
import { parseVerifierKey, SIGNATURE_TYPE } from './note-key.ts';

// C2SP tlog-policy. Caps: a policy is written by people; these are far above what a network of authorities needs.
const MAXIMUM_LENGTH = 256 * 1024;
const MAXIMUM_LINES = 4096;
const NONE = 'none';

export interface PolicyKey {
  verifier: NoteVerifier;
  verifierKey: string;
  url?: string;
}

/** Of whom cosignatures are asked: every named member counts once. */
export interface PolicyGroup {
  name: string;
  /** How many members must have cosigned. */
  threshold: 'all' | 'any' | number;
  members: string[];
}

/** Which logs to believe, and whose cosignatures a checkpoint needs. */
export interface LogPolicy {
  logs: PolicyKey[];
  witnesses: (PolicyKey & { name: string })[];
  /** In the order of the file: a group names only what stands before it. */
  groups: PolicyGroup[];
  /** Name of a witness or group, or `none`. */
  quorum: string;
}

/** Writes a policy; what it writes reads back. AuditError `policy-malformed` for names and keys that would not. */
export function formatPolicy({ logs, witnesses, groups, quorum }: LogPolicy): string {
  const end = (url: string | undefined) => (url === undefined ? '' : ` ${url}`);
  const text = [
    ...logs.map(({ verifierKey, url }) => `log ${verifierKey}${end(url)}`),
    ...witnesses.map(({ name, verifierKey, url }) => `witness ${name} ${verifierKey}${end(url)}`),
    ...groups.map(({ name, threshold, members }) => `group ${name} ${threshold} ${members.join(' ')}`),
    `quorum ${quorum}`,
    '',
  ].join('\n');
  parsePolicy(Buffer.from(text, 'utf8'));
  return text;
}

/** Reads a policy, strictly; empty lines and lines that begin with `#` are for people. AuditError `policy-malformed`. */
export function parsePolicy(octets: Buffer): LogPolicy {
  if (octets.length > MAXIMUM_LENGTH || !isUtf8(octets)) {
    throw malformed(0, 'the file is too large or not UTF-8');
  }
  const lines = octets.toString('utf8').split('\n');
  if (lines.length > MAXIMUM_LINES) {
    throw malformed(0, 'the file has too many lines');
  }
  const policy: LogPolicy = { logs: [], witnesses: [], groups: [], quorum: '' };
  for (const [position, line] of lines.entries()) {
    if (line !== '' && !line.startsWith('#')) {
      readLine(policy, line.split(/[ \t]+/u), (why) => malformed(position + 1, why));
    }
  }
  if (policy.quorum === '') {
    throw malformed(lines.length, 'there is no quorum');
  }
  return policy;
}

/** The log key of a policy that bears this name (a log's name is its origin). */
export function policyLogs(policy: LogPolicy, origin: string): NoteVerifier[] {
  return policy.logs.filter(({ verifier }) => verifier.name === origin).map(({ verifier }) => verifier);
}

/** Whether cosignatures by these keys reach the quorum. */
export function reachesQuorum(policy: LogPolicy, cosigned: Iterable<NoteVerifier>): boolean {
  const reached = new Map<string, boolean>([[NONE, true]]);
  const identityOf = ({ name, keyId }: NoteVerifier) => `${name}+${keyId.toString('hex')}`;
  const known = new Set([...cosigned].map(identityOf));
  for (const { name, verifier } of policy.witnesses) {
    reached.set(name, known.has(identityOf(verifier)));
  }
  for (const { name, threshold, members } of policy.groups) {
    const count = members.filter((member) => reached.get(member) === true).length;
    reached.set(name, count >= (threshold === 'all' ? members.length : threshold === 'any' ? 1 : threshold));
  }
  return reached.get(policy.quorum) === true;
}

type Refusal = (why: string) => AuditError;

function readLine(policy: LogPolicy, [keyword, ...words]: string[], refuse: Refusal): void {
  switch (keyword) {
    case 'log':
      policy.logs.push(readKey(words, SIGNATURE_TYPE.ed25519, refuse));
      return;
    case 'witness': {
      const [name = '', ...key] = words;
      policy.witnesses.push({ name: newName(policy, name, refuse), ...readKey(key, SIGNATURE_TYPE.ed25519Cosignature, refuse) });
      return;
    }
    case 'group':
      policy.groups.push(readGroup(policy, words, refuse));
      return;
    case 'quorum':
      policy.quorum = readQuorum(policy, words, refuse);
      return;
    default:
      throw refuse('a line begins with log, witness, group or quorum');
  }
}

function readKey([verifierKey = '', url, ...rest]: string[], type: number, refuse: Refusal): PolicyKey {
  let verifier: NoteVerifier;
  try {
    verifier = parseVerifierKey(verifierKey);
  } catch (error) {
    throw error instanceof AuditError ? refuse(error.message) : error;
  }
  if (verifier.type !== type) {
    throw refuse('a log signs with a key of type 1, a witness with one of type 4');
  }
  if (rest.length > 0 || (url !== undefined && !/^https?:\/\/[!-~]+$/.test(url))) {
    throw refuse('after a key only an address may follow');
  }
  return { verifier, verifierKey, ...(url === undefined ? {} : { url }) };
}

function readGroup(policy: LogPolicy, [name = '', how = '', ...members]: string[], refuse: Refusal): PolicyGroup {
  const known = newName(policy, name, refuse);
  const threshold = how === 'all' || how === 'any' ? how : /^[1-9][0-9]{0,3}$/.test(how) ? Number(how) : undefined;
  if (threshold === undefined || members.length === 0 || (typeof threshold === 'number' && threshold > members.length)) {
    throw refuse('a group asks for all, any or a number of its members, and has at least that many');
  }
  if (new Set(members).size !== members.length || members.some((member) => !isDefined(policy, member))) {
    throw refuse('a group names witnesses and groups that stand before it, each once');
  }
  return { name: known, threshold, members };
}

function readQuorum(policy: LogPolicy, [name = '', ...rest]: string[], refuse: Refusal): string {
  if (policy.quorum !== '' || rest.length > 0 || (name !== NONE && !isDefined(policy, name))) {
    throw refuse('there is one quorum: none, or a witness or group that stands before it');
  }
  return name;
}

function newName(policy: LogPolicy, name: string, refuse: Refusal): string {
  if (!/^[!-~]{1,128}$/.test(name) || name === NONE || isDefined(policy, name)) {
    throw refuse('a name is missing, or used twice');
  }
  return name;
}

function isDefined({ witnesses, groups }: LogPolicy, name: string): boolean {
  return witnesses.some((witness) => witness.name === name) || groups.some((group) => group.name === name);
}

function malformed(line: number, why: string): AuditError {
  return new AuditError('policy-malformed', `The log policy cannot be read${line === 0 ? '' : ` (line ${line})`}: ${why}.`);
}
