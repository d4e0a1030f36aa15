import { describe, expect, it } from 'vitest';
import { ApiError } from '../../../compose/api-client/error.ts';
import { commandProblem } from '../../../compose/command-outcome.ts';
import { faultDetail } from '../../../compose/wording/schema-issues.ts';
import { LANGUAGES } from '../../../gateway/problems/language.ts';
import { parseLegalMessage } from '../../../treaty/message.ts';
import { REQUEST_EXAMPLES } from '../../../treaty/requests/examples/request-examples.ts';

describe('a fault of a schema on a terminal', () => {
  const { complete } = REQUEST_EXAMPLES.extradition;

  it('has words beside the code, for every fault that typed messages can have', () => {
    const broken = {
      ...{ ...complete, matter: 'maritime', typeVersion: 'two', language: '?', chain: [], colour: 'blue' },
      files: Array.from({ length: 2_000 }, () => 'file'),
      wishedDeadline: { date: 'tomorrow' },
    };
    const issues = new Set((parseLegalMessage(broken).faults ?? []).map(({ issue }) => issue));
    for (const issue of ['invalid_value', 'invalid_format', 'too_small', 'unrecognized_keys', 'too_big'])
      expect([...issues]).toContain(issue);
    for (const language of LANGUAGES)
      for (const issue of issues) expect(faultDetail(issue, language)).toMatch(new RegExp(`^.{5,} \\(${issue}\\)$`));
  });

  it('leaves what is no such code as it is', () => {
    expect(faultDetail('no part has this file name', 'es')).toBe('no part has this file name');
    expect(faultDetail('constructor', 'es')).toBe('constructor');
  });

  it('is told with its rule and place, and never twice', () => {
    const faults = [
      { code: 'legal-rule-stops', title: 'No instrument carries it.', pointer: '/legal', rule: 'R01' },
      { code: 'legal-message-invalid', title: 'It does not follow.', pointer: '/legal/matter', detail: 'invalid_value' },
      { code: 'legal-message-invalid', title: 'It does not follow.', pointer: '/legal/matter', detail: 'invalid_format' },
      { code: 'legal-message-invalid', title: 'It does not follow.', pointer: '' },
    ];
    const error = new ApiError('legal-message-invalid', 'It does not follow.', { status: 422, faults });
    expect(commandProblem(error, 'en')).toMatchObject({
      exitCode: 3,
      details: ['R01 - /legal - No instrument carries it.', '/legal/matter - none of the values that are foreseen (invalid_value)'],
    });
  });
});
