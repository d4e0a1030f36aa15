import type { EvidenceSummary } from '../../evidence/summary.ts';
import type { OpenedCheckpoint } from '../log/checkpoint.ts';
import type { NoteVerifier } from '../log/note-key.ts';
import type { FormerLog } from '../log/succession.ts';
import type { JudgedLog } from './bundle-logs.ts';
import type { RebuiltLog } from './bundled-entries.ts';
import { openQuoted } from './bundled-successions.ts';
import type { VerifiedBundle } from './verify-bundle.ts';

/** What a bundle says under signatures that hold, as far as others can contradict it: small, so that thousands of bundles fit into memory. */
export interface BundleFacts {
  /** Of the bundle, as findings name it. */
  name: string;
  message: { messageId: string; sender: string; recipient: string };
  headers: readonly HeaderFacts[];
  receipts: readonly { path: string; summary: EvidenceSummary }[];
  logs: readonly LogFacts[];
}

export interface HeaderFacts {
  path: string;
  envelopeDigest: string;
  packageCommitment: string;
  sealGeneration: number;
  headerGeneration: number;
}

/** A signed state of a log, and which file or object shows it. */
export interface SignedStateFacts {
  subject: string;
  checkpoint: OpenedCheckpoint;
}

export interface LogFacts {
  authority: string;
  verifier: NoteVerifier;
  formers: readonly FormerLog[];
  states: readonly SignedStateFacts[];
  consistency: JudgedLog['consistency'];
  inclusions: JudgedLog['inclusions'];
  rebuilt?: RebuiltLog;
}

/** The facts of a bundle that was verified. */
export function bundleFacts(name: string, { index, objects, logs, quoted }: VerifiedBundle): BundleFacts {
  const { messageId, sender, recipient } = index;
  return {
    name,
    message: { messageId, sender, recipient },
    headers: objects.envelopes.map(({ path, verified: { envelopeDigest, header } }) => {
      const { packageCommitment, sealGeneration, headerGeneration } = header;
      return { path, envelopeDigest, packageCommitment, sealGeneration, headerGeneration };
    }),
    receipts: objects.evidence.map(({ path, verified }) => ({ path, summary: verified.summary })),
    logs: logs.map((log) => logFacts(name, log, quoted)),
  };
}

function logFacts(name: string, log: JudgedLog, quoted: VerifiedBundle['quoted']): LogFacts {
  const seen = quoted.flatMap(({ subject, note }) => {
    const opened = openQuoted(note, { log: log.verifier, formers: log.formers });
    return opened === undefined ? [] : [{ subject, checkpoint: opened.checkpoint }];
  });
  const states = [...log.checkpoints, ...seen].map(({ subject, checkpoint }) => ({ subject: `${name}: ${subject}`, checkpoint }));
  const { authority, verifier, formers, consistency, inclusions, rebuilt } = log;
  return { authority, verifier, formers, states, consistency, inclusions, ...(rebuilt === undefined ? {} : { rebuilt }) };
}
