/** By which way authorities speak to each other before, or beside, the formal request. */
export const CONTACT_CHANNELS = [
  'telephone',
  'electronic-mail',
  'videoconference',
  'meeting',
  'judicial-network',
  'liaison-officer',
  'interpol',
  'police-cooperation',
  'financial-intelligence-units',
  'embassy',
  'other',
] as const;
