import type { Texts } from '../../../gateway/problems/language.ts';

/** What stands above the keys of a configuration that is written; docs/configuration.md has every key. */
export const COMMENTS: Readonly<Record<string, Texts>> = {
  '': {
    es: 'Configuración de la pasarela. Las líneas que empiezan por // son comentarios. Todas las claves: docs/configuration.md.',
    pt: 'Configuração do gateway. As linhas que começam por // são comentários. Todas as chaves: docs/configuration.md.',
    fr: 'Configuration de la passerelle. Les lignes qui commencent par // sont des commentaires. Toutes les clés : docs/configuration.md.',
    en: 'Configuration of the gateway. Lines that begin with // are comments. All keys: docs/configuration.md.',
  },
  authority: {
    es: 'De quién es esta pasarela, como la nombra el directorio.',
    pt: 'De quem é este gateway, como o diretório a nomeia.',
    fr: 'À qui est cette passerelle, comme l’annuaire la nomme.',
    en: 'Whose gateway this is, as the directory names it.',
  },
  dataFolder: {
    es: 'Todo lo que guarda la pasarela: una sola carpeta para las copias de seguridad. La crea ella misma.',
    pt: 'Tudo o que o gateway guarda: uma só pasta para as cópias de segurança. É criada por ele.',
    fr: 'Tout ce que garde la passerelle : un seul dossier à sauvegarder. Elle le crée elle-même.',
    en: 'Everything the gateway keeps: one folder to back up. It makes it itself.',
  },
  keys: {
    es: 'Las claves de cada función. Guarde además en otro lugar una copia de key-encryption-key.hex: sin ella no se lee nada.',
    pt: 'As chaves de cada função. Guarde também noutro lugar uma cópia de key-encryption-key.hex: sem ela nada se lê.',
    fr: 'Les clés de chaque rôle. Gardez aussi ailleurs une copie de key-encryption-key.hex : sans elle, rien ne se lit.',
    en: 'The keys of each role. Also keep a copy of key-encryption-key.hex elsewhere: without it nothing can be read.',
  },
  log: {
    es: 'Nombre del registro firmado, para siempre: figura en el directorio con su clave.',
    pt: 'Nome do registo assinado, para sempre: consta do diretório com a sua chave.',
    fr: 'Nom du journal signé, pour toujours : il figure dans l’annuaire avec sa clé.',
    en: 'Name of the signed log, for ever: it stands in the directory with its key.',
  },
  anchors: {
    es: 'Las únicas raíces en las que se confía, PEM: de autoridades, de sellado de tiempo y de TLS.',
    pt: 'As únicas raízes em que se confia, PEM: de autoridades, de carimbo do tempo e de TLS.',
    fr: 'Les seules racines de confiance, PEM : des autorités, de l’horodatage et de TLS.',
    en: 'The only roots that are trusted, PEM: of authorities, of time-stamps and of TLS.',
  },
  directory: {
    es: 'El directorio firmado; su firma está al lado, con .p7s. signers: huellas de quienes pueden firmarlo.',
    pt: 'O diretório assinado; a sua assinatura está ao lado, com .p7s. signers: impressões de quem o pode assinar.',
    fr: 'L’annuaire signé ; sa signature est à côté, avec .p7s. signers : empreintes de ceux qui peuvent le signer.',
    en: 'The signed directory; its signature stands beside it, with .p7s. signers: fingerprints of who may sign it.',
  },
  revocation: {
    es: 'De dónde viene la información de revocación: carpetas con listas (.crl) y direcciones que se descargan.',
    pt: 'De onde vem a informação de revogação: pastas com listas (.crl) e endereços que são descarregados.',
    fr: 'D’où viennent les informations de révocation : dossiers avec des listes (.crl) et adresses téléchargées.',
    en: 'Where revocation information comes from: folders with lists (.crl) and addresses that are fetched.',
  },
  timestamp: {
    es: 'La autoridad de sellado de tiempo y las políticas que se aceptan.',
    pt: 'A autoridade de carimbo do tempo e as políticas que se aceitam.',
    fr: 'L’autorité d’horodatage et les politiques acceptées.',
    en: 'The time-stamp authority, and the policies that are accepted.',
  },
  listeners: {
    es: 'client: los clientes de la autoridad. peer: las otras pasarelas. management: vigilancia, sin contraseña, solo local.',
    pt: 'client: os clientes da autoridade. peer: os outros gateways. management: vigilância, sem palavra-passe, só local.',
    fr: 'client : les clients de l’autorité. peer : les autres passerelles. management : surveillance, sans mot de passe, locale.',
    en: 'client: those of the authority. peer: other gateways. management: for watchers, without a password, local alone.',
  },
  clients: {
    es: 'Quién puede llamar a la interfaz, por la huella de su certificado: system, officer, operator o auditor.',
    pt: 'Quem pode chamar a interface, pela impressão do seu certificado: system, officer, operator ou auditor.',
    fr: 'Qui peut appeler l’interface, par l’empreinte de son certificat : system, officer, operator ou auditor.',
    en: 'Who may call the API, by the fingerprint of the certificate: system, officer, operator or auditor.',
  },
};
