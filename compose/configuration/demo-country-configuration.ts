import * as z from 'zod';
import { DELAYS, type Delays } from '../../services/demo-country/steps.ts';
import { COUNTRY_LANGUAGES } from '../../services/demo-country/texts/country-languages.ts';
import { authorityIdentifier, country } from '../../treaty/common/identifiers.ts';
import { contactPerson } from '../../treaty/common/party.ts';
import { emailAddress, lineText, telephone } from '../../treaty/common/text.ts';
import { logLevel, pathFrom, period } from './values.ts';

/** Long enough to watch, short enough for one lesson. */
const DEFAULT_DELAYS: Delays = {
  takeOver: 5_000,
  acknowledgement: 10_000,
  question: 20_000,
  decision: 30_000,
  partialReply: 30_000,
  reply: 60_000,
  enquiry: 10_000,
  patience: 600_000,
};

const INVENTED_OFFICER = {
  name: 'Bento Inventado',
  functions: 'Técnico superior (inventado)',
  telephone: '+999 000 0001',
  email: 'cooperacao@borelia.example',
};

const delays = z.strictObject(Object.fromEntries(DELAYS.map((name) => [name, period.default(DEFAULT_DELAYS[name])])));

/** `demo-country.json`; docs/demo-country.md explains every key. */
export function demoCountryConfigurationSchema(folder: string) {
  const path = pathFrom(folder);
  return z.strictObject({
    client: path,
    authority: authorityIdentifier,
    name: lineText,
    country,
    language: z.enum(COUNTRY_LANGUAGES as [(typeof COUNTRY_LANGUAGES)[number], ...typeof COUNTRY_LANGUAGES]),
    officer: contactPerson.extend({ telephone, email: emailAddress }).default(INVENTED_OFFICER),
    dataFolder: path,
    delays: delays.prefault({}).transform((given) => given as Delays),
    logLevel: logLevel.default('info'),
  });
}
export type DemoCountryConfiguration = z.infer<ReturnType<typeof demoCountryConfigurationSchema>>;
