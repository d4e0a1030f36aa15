import type { Instrument, InstrumentParty } from '../instrument.ts';

/* Marks and sources as in the facts that this rests on: an official text is `official`, a press or encyclopaedia page is `secondary`. */
const SEEN_AS_PARTY = 'es.wikipedia.org/wiki/Tratado_de_Medellín';
const SEEN_AS_SIGNATORY = 'comjib.org/entrada-en-vigor-del-tratado-de-medellin-para-colombia';

const undated: Pick<InstrumentParty, 'declarations' | 'status' | 'provenance'> = {
  status: 'party',
  declarations: [],
  provenance: { confidence: 'secondary', sources: [SEEN_AS_PARTY], remarks: 'Seen as a party; no date of entry into force was seen.' },
};

const signatory = (country: string): InstrumentParty => ({
  country,
  status: 'signatory',
  declarations: [],
  provenance: { confidence: 'secondary', sources: [SEEN_AS_SIGNATORY], remarks: 'Seen as having signed only.' },
});

/**
 * Treaty on the electronic transmission of requests for international legal cooperation between central authorities (Medellín, 2019). Formal and
 * preferred, not exclusive means of sending, within treaties in force that allow direct contact (article 1). What is sent counts as original or
 * authentic (article 3). Later articles are not confirmed and nothing here rests on them.
 */
export const MEDELLIN: Instrument = {
  identifier: 'medellin-2019',
  kind: 'transmission-treaty',
  names: {
    es: 'Tratado de Medellín (transmisión electrónica de solicitudes, 2019)',
    pt: 'Tratado de Medellín (transmissão eletrônica de pedidos, 2019)',
    fr: 'Traité de Medellín (transmission électronique des demandes, 2019)',
    en: 'Medellín Treaty (electronic transmission of requests, 2019)',
  },
  matters: ['criminal', 'civil', 'administrative'],
  contact: 'central-authorities',
  routes: { direct: 'Medellín Treaty 1' },
  binds: 'both-states',
  inForceFrom: '2022-05-09',
  parties: [
    { country: 'AD', ...undated },
    { country: 'CU', ...undated },
    { country: 'ES', ...undated },
    { country: 'UY', ...undated, depositedOn: '2022-11-23' },
    {
      country: 'PY',
      ...undated,
      provenance: {
        confidence: 'secondary',
        sources: [SEEN_AS_PARTY],
        remarks: 'The source gives 2 February 2023 without saying of what.',
      },
    },
    {
      country: 'PT',
      status: 'approved',
      declarations: [],
      provenance: {
        confidence: 'official',
        sources: ['Resolução da Assembleia da República 104/2023'],
        remarks: 'Approved by parliament; no date of entry into force was seen.',
      },
    },
    {
      country: 'CO',
      status: 'party',
      inForceFrom: '2024-05-15',
      declarations: [],
      provenance: { confidence: 'secondary', sources: [SEEN_AS_SIGNATORY] },
    },
    ...['AR', 'BO', 'BR', 'CL', 'EC'].map(signatory),
  ],
  deadlines: [],
  provenance: {
    confidence: 'secondary',
    sources: [SEEN_AS_PARTY, 'cartasblogatorias.com/2019/10/18'],
    remarks: 'Articles 1 to 3 as quoted in secondary sources. Matters: those of the treaty under which a request is made.',
  },
};
