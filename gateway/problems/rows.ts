import { ACCESS_ROWS } from './rows/access.ts';
import { ALARM_ROWS } from './rows/alarm.ts';
import { AUDIT_ROWS } from './rows/audit.ts';
import { BACKUP_ROWS } from './rows/backup.ts';
import { CONTENT_ROWS } from './rows/content.ts';
import { DELIVERY_ROWS } from './rows/delivery.ts';
import { EVIDENCE_ROWS } from './rows/evidence.ts';
import { FILE_ROWS } from './rows/files.ts';
import { FORMAT_ROWS } from './rows/format.ts';
import { GOVERNANCE_ROWS } from './rows/governance.ts';
import { LEGAL_ROWS } from './rows/legal.ts';
import { OPERATION_ROWS } from './rows/operation.ts';
import { STORAGE_ROWS } from './rows/storage.ts';
import { SUBMISSION_ROWS } from './rows/submission.ts';
import { TRANSFER_ROWS } from './rows/transfer.ts';
import { UPLOAD_ROWS } from './rows/uploads.ts';
import { WITNESS_ROWS } from './rows/witness.ts';

/** The rows by area, in the order of docs/errors.md. */
export const ROWS_BY_AREA = {
  Submissions: SUBMISSION_ROWS,
  'Letter and files': FILE_ROWS,
  'Typed messages': LEGAL_ROWS,
  Uploads: UPLOAD_ROWS,
  'Access and state': ACCESS_ROWS,
  'Header and route': TRANSFER_ROWS,
  'Delivery between gateways': DELIVERY_ROWS,
  Receipts: EVIDENCE_ROWS,
  'Received content': CONTENT_ROWS,
  'Formats, signatures and certificates': FORMAT_ROWS,
  'Transparency log and proof bundle': AUDIT_ROWS,
  'Condition of the gateway': OPERATION_ROWS,
  Storage: STORAGE_ROWS,
  Backups: BACKUP_ROWS,
  'Directory in the making': GOVERNANCE_ROWS,
  Alarms: ALARM_ROWS,
  'Witnesses and the logs of others': WITNESS_ROWS,
} as const;

/** Every row by its name, which is also the last part of the problem's type. */
export const PROBLEM_ROWS = {
  ...SUBMISSION_ROWS,
  ...FILE_ROWS,
  ...LEGAL_ROWS,
  ...UPLOAD_ROWS,
  ...ACCESS_ROWS,
  ...TRANSFER_ROWS,
  ...DELIVERY_ROWS,
  ...EVIDENCE_ROWS,
  ...CONTENT_ROWS,
  ...FORMAT_ROWS,
  ...AUDIT_ROWS,
  ...OPERATION_ROWS,
  ...STORAGE_ROWS,
  ...BACKUP_ROWS,
  ...GOVERNANCE_ROWS,
  ...ALARM_ROWS,
  ...WITNESS_ROWS,
} as const;

export type RowName = keyof typeof PROBLEM_ROWS;
