import type * as z from 'zod';
import type { RowName } from '../../../problems/rows.ts';
import type { AnswerDescription, Content } from '../operation.ts';

export const json = <Schema extends z.ZodType>(schema: Schema) => ({ mediaType: 'application/json', schema }) as const;

/** An answer to a GET that can be asked for again with its ETag. */
export function found(description: string, schema: z.ZodType): AnswerDescription {
  const headers = { ETag: 'For `If-None-Match`.', 'Content-Language': 'Language of the sentences.' };
  return { description, content: [json(schema)], headers };
}

export const NOT_MODIFIED: AnswerDescription = {
  description: 'The same as the answer whose `ETag` came in `If-None-Match`.',
};

/** Problems of operations about one message. */
export const WHICH_MESSAGE = ['not-found', 'conflict'] as const satisfies readonly RowName[];

const octets = (mediaType: string): readonly Content[] => [{ mediaType }];

/** Answers of content that can be fetched in parts (RFC 9110 section 14). */
export function contentAnswers(description: string, mediaType: string): Record<200 | 206 | 304 | 416, AnswerDescription> {
  const headers = { ETag: 'Of the octets: for `If-None-Match`, and for `If-Range` when a download goes on.', 'Accept-Ranges': '`bytes`' };
  return {
    200: { description, content: octets(mediaType), headers },
    206: {
      description: 'The octets that `Range` asks for; one range at a time.',
      content: octets(mediaType),
      headers: { ...headers, 'Content-Range': 'Which octets, of how many.' },
    },
    304: NOT_MODIFIED,
    416: { description: 'The range lies outside the content.', headers: { 'Content-Range': 'How many octets there are.' } },
  };
}
