import * as z from 'zod';
import { calendarDate, instant, messageIdentifier } from '../../common/identifiers.ts';
import { lineText, paragraphText } from '../../common/text.ts';
import { itemHandling } from '../../common/use-conditions.ts';
import { typedRequest } from '../request-envelope.ts';
import { judicialParticulars } from '../shared/judicial-particulars.ts';

/** What is asked for: that data are kept, that stored data are handed over, or that traffic data are collected as they arise. */
export const ELECTRONIC_EVIDENCE_MODES = ['expedited-preservation', 'stored-data', 'real-time-traffic-data'] as const;
export const DATA_KINDS = ['subscriber', 'access', 'traffic', 'content'] as const;

const account = z.strictObject({
  type: z.enum(['account', 'email', 'telephone', 'ip-address', 'device', 'domain', 'url', 'virtual-asset-address', 'other']),
  value: lineText,
  /** For an address that several share: when it was used, to the second, and from which port. */
  at: instant.exactOptional(),
  port: z.int().min(0).max(65_535).exactOptional(),
  handling: itemHandling.exactOptional(),
});

/** Electronic evidence held by a provider. */
export const electronicEvidence = typedRequest(
  'electronic-evidence',
  z.strictObject({
    ...judicialParticulars,
    mode: z.enum(ELECTRONIC_EVIDENCE_MODES).exactOptional(),
    provider: z.strictObject({ name: lineText, address: paragraphText.exactOptional() }).exactOptional(),
    dataKinds: z.array(z.enum(DATA_KINDS)).max(DATA_KINDS.length).exactOptional(),
    accounts: z.array(account).max(500).exactOptional(),
    from: instant.exactOptional(),
    until: instant.exactOptional(),
    lostOn: calendarDate.exactOptional().describe('When the provider is expected to delete.'),
    necessity: paragraphText.exactOptional().describe('Why the data are needed, and what ties the account to the case.'),
    emergency: paragraphText.exactOptional().describe('Imminent threat to life, physical integrity or safety, in words.'),
    doNotTellSubscriber: z.boolean().exactOptional(),
    assistanceWillFollow: z.literal(true).exactOptional().describe('For preservation: a request for the data themselves will come.'),
    preservation: z
      .strictObject({
        request: messageIdentifier.exactOptional(),
        reference: lineText.exactOptional(),
        until: calendarDate.exactOptional(),
      })
      .exactOptional()
      .describe('A preservation that went before.'),
    authorisation: paragraphText.exactOptional().describe('The order under the law of the requesting State.'),
  }),
);
