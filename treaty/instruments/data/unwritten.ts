import type { Instrument } from '../instrument.ts';

const EVERY_MATTER: Instrument['matters'] = ['criminal', 'civil', 'administrative'];

/** Reciprocity: without a treaty, on the promise to do the same. It binds nobody until the requested State is entered as one that accepts it. */
export const RECIPROCITY: Instrument = {
  identifier: 'reciprocity',
  kind: 'reciprocity',
  names: { es: 'Reciprocidad', pt: 'Reciprocidade', fr: 'Réciprocité', en: 'Reciprocity' },
  matters: EVERY_MATTER,
  contact: 'diplomatic-channel',
  routes: {},
  binds: 'requested-state',
  assurance: {
    es: 'A falta de tratado aplicable, {requestingState} ofrece a {requestedState} reciprocidad: atenderá, conforme a su derecho, las solicitudes de la misma naturaleza que le dirija {requestedState}.',
    pt: 'Na falta de tratado aplicável, {requestingState} oferece a {requestedState} reciprocidade: atenderá, nos termos do seu direito, os pedidos da mesma natureza que lhe dirija {requestedState}.',
    fr: 'À défaut de traité applicable, {requestingState} offre à {requestedState} la réciprocité : il donnera suite, conformément à son droit, aux demandes de même nature que lui adressera {requestedState}.',
    en: 'In the absence of an applicable treaty, {requestingState} offers {requestedState} reciprocity: it will act, in accordance with its law, on requests of the same nature that {requestedState} addresses to it.',
  },
  parties: [],
  deadlines: [],
  provenance: {
    confidence: 'general-knowledge',
    sources: ['CAC/COSP/2019/7, paragraphs 46 and 62 to 77'],
    remarks: 'That States use it was read there; the wording is our own.',
  },
};

/** Comity: without a treaty and without a promise, by courtesy. */
export const COMITY: Instrument = {
  identifier: 'comity',
  kind: 'comity',
  names: { es: 'Cortesía internacional', pt: 'Cortesia internacional', fr: 'Courtoisie internationale', en: 'Comity' },
  matters: EVERY_MATTER,
  contact: 'diplomatic-channel',
  routes: {},
  binds: 'requested-state',
  assurance: {
    es: 'A falta de tratado aplicable, {requestingState} solicita esta asistencia a {requestedState} a título de cortesía internacional, y declara que usará lo que reciba solo para el fin indicado.',
    pt: 'Na falta de tratado aplicável, {requestingState} solicita este auxílio a {requestedState} a título de cortesia internacional, e declara que usará o que receber apenas para o fim indicado.',
    fr: 'À défaut de traité applicable, {requestingState} demande cette entraide à {requestedState} au titre de la courtoisie internationale, et déclare n’utiliser ce qu’il recevra qu’aux fins indiquées.',
    en: 'In the absence of an applicable treaty, {requestingState} asks {requestedState} for this assistance as a matter of comity, and declares that it will use what it receives only for the stated purpose.',
  },
  parties: [],
  deadlines: [],
  provenance: {
    confidence: 'general-knowledge',
    sources: ['CAC/COSP/2019/7, paragraphs 46 and 62 to 77'],
    remarks: 'That States use it was read there; the wording is our own.',
  },
};
