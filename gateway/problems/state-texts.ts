import type { TransportState } from '../../evidence/transport-state.ts';
import { sentencesOf } from '../../treaty/glossary/term.ts';
import { TRANSPORT_STATE_GLOSSARY } from '../../treaty/glossary/transport-states.ts';
import type { Texts } from './language.ts';

/** What a clerk reads as the status of a message: the sentences of the glossary. */
export const STATE_TEXTS: Readonly<Record<TransportState, Texts>> = sentencesOf(TRANSPORT_STATE_GLOSSARY);
