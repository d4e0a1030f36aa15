import type { ValijaClient } from '../../clients/typescript/client.ts';
import { ClientError } from '../../clients/typescript/error.ts';
import type { MessageDetail, SubmissionRequest } from '../../clients/typescript/generated.ts';
import type { CountryGateway, CountrySubmission, Enclosure, ShownMessage } from '../../services/demo-country/country-gateway.ts';
import { completenessStatement } from '../../treaty/completeness/completeness-report.ts';
import { parseLegalMessage } from '../../treaty/message.ts';

/** Connects a country to its gateway by the client API, as any other system of the authority would be. */
export function connectGateway(gateway: ValijaClient): CountryGateway {
  return {
    changes: async ({ after, epoch, wait }, signal) => {
      const asked = { after, wait, ...(epoch === undefined ? {} : { epoch }) };
      return untilAborted(gateway.listChanges(asked), signal);
    },
    received: (reference) => foundOr(async () => shownMessage(await gateway.showMessage({ ...reference, direction: 'inbound' }))),
    case: ({ peer, conversation }) =>
      foundOr(async () => {
        const { registerNumber, messages } = await gateway.showCase({ peer, conversation });
        const typed = messages.filter(({ kind }) => kind !== undefined);
        const shown = typed.map(({ messageId, direction }) =>
          gateway.showMessage({ messageId, direction, ...(direction === 'inbound' ? { sender: peer } : {}) }),
        );
        return { registerNumber, messages: (await Promise.all(shown)).map(shownMessage) };
      }),
    handOver: async ({ messageId, sender, packageDigest }) => {
      await gateway.handOverMessage({ messageId, sender, direction: 'inbound', body: { packageDigest } });
    },
    submit: (submission) => submit(gateway, submission),
  };
}

/** A long poll must not hold up the end of the process; what it would have answered is asked for again after the next start. */
async function untilAborted<Answer>(answer: Promise<Answer>, signal: AbortSignal): Promise<Answer> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const stop = () => reject(signal.reason);
  signal.addEventListener('abort', stop);
  if (signal.aborted) stop();
  try {
    return await Promise.race([answer, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

async function foundOr<Found>(find: () => Promise<Found>): Promise<Found | undefined> {
  try {
    return await find();
  } catch (error) {
    if (error instanceof ClientError && error.status === 404) return undefined;
    throw error;
  }
}

function shownMessage({ legal, ...shown }: MessageDetail): ShownMessage {
  const { message } = legal?.message === undefined ? {} : parseLegalMessage(legal.message);
  const statement = completenessStatement.safeParse(legal?.completeness);
  const { messageId, direction, sender, recipient, conversation, lane, submissionTime, state, packageDigest } = shown;
  return {
    ...{ messageId, direction, sender, recipient, lane, submissionTime, state },
    ...(conversation === undefined ? {} : { conversation }),
    ...(packageDigest === undefined ? {} : { packageDigest }),
    ...(message === undefined ? {} : { message }),
    ...(statement.success ? { report: statement.data.report } : {}),
  };
}

/** The gateway writes the letter; a key that was used before means that the answer has been given. */
async function submit(gateway: ValijaClient, submission: CountrySubmission): ReturnType<CountryGateway['submit']> {
  const { peer, conversation, lane, message, language, enclosures, idempotencyKey } = submission;
  const request = { recipient: peer, conversation, lane, legal: message, renderLetter: { language } } as unknown as SubmissionRequest;
  try {
    await gateway.submitMessage({ idempotencyKey, request, files: enclosures.map(annexOf) });
    return { outcome: 'taken' };
  } catch (error) {
    if (!(error instanceof ClientError)) throw error;
    if (error.code === 'idempotency-key-reused') return { outcome: 'taken' };
    const isFinal = error.status !== undefined && error.status >= 400 && error.status < 500 && error.retryAfter === undefined;
    if (isFinal) return { outcome: 'refused', code: error.faults[0]?.code ?? error.code };
    throw error;
  }
}

function annexOf({ name, mediaType, content }: Enclosure) {
  return {
    part: 'annex' as const,
    name,
    mediaType,
    length: content.length,
    async *open(start = 0) {
      yield content.subarray(start);
    },
  };
}
