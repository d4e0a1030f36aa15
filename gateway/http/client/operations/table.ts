import { ADMINISTRATION_OPERATIONS } from './administration.ts';
import { ALARM_OPERATIONS } from './alarms.ts';
import { AUDIT_OPERATIONS } from './audit.ts';
import { CASE_OPERATIONS } from './cases.ts';
import { CONTENT_OPERATIONS } from './content.ts';
import { FEED_OPERATIONS } from './feeds.ts';
import { MESSAGE_OPERATIONS } from './messages.ts';
import { RETENTION_OPERATIONS } from './retention.ts';
import { UPLOAD_OPERATIONS } from './uploads.ts';

/** Every operation of the client API, by its name in the OpenAPI document and in clients made from it. */
export const CLIENT_OPERATIONS = {
  ...MESSAGE_OPERATIONS,
  ...UPLOAD_OPERATIONS,
  ...CASE_OPERATIONS,
  ...CONTENT_OPERATIONS,
  ...ADMINISTRATION_OPERATIONS,
  ...ALARM_OPERATIONS,
  ...RETENTION_OPERATIONS,
  ...AUDIT_OPERATIONS,
  ...FEED_OPERATIONS,
} as const;

export type ClientOperations = typeof CLIENT_OPERATIONS;
export type OperationId = keyof ClientOperations;
