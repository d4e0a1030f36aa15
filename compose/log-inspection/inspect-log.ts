import { writeFile } from 'node:fs/promises';
import { formatConsistency, parseConsistency } from '../../audit/bundle/consistency-file.ts';
import { parseForkProof, serializeForkProof, verifyForkProof } from '../../audit/log/fork-proof.ts';
import { checkLog } from '../../audit/log/fsck.ts';
import { verifyConsistency } from '../../audit/log/merkle.ts';
import { firstDifference, relate } from '../../audit/log/relate.ts';
import { Findings, refusalCode } from '../../audit/verify/finding.ts';
import { policyRefusal } from '../../audit/verify/judge-witnesses.ts';
import { readInputFile } from '../verification/open-file.ts';
import { inspectionOf, type LogInspection } from './log-report.ts';
import { type LogSource, readLogSource, type VerifiedState, verifyState } from './log-source.ts';
import { type LogTrustFiles, readLogTrust } from './log-trust.ts';

const MAXIMUM_PROOF_FILE = 8192;
const MAXIMUM_FORK_FILE = 1024 * 1024;

/** `valija log verify`: signature of the log, cosignatures, and the quorum of a policy. */
export async function inspectCheckpoint(path: string, files: LogTrustFiles): Promise<LogInspection> {
  const trust = await readLogTrust(files);
  const findings = new Findings();
  const state = verifyState(await readLogSource(path), trust, findings);
  if (state !== undefined) {
    const { checkpoint, log } = state;
    const refusal = trust.policy === undefined ? undefined : policyRefusal(checkpoint, log, trust.policy);
    if (refusal !== undefined) findings.failed('log-witness', path, refusal);
    else if (trust.policy !== undefined || checkpoint.cosignatures.length > 0) findings.passed('log-witness', path);
    else findings.warn('log-witness', path, 'not-witnessed');
  }
  return inspectionOf('verify', findings, [state]);
}

/**
 * `valija log consistency`: that the later of two states holds everything that the earlier one held, by a proof given or by the tiles of
 * whichever side is a folder. `out` gets the proof, in lines of base64.
 */
export async function inspectConsistency(
  paths: readonly [string, string],
  files: LogTrustFiles,
  { proof, tiles, out }: { proof?: string; tiles?: string; out?: string },
): Promise<LogInspection> {
  const pair = await readPair(paths, files);
  const { findings, smaller, larger } = pair;
  if (smaller !== undefined && larger !== undefined) {
    const subject = `${smaller.source.path} -> ${larger.source.path}`;
    if (proof !== undefined) {
      const octets = await readInputFile(proof, MAXIMUM_PROOF_FILE);
      const [from, to] = [smaller.checkpoint, larger.checkpoint];
      findings.attempt('log-consistency', subject, () => {
        const claim = { fromSize: from.size, fromRoot: from.root, toSize: to.size, toRoot: to.root };
        verifyConsistency({ ...claim, proof: parseConsistency(octets) });
      });
    } else {
      const found = await relateStates(findings, subject, [smaller, larger], tiles === undefined ? undefined : await readLogSource(tiles));
      if (found?.kind === 'consistent' && out !== undefined) await writeFile(out, formatConsistency(found.proof));
    }
  }
  return inspectionOf('consistency', findings, pair.states);
}

/** `valija log compare`: whether two copies or checkpoints are of one history. `out` gets the proof of a fork, where there is one. */
export async function inspectCopies(paths: readonly [string, string], files: LogTrustFiles, out?: string): Promise<LogInspection> {
  const pair = await readPair(paths, files);
  const { findings, smaller, larger } = pair;
  if (smaller === undefined || larger === undefined) return inspectionOf('compare', findings, pair.states);
  const found = await relateStates(findings, `${smaller.source.path} -> ${larger.source.path}`, [smaller, larger]);
  if (found?.kind === 'forked' && out !== undefined) await writeFile(out, serializeForkProof(found.fork), { flag: 'wx' });
  const [one, other] = [smaller.source.tiles, larger.source.tiles];
  const facts =
    found?.kind === 'forked' && one !== undefined && other !== undefined
      ? {
          commonEntries: await firstDifference(
            { size: smaller.checkpoint.size, tiles: one },
            { size: larger.checkpoint.size, tiles: other },
          ),
        }
      : {};
  return inspectionOf('compare', findings, pair.states, facts);
}

