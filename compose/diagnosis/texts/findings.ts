import { CONDITION_TEXTS } from './condition.ts';
import { CONNECTION_TEXTS } from './connection.ts';
import { INSTALLATION_TEXTS } from './installation.ts';
import { PEER_CERTIFICATE_TEXTS } from './peer-certificate.ts';

/** Everything that can be found, besides the codes of the one error table. */
export const FINDING_TEXTS = { ...CONNECTION_TEXTS, ...PEER_CERTIFICATE_TEXTS, ...INSTALLATION_TEXTS, ...CONDITION_TEXTS } as const;

export type FindingName = keyof typeof FINDING_TEXTS;
