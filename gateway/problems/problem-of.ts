import * as z from 'zod';
import { legalSentence } from '../../treaty/rules/legal-sentence.ts';
import { type Fault, GatewayError } from '../error.ts';
import { submittedFileRole } from '../package/request-document.ts';
import type { Language } from './language.ts';
import { outcomeOf } from './outcome-of.ts';
import { problemRow, rowNameOf } from './table.ts';

/** One fault of the input, in the language asked for. */
export interface ProblemFault {
  code: string;
  title: string;
  /** RFC 6901 pointer into the JSON part, or `part:` and the role of a file. */
  pointer?: string;
  detail?: string;
  /** Number of the legal rule that found it. */
  rule?: string;
}

/** RFC 9457 problem document. It holds sentences of the table, codes, pointers and limits: no content, file name or case id. */
export interface ProblemDocument {
  type: string;
  title: string;
  status: number;
  /** What to do next. */
  detail: string;
  code: string;
  faults?: ProblemFault[];
}

export interface Problem {
  status: number;
  headers: Record<string, string>;
  body: ProblemDocument;
}

/** More faults than anybody corrects at once. */
const MAXIMUM_FAULTS = 100;

/** Parts of a submission: the request and the roles of files. */
const PARTS: ReadonlySet<string> = new Set(['request', ...submittedFileRole.options]);

/** Seconds after which a caller may try again: soon, or when something outside has changed. */
const RETRY_AFTER_SECONDS = { retry: 5, wait: 60 } as const;

/**
 * The answer to a request that ended in this error, by the one table: RFC 9457 document, status and headers (Retry-After where trying
 * again may help). What is no error of ours becomes 500 `internal`; of no error are message, cause or stack told. Never throws.
 */
export function problemOf(error: unknown, options: { language: Language }): Problem {
  const { language } = options;
  const outcome = outcomeOf(error);
  const faults = faultsOf(error, language);
  const { disposition } = outcome;
  const retryAfter = disposition === 'retry' || disposition === 'wait' ? RETRY_AFTER_SECONDS[disposition] : undefined;
  return {
    status: outcome.status,
    headers: {
      'Content-Type': 'application/problem+json',
      'Content-Language': language,
      Vary: 'Accept-Language',
      'Cache-Control': 'no-store',
      ...(retryAfter === undefined ? {} : { 'Retry-After': String(retryAfter) }),
    },
    body: {
      type: `urn:valija:problem:${outcome.name}`,
      title: outcome.row.title[language],
      status: outcome.status,
      detail: outcome.row.advice[language],
      code: outcome.code,
      ...(faults.length === 0 ? {} : { faults }),
    },
  };
}

function faultsOf(error: unknown, language: Language): ProblemFault[] {
  try {
    const faults = error instanceof z.core.$ZodError ? schemaFaults(error) : error instanceof GatewayError ? error.faults : [];
    return faults.slice(0, MAXIMUM_FAULTS).map((fault) => problemFault(fault, language));
  } catch {
    // A proxy or an accessor that throws: an error without faults.
    return [];
  }
}

/** Where the schema was not followed and by what kind of fault; never the value, nor a name that the schema does not know. */
function schemaFaults(error: z.core.$ZodError): Fault[] {
  return error.issues.map((issue) => ({
    code: 'submission-invalid',
    pointer: issue.path.map((segment) => `/${String(segment)}`).join(''),
    detail: String(issue.code),
  }));
}

function problemFault(fault: Fault, language: Language): ProblemFault {
  const name = rowNameOf(fault.code);
  const pointer = safePointer(fault.pointer);
  const detail = safeDetail(fault.detail);
  const sentence = fault.finding === undefined ? undefined : legalSentence(fault.finding, language);
  return {
    code: name === undefined ? 'submission-invalid' : fault.code,
    title: sentence ?? problemRow(name ?? 'submission-invalid').title[language],
    ...(fault.finding === undefined ? {} : { rule: fault.finding.rule }),
    ...(pointer === undefined ? {} : { pointer }),
    ...(detail === undefined ? {} : { detail }),
  };
}

/** Details are written by our own code, in ASCII and short: anything else did not come from there. */
function safeDetail(detail: unknown): string | undefined {
  return typeof detail === 'string' && /^[\x20-\x7e]{1,120}$/.test(detail) ? detail : undefined;
}

/**
 * A pointer as far as it consists of names and positions that a schema of ours can have. A caller chooses the names of parts and of
 * members that no schema knows, and those might be anything, a name or a case number.
 */
function safePointer(pointer: unknown): string | undefined {
  if (typeof pointer !== 'string') return undefined;
  if (pointer.startsWith('part:')) return PARTS.has(pointer.slice(5)) ? pointer : 'part:';
  return /^(?:\/(?:[A-Za-z]{1,40}|\d{1,5})(?=\/|$))*/.exec(pointer)?.[0] ?? '';
}
