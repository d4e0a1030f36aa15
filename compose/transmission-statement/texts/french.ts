import type { StatementTexts } from '../statement-texts.ts';

export const FRENCH_STATEMENT: StatementTexts = {
  title: { complete: 'Attestation de transmission', other: 'Rapport de vérification d’une transmission' },
  subtitle: 'Communication entre autorités centrales de coopération judiciaire internationale',
  introduction:
    'Ce document résume la vérification, faite sans connexion au réseau, du dossier de preuve désigné ci-dessous. Il expose des faits techniques ; il ne se prononce ni sur le contenu ni sur le bien-fondé de ce qui a été transmis.',
  sections: {
    message: 'Message',
    content: 'Contenu transmis et dossier vérifié',
    receipts: 'Accusés signés',
    notShown: 'Ce que ce document n’atteste pas',
    tools: 'Comment vérifier avec d’autres programmes',
  },
  rows: {
    sender: 'Autorité expéditrice',
    recipient: 'Autorité destinataire',
    messageId: 'Identifiant du message',
    state: 'État que prouvent les accusés',
    verifiedAt: 'Moment de la vérification',
    packageDigest: 'SHA-256 du paquet scellé',
    existedBefore: 'Le paquet existait avant le',
    bundle: 'Dossier de preuve',
    bundleDigest: 'SHA-256 du dossier',
    trustGiven: 'SHA-256 des données de confiance fournies par qui vérifie',
    trustBundled: 'SHA-256 des données de confiance jointes au dossier',
  },
  receiptVerdicts: { PASSED: 'correct', INDETERMINATE: 'indécidé', FAILED: 'NON VALIDE' },
  receiptColumns: { time: 'Heure déclarée', receipt: 'Accusé et son émetteur', verdict: 'Vérification' },
  counts: 'Vérifications correctes : {passed}. En échec : {failed}. Indécidées : {open}. Avertissements : {warnings}.',
  moreReceipts: 'Le dossier contient d’autres accusés, qui ne tiennent pas sur cette page : {count}.',
  moreFindings: 'Il y a d’autres observations, qui ne tiennent pas sur cette page : {count}.',
  notShown: [
    'Il n’atteste pas qu’une personne a lu ce qui a été transmis, ni que ce qui y est dit est exact ou fondé.',
    'L’heure de chaque accusé est celle que déclare son signataire ; un horodatage atteste seulement que les données existaient avant lui.',
  ],
  tools: {
    everything: 'Toutes les commandes, une par vérification :',
    package: 'Empreinte du dossier vérifié :',
    thisDocument: 'Signature de ce document (sous le nom que porte le fichier) :',
    instructions: 'Instructions pour openssl et d’autres programmes, dans le dossier :',
    thisFile: 'attestation.pdf',
  },
  signed: 'Signé électroniquement (PAdES) avec le certificat de {subject}, délivré par {issuer}.',
  unsigned: 'Cet exemplaire ne porte pas de signature électronique.',
  footer: 'Produit par valija verify. Les heures sont en UTC.',
};
