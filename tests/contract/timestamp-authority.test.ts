import { randomBytes } from 'node:crypto';
import { createHttpTimestampAuthority } from '../../adapters/timestamp/http-timestamp-authority.ts';
import { timestampAuthorityContract } from './timestamp-authority.suite.ts';

timestampAuthorityContract('RFC 3161 over HTTP', (place) => createHttpTimestampAuthority({ ...place, randomBytes }));
