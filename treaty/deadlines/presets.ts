import type { DeadlinePreset } from './preset.ts';

const REGULATION_2023_1543: DeadlinePreset['provenance'] = { confidence: 'official', sources: ['data.europa.eu/eli/reg/2023/1543'] };
const DIRECTIVE_2023_977: DeadlinePreset['provenance'] = {
  confidence: 'secondary',
  sources: ['base.garant.ru/408631401', 'data.europa.eu/eli/dir/2023/977'],
};
const UNCONFIRMED: DeadlinePreset['provenance'] = {
  confidence: 'general-knowledge',
  sources: [],
  remarks: 'Periods differ from treaty to treaty and none was read: configure the one of the instrument.',
};
const OWN: DeadlinePreset['provenance'] = { confidence: 'own-setting', sources: [] };

const continuous = { pausesForSupplement: false, endsOnWorkingDay: false } as const;

/**
 * Time limits that other instruments set, to be taken over by configuration, and a few of our own. They bind nobody by standing here: an instrument
 * in the data names those that hold under it.
 */
export const DEADLINE_PRESETS = [
  {
    identifier: 'order-answer',
    length: { amount: 10, unit: 'days' },
    startsFrom: 'receipt',
    requestTypes: ['electronic-evidence'],
    pausesForSupplement: true,
    endsOnWorkingDay: false,
    article: 'Regulation (EU) 2023/1543 10',
    provenance: REGULATION_2023_1543,
  },
  {
    identifier: 'order-answer-emergency',
    length: { amount: 8, unit: 'hours' },
    startsFrom: 'receipt',
    requestTypes: ['electronic-evidence'],
    urgency: 'emergency',
    pausesForSupplement: true,
    endsOnWorkingDay: false,
    article: 'Regulation (EU) 2023/1543 10',
    provenance: REGULATION_2023_1543,
  },
  {
    identifier: 'order-objection-emergency',
    length: { amount: 96, unit: 'hours' },
    startsFrom: 'receipt',
    requestTypes: ['electronic-evidence'],
    urgency: 'emergency',
    ...continuous,
    article: 'Regulation (EU) 2023/1543 10',
    provenance: REGULATION_2023_1543,
  },
  {
    identifier: 'clarification',
    length: { amount: 5, unit: 'days' },
    startsFrom: 'answer-incomplete',
    ...continuous,
    article: 'Regulation (EU) 2023/1543 10',
    provenance: REGULATION_2023_1543,
  },
  {
    identifier: 'emergency-validation',
    length: { amount: 48, unit: 'hours' },
    startsFrom: 'emergency-order-issued',
    urgency: 'emergency',
    ...continuous,
    article: 'Regulation (EU) 2023/1543 4(5)',
    provenance: REGULATION_2023_1543,
  },
  {
    identifier: 'preservation',
    length: { amount: 60, unit: 'days' },
    extension: 30,
    startsFrom: 'receipt',
    requestTypes: ['electronic-evidence'],
    ...continuous,
    article: 'Regulation (EU) 2023/1543 11',
    provenance: REGULATION_2023_1543,
  },
  {
    identifier: 'information-urgent-direct-access',
    length: { amount: 8, unit: 'hours' },
    startsFrom: 'receipt',
    urgency: 'urgent',
    ...continuous,
    article: 'Directive (EU) 2023/977 5',
    provenance: DIRECTIVE_2023_977,
  },
  {
    identifier: 'information-urgent',
    length: { amount: 3, unit: 'days' },
    startsFrom: 'receipt',
    urgency: 'urgent',
    ...continuous,
    article: 'Directive (EU) 2023/977 5',
    provenance: DIRECTIVE_2023_977,
  },
  {
    identifier: 'information-ordinary',
    length: { amount: 7, unit: 'days' },
    startsFrom: 'receipt',
    urgency: 'ordinary',
    ...continuous,
    article: 'Directive (EU) 2023/977 5',
    provenance: DIRECTIVE_2023_977,
  },
  {
    identifier: 'provisional-arrest-40',
    length: { amount: 40, unit: 'days' },
    startsFrom: 'arrest',
    requestTypes: ['provisional-arrest'],
    ...continuous,
    provenance: UNCONFIRMED,
  },
  {
    identifier: 'provisional-arrest-60',
    length: { amount: 60, unit: 'days' },
    startsFrom: 'arrest',
    requestTypes: ['provisional-arrest'],
    ...continuous,
    provenance: UNCONFIRMED,
  },
  {
    identifier: 'safe-conduct',
    length: { amount: 15, unit: 'days' },
    startsFrom: 'free-to-leave',
    ...continuous,
    article: 'UNTOC 18(27); UNCAC 46(27)',
    provenance: { confidence: 'official', sources: ['Ley 800 de 2003 (Colombia)', 'Ley 970 de 2005 (Colombia)'] },
  },
  {
    identifier: 'oral-confirmation',
    length: { amount: 48, unit: 'hours' },
    startsFrom: 'oral-request',
    ...continuous,
    provenance: { ...OWN, remarks: 'The conventions say forthwith and give no number (UNTOC 18(14)).' },
  },
  {
    identifier: 'status-answer',
    length: { amount: 10, unit: 'working-days' },
    startsFrom: 'status-enquiry',
    ...continuous,
    provenance: { ...OWN, remarks: 'The conventions ask for answers to reasonable enquiries and give no number (UNTOC 18(24)).' },
  },
] as const satisfies readonly DeadlinePreset[];

export type KnownPresetIdentifier = (typeof DEADLINE_PRESETS)[number]['identifier'];

/** A preset that comes with the product. */
export function knownPreset(identifier: KnownPresetIdentifier): DeadlinePreset {
  const found: DeadlinePreset | undefined = DEADLINE_PRESETS.find((each) => each.identifier === identifier);
  if (found === undefined) throw new RangeError('no such preset');
  return found;
}

/** What a preset is chosen by. */
export interface PresetQuestion {
  requestType: string;
  urgency: 'ordinary' | 'urgent' | 'emergency';
  startsFrom: DeadlinePreset['startsFrom'];
}

/** Presets of an instrument that hold for a request: its type or every type, its urgency or every urgency, from this starting point. */
export function presetsFor(presets: readonly DeadlinePreset[], { requestType, urgency, startsFrom }: PresetQuestion): DeadlinePreset[] {
  return presets.filter(
    (each) =>
      each.startsFrom === startsFrom &&
      (each.requestTypes?.includes(requestType) ?? true) &&
      (each.urgency === undefined || each.urgency === urgency),
  );
}