/** `valija log fsck`: every entry hashed again, every tile compared, in constant memory. */
export async function inspectFiles(
  folder: string,
  files: LogTrustFiles,
  options: { checkpoint?: string; foreign: boolean; onProgress: (entries: number, size: number) => void },
): Promise<LogInspection> {
  const trust = await readLogTrust(files);
  const findings = new Findings();
  const { tiles, note: published, path } = await readLogSource(folder);
  const note = options.checkpoint === undefined ? published : (await readLogSource(options.checkpoint)).note;
  if (tiles === undefined) throw Object.assign(new Error('not a folder'), { code: 'ENOTDIR', path: folder });
  const state = verifyState({ path: options.checkpoint ?? path, note, tiles }, trust, findings);
  if (state === undefined) return inspectionOf('fsck', findings, []);
  const report = await checkLog({
    tiles: { ...tiles, readCheckpoint: async () => state.note },
    log: state.log,
    witnesses: trust.witnesses(state.log),
    ownEntries: !options.foreign,
    onProgress: options.onProgress,
  });
  for (const { code, subject } of report.findings) {
    findings.failed(code === 'tile-differs' ? 'log-tiles' : 'log-entries', subject === 'checkpoint' ? path : subject, code);
  }
  for (const check of ['log-entries', 'log-tiles'] as const) {
    if (!findings.all.some((finding) => finding.check === check)) {
      if (report.entries === state.checkpoint.size) findings.passed(check, path);
      else findings.open(check, path, 'bundle-damaged');
    }
  }
  return inspectionOf('fsck', findings, [state], { entries: report.entries });
}

/** `valija log fork`: that a proof of a fork is one. PASSED means that the log did sign both. */
export async function inspectFork(path: string, files: LogTrustFiles): Promise<LogInspection> {
  const trust = await readLogTrust(files);
  const findings = new Findings();
  const octets = await readInputFile(path, MAXIMUM_FORK_FILE);
  const states: (VerifiedState | undefined)[] = [];
  try {
    const fork = parseForkProof(octets);
    states.push(
      ...(['first', 'second'] as const).map((name) => verifyState({ path: `${path}#${name}`, note: fork[name] }, trust, findings)),
    );
    const [log] = states.map((state) => state?.log);
    if (log !== undefined && !states.includes(undefined)) {
      verifyForkProof(fork, log);
      findings.passed('log-fork', path);
    } else {
      findings.open('log-fork', path, 'not-known');
    }
  } catch (error) {
    findings.failed('log-fork', path, refusalCode(error));
  }
  return inspectionOf('fork', findings, states);
}

async function readPair(paths: readonly [string, string], files: LogTrustFiles) {
  const trust = await readLogTrust(files);
  const findings = new Findings();
  const states = (await Promise.all(paths.map(readLogSource))).map((source) => verifyState(source, trust, findings));
  const [one, other] = states;
  if (one !== undefined && other !== undefined && one.checkpoint.origin !== other.checkpoint.origin) {
    findings.failed('log-checkpoint', other.source.path, 'checkpoint-origin');
    return { findings, states };
  }
  const sorted = one === undefined || other === undefined || one.checkpoint.size <= other.checkpoint.size ? [one, other] : [other, one];
  return { findings, states, smaller: sorted[0], larger: sorted[1] };
}

async function relateStates(
  findings: Findings,
  subject: string,
  [smaller, larger]: readonly [VerifiedState, VerifiedState],
  elsewhere?: LogSource,
) {
  const tiles = elsewhere?.tiles ?? larger.source.tiles;
  if (tiles === undefined && smaller.checkpoint.size !== larger.checkpoint.size) {
    findings.open('log-consistency', subject, 'tiles-not-given');
    return undefined;
  }
  try {
    const signed = ({ checkpoint, note }: VerifiedState) => ({ ...checkpoint, signed: note });
    const relation = await relate(signed(smaller), signed(larger), tiles ?? { read: async () => undefined });
    if (relation.kind === 'consistent') findings.passed('log-consistency', subject);
    else findings.failed('log-consistency', subject, 'log-forked');
    return relation;
  } catch (error) {
    findings.failed('log-tiles', larger.source.path, refusalCode(error));
    return undefined;
  }
}
