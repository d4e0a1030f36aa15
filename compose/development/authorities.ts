import type { AuthorityProfile } from '../../treaty/competence/authority-profile.ts';
import { demonstrationProfileOfXA, demonstrationProfileOfXB } from '../../treaty/competence/examples/demonstration-profiles.ts';

/** An invented central authority: XA and XB are codes that ISO 3166-1 leaves to its users, so no State has them. */
export interface InventedAuthority {
  id: string;
  country: string;
  names: Readonly<Record<'es' | 'pt' | 'fr' | 'en', string>>;
  /** Name of its folder, and of its log. */
  folder: string;
  languages: readonly string[];
  /** Kind of its keys; default P-256. */
  keys?: 'ec' | 'rsa';
  /** `keys.signatures` of its configuration. */
  signatures?: Readonly<Record<string, string>>;
  /** What its State publishes about it, as of a day (`YYYY-MM-DD`). */
  profile?: (day: string) => AuthorityProfile;
}

export const XANDRIA: InventedAuthority = {
  id: 'urn:valija:authority:xa-central',
  country: 'XA',
  names: {
    es: 'Autoridad Central de Xandria (Estado inventado)',
    pt: 'Autoridade Central de Xândria (Estado inventado)',
    fr: 'Autorité centrale de Xandrie (État inventé)',
    en: 'Central Authority of Xandria (invented State)',
  },
  folder: 'xandria',
  languages: ['es'],
  profile: demonstrationProfileOfXA,
};

export const BORELIA: InventedAuthority = {
  id: 'urn:valija:authority:xb-central',
  country: 'XB',
  names: {
    es: 'Autoridad Central de Borelia (Estado inventado)',
    pt: 'Autoridade Central da Borélia (Estado inventado)',
    fr: 'Autorité centrale de Borélie (État inventé)',
    en: 'Central Authority of Borelia (invented State)',
  },
  folder: 'borelia',
  languages: ['pt', 'es'],
  profile: demonstrationProfileOfXB,
};
