import type { Finding } from '../../../audit/verify/finding.ts';
import { LOG_SCRIPT } from './log-script.ts';
import type { ToolScope } from './places.ts';
import { operand, quoted } from './shell.ts';
import type { Tool } from './tools.ts';

/** Codes of refusals that mean the same to the script: a signature or a hash that does not hold. */
const OF_LOGS: ReadonlySet<string> = new Set([
  'note-signature-invalid',
  'note-unsigned',
  'inclusion-proof-invalid',
  'consistency-proof-invalid',
  'log-forked',
  'key-of-another-authority',
  'root-differs',
]);

/** Keys, states and proofs of the logs in a proof bundle. */
export function logTool({ check, verdict, code, subject }: Finding, { request }: ToolScope): Tool | undefined {
  const decides = verdict === 'PASSED' || OF_LOGS.has(code);
  const run = (...words: string[]) => ({ command: ['sh', LOG_SCRIPT, ...words].join(' '), decides });
  switch (check) {
    case 'log-key':
      return run('key', quoted(subject));
    case 'log-checkpoint':
      return run('state', operand(subject));
    case 'log-inclusion':
      return run('inclusion', operand(subject));
    case 'log-coverage':
      return run('coverage', operand(subject));
    case 'log-consistency':
      return run('consistency', ...subject.split(' -> ').map(operand));
    case 'log-succession':
      // What a signed object quotes of a former log is a state like others.
      return subject.includes('#') ? run('state', operand(subject)) : run('succession', operand(subject));
    case 'log-entries':
      return run('entries', quoted(subject));
    case 'log-witness':
      // Which of several witnesses a policy asks for is for its reader to count: the script names them.
      return { ...run('witness', quoted(subject)), decides: verdict === 'PASSED' && request.policy === undefined };
    default:
      return undefined;
  }
}
