import type { LegalState } from '../../treaty/conversation/state/legal-state.ts';
import type { Deadline } from '../../treaty/deadlines/deadline.ts';
import type { LegalFinding } from '../../treaty/finding.ts';
import { LEGAL_STATE_GLOSSARY } from '../../treaty/glossary/legal-states.ts';
import { MESSAGE_KIND_GLOSSARY } from '../../treaty/glossary/message-kinds.ts';
import { OPEN_ITEM_GLOSSARY } from '../../treaty/glossary/open-items.ts';
import { termIn } from '../../treaty/glossary/term.ts';
import { isConfirmed } from '../../treaty/instruments/provenance.ts';
import { prioritySentence } from '../../treaty/priority/priority-sentences.ts';
import { legalFinding } from '../../treaty/rules/legal-finding.ts';
import { type FindingInWords, findingInWords } from '../operations/in-words.ts';
import type { Language } from '../problems/language.ts';
import type { CaseTimes } from './case-times.ts';
import type { CaseDetail } from './show-case.ts';

/** A case with its terms and sentences in one language, and its instants as texts. */
export function caseInWords(detail: CaseDetail, language: Language) {
  const { legal, times, ...rest } = detail;
  return { ...rest, legal: stateInWords(legal, language), ...(times === undefined ? {} : { times: timesInWords(times, language) }) };
}

function stateInWords(legal: LegalState, language: Language) {
  const { term, sentence } = LEGAL_STATE_GLOSSARY[legal.state];
  return {
    ...legal,
    stateTerm: termIn(term, language),
    stateText: sentence[language],
    openItems: legal.openItems.map((item) => ({ ...item, text: termIn(OPEN_ITEM_GLOSSARY[item.kind], language) })),
    irregularities: legal.irregularities.map(({ messageId, ...found }) => ({ ...irregularity(found, language), messageId })),
    timeline: legal.timeline.map((entry) => ({
      ...entry,
      kindTerm: termIn(MESSAGE_KIND_GLOSSARY[entry.kind], language),
      stateTerm: termIn(LEGAL_STATE_GLOSSARY[entry.state].term, language),
    })),
  };
}

function irregularity({ code, ...details }: Omit<LegalState['irregularities'][number], 'messageId'>, language: Language): FindingInWords {
  const finding: LegalFinding = legalFinding(code, details);
  return findingInWords(finding, language);
}

function timesInWords(times: CaseTimes, language: Language) {
  const { receipt, deadlines, priority, ...rest } = times;
  return {
    ...rest,
    ...(receipt === undefined ? {} : { receipt: { ...receipt, from: receipt.from.toISOString() } }),
    deadlines: deadlines.map(({ instrument, preset, deadline }) => ({
      preset: preset.identifier,
      instrument,
      ...(preset.article === undefined ? {} : { article: preset.article }),
      confirmed: isConfirmed(preset.provenance),
      deadline: deadlineAsText(deadline),
    })),
    priority: {
      score: priority.score,
      reasons: priority.reasons.map((reason) => ({ ...reason, text: prioritySentence(reason, language) })),
    },
  };
}

function deadlineAsText(deadline: Deadline) {
  return deadline.state === 'running'
    ? { ...deadline, endsAt: deadline.endsAt.toISOString() }
    : { ...deadline, since: deadline.since.toISOString() };
}
