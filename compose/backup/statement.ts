import { createHash } from 'node:crypto';
import * as z from 'zod';
import { parseJws, serializeJws } from '../../crypto/jades/flattened-jws.ts';
import { signJades } from '../../crypto/jades/sign.ts';
import { type VerifiedJws, verifyJades } from '../../crypto/jades/verify.ts';
import { parseStrictJson } from '../../crypto/json/parse-strict-json.ts';
import type { Signer } from '../../crypto/signer.ts';
import { SIGNATURES_FOR_ACCEPTANCE } from '../../crypto/suites.ts';
import { PARTY_IDENTIFIER } from '../../evidence/identifier.ts';
import { BackupError } from './error.ts';
import { isGenerationName } from './layout.ts';

const TYPE = 'valija-backup+jose';
const FORMAT = 'valija-backup/1';
const MAXIMUM_LENGTH = 1024 * 1024;

const digest = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.int().min(0);

const backupStatement = z.strictObject({
  format: z.literal(FORMAT),
  identifier: z.uuid(),
  generation: z.string().refine(isGenerationName),
  authority: z.string().regex(PARTY_IDENTIFIER),
  /** Everything committed before this moment is in the backup, and perhaps a little more. */
  startedAt: z.iso.datetime({ offset: false }),
  actor: z.string().min(1).max(200),
  /** Version of the data folder that it can be restored to. */
  dataVersion: z.int().min(1).max(1_000_000),
  log: z.strictObject({ origin: z.string().min(1).max(256), size: count }),
  /** SHA-256 of SHA256SUMS. */
  sums: digest,
  files: count,
  octets: count,
});

/** What an authority says about a backup of its own: which files belong to it, and how far its log had come. */
export type BackupStatement = z.infer<typeof backupStatement>;

/** Signs a statement with the evidence key of the authority: the octets of `backup.json`. */
export async function signStatement(statement: Omit<BackupStatement, 'format'>, signer: Signer, now: Date): Promise<Buffer> {
  const payload = Buffer.from(JSON.stringify(backupStatement.parse({ format: FORMAT, ...statement })), 'utf8');
  return serializeJws(await signJades({ payload, type: TYPE, signer, issuedAt: now }));
}

export interface OpenedStatement {
  statement: BackupStatement;
  /** Who signed. Whether that is the authority is for the caller to say. */
  certificate: VerifiedJws['certificate'];
  /** SHA-256 of the octets of `backup.json`. */
  digest: string;
}

/** Reads `backup.json`: form and signature. BackupError `backup-malformed`, `backup-version`. */
export function openStatement(bytes: Buffer): OpenedStatement {
  if (bytes.length > MAXIMUM_LENGTH) throw malformed();
  try {
    const { payload, certificate } = verifyJades(parseJws(bytes), { types: [TYPE], algorithms: SIGNATURES_FOR_ACCEPTANCE, lowSOnly: true });
    const content = parseStrictJson(payload, { maximumBytes: MAXIMUM_LENGTH });
    requireVersion((content as { format?: unknown } | null)?.format);
    return { statement: backupStatement.parse(content), certificate, digest: createHash('sha256').update(bytes).digest('hex') };
  } catch (error) {
    if (error instanceof BackupError) throw error;
    throw malformed(error);
  }
}

function requireVersion(format: unknown): void {
  if (typeof format === 'string' && /^valija-backup\/[1-9][0-9]{0,5}$/.test(format) && format !== FORMAT) {
    throw new BackupError('backup-version', `this backup has the format ${format}`);
  }
}

function malformed(cause?: unknown): BackupError {
  return new BackupError('backup-malformed', 'backup.json is not a signed statement about a backup', { cause });
}
