import { spawnSync } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type ReportedFinding, type VerificationReport, verificationReport } from '../../compose/verification/report-schema.ts';
import { type VerificationRequest, verifyFile } from '../../compose/verification/verify-file.ts';

/** A report as a program reads it: through JSON, and by the published schema. */
export async function reported(request: VerificationRequest): Promise<VerificationReport> {
  const document = JSON.parse(JSON.stringify(await verifyFile(request))) as unknown;
  return verificationReport.parse(document);
}

/** `check verdict code` of everything that did not pass, warnings with a tilde. */
export function problemsOf({ findings }: VerificationReport): string[] {
  return findings
    .filter(({ verdict }) => verdict !== 'PASSED')
    .map(({ check, verdict, code, advisory }) => `${advisory === true ? '~' : ''}${check} ${verdict} ${code}`);
}

export function passedOf({ findings }: VerificationReport): string[] {
  return [...new Set(findings.filter(({ verdict }) => verdict === 'PASSED').map(({ check }) => check))];
}

export interface RunCommand {
  finding: ReportedFinding;
  status: number | null;
  output: string;
}

/**
 * Runs the preparation and every command of a report in `cwd`, as its reader would, and removes what they leave; with `checks` only those
 * of findings of these.
 */
export async function runCommands(report: VerificationReport, cwd: string, checks?: readonly string[]): Promise<RunCommand[]> {
  const work = join(cwd, 'valija-check');
  await rm(work, { recursive: true, force: true });
  for (const command of report.preparation) {
    const { status, output } = run(command, cwd);
    // A file that is damaged may not even unpack; one that is sound must.
    if (status !== 0 && report.verdict === 'PASSED') throw new Error(`${command}: ${output}`);
  }
  const chosen = report.findings.filter(({ check }) => checks?.includes(check) ?? true);
  const all = chosen.flatMap((finding) => (finding.tool === undefined ? [] : [{ finding, ...run(finding.tool.command, cwd) }]));
  await rm(work, { recursive: true, force: true });
  return all;
}

/** Commands that decide, and whose exit status says otherwise than the finding. */
export function disagreements(commands: readonly RunCommand[]): string[] {
  return commands
    .filter(({ finding, status }) => finding.tool?.decides === true && (status === 0) !== (finding.verdict === 'PASSED'))
    .map(({ finding, status, output }) => `${finding.check} ${finding.verdict} but ${status}: ${finding.tool?.command}\n${output}`);
}

function run(command: string, cwd: string): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync('sh', ['-c', command], { cwd });
  return { status, output: `${stdout}${stderr}` };
}
