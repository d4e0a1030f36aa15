import type { CheckSentences } from '../check-sentences.ts';

/** What each outcome of each check means, in French. */
export const FRENCH_CHECKS: CheckSentences = {
  'file-kind': {
    PASSED: 'Le fichier est d’un type que ce programme vérifie.',
    INDETERMINATE: 'Le type de ce fichier n’a pu être déterminé.',
    FAILED: 'Le fichier n’est d’aucun type que ce programme vérifie, ou il est endommagé.',
  },
  'sealed-opening': {
    PASSED: 'Le contenu chiffré a été ouvert avec la clé indiquée et n’a pas été altéré.',
    INDETERMINATE: 'Le contenu chiffré n’a pas été ouvert, car la clé correspondante n’a pas été indiquée.',
    FAILED: 'Le contenu chiffré ne peut être ouvert : il est endommagé ou a été altéré.',
  },
  'sealed-encoding': {
    PASSED: 'Le contenu chiffré est écrit sous la seule forme que les passerelles échangent.',
    INDETERMINATE: 'Le contenu chiffré est écrit comme le font d’autres programmes, sous une forme que les passerelles n’échangent pas.',
    FAILED: 'La forme sous laquelle le contenu chiffré est écrit ne peut être lue.',
  },
  'pdf-layout': {
    PASSED: 'Le PDF ne peut être lu que d’une seule façon.',
    INDETERMINATE: 'On n’a pu décider si le PDF ne peut être lu que d’une seule façon.',
    FAILED: 'Le PDF ne peut être lu : il est endommagé, chiffré ou ambigu.',
  },
  'pdf-signature': {
    PASSED: 'La signature du PDF est correcte pour les pages qu’elle couvre.',
    INDETERMINATE: 'La signature du PDF ne peut être jugée, ou il n’y en a pas.',
    FAILED: 'La signature du PDF n’est pas valable.',
  },
  'pdf-changes': {
    PASSED: 'Rien n’a été modifié dans le PDF après sa signature.',
    INDETERMINATE: 'Quelque chose a été ajouté au PDF après sa signature, et une personne devrait l’examiner.',
    FAILED: 'Le PDF a été modifié après sa signature.',
  },
  'pdf-time-stamp': {
    PASSED: 'Un horodatage prouve que le PDF signé existait à ce moment.',
    INDETERMINATE: 'Seule la parole du signataire dit quand le PDF a été signé, ou une donnée manque sur l’autorité d’horodatage.',
    FAILED: 'L’horodatage du PDF n’est pas valable.',
  },
  'signer-certificate': {
    PASSED: 'Le certificat du signataire mène à une autorité à laquelle vous vous fiez et il était valide à ce moment.',
    INDETERMINATE: 'On ne sait pas si le certificat du signataire est digne de confiance.',
    FAILED: 'Le certificat du signataire n’était pas valide à ce moment.',
  },
  'signature-content': {
    PASSED: 'La signature est correcte pour le contenu signé.',
    INDETERMINATE: 'La signature ne peut être jugée ; le fichier signé manque peut-être.',
    FAILED: 'La signature ne correspond pas au contenu indiqué.',
  },
  'signature-time-stamp': {
    PASSED: 'Un horodatage prouve que la signature existait à ce moment.',
    INDETERMINATE: 'Seule la parole du signataire dit quand il a signé, ou une donnée manque sur l’autorité d’horodatage.',
    FAILED: 'L’horodatage de la signature n’est pas valable.',
  },
  'time-stamp-token': {
    PASSED: 'L’horodatage est correct : le contenu indiqué existait à ce moment.',
    INDETERMINATE: 'L’horodatage ne peut être jugé ; le fichier horodaté manque peut-être.',
    FAILED: 'L’horodatage ne correspond pas au contenu indiqué.',
  },
  'time-stamp-certificate': {
    PASSED: 'Le certificat de l’autorité d’horodatage mène à une autorité à laquelle vous vous fiez et il était valide à ce moment.',
    INDETERMINATE: 'On ne sait pas si l’autorité d’horodatage est digne de confiance.',
    FAILED: 'Le certificat de l’autorité d’horodatage n’était pas valide à ce moment.',
  },
  'archive-time-stamp': {
    PASSED: 'Un horodatage d’archivage couvre la signature et tout ce qu’il faut pour la vérifier.',
    INDETERMINATE: 'L’horodatage d’archivage ne peut être jugé, car une donnée manque sur son autorité.',
    FAILED: 'L’horodatage d’archivage n’est pas valable.',
  },
  'bundle-layout': {
    PASSED: 'Le dossier de preuve a la forme voulue et son index énumère exactement les fichiers qu’il contient.',
    INDETERMINATE: 'On n’a pu décider si le dossier de preuve a la forme voulue.',
    FAILED: 'Le dossier ne peut être lu : il est endommagé, altéré, ou ce n’est pas un dossier de preuve.',
  },
  'bundle-files': {
    PASSED: 'Chaque fichier du dossier est celui que son index énumère.',
    INDETERMINATE: 'Un fichier du dossier n’a pu être comparé à l’index.',
    FAILED: 'Un fichier du dossier n’est pas celui que son index énumère.',
  },
  'conversation-membership': {
    PASSED: 'La demande scellée dit qu’elle appartient à cette conversation.',
    INDETERMINATE: 'La demande n’est pas ici : rien ne montre qu’elle appartient à cette conversation.',
    FAILED: 'Le message n’appartient pas à cette conversation, ou y figure deux fois.',
  },
  'trust-anchors': {
    PASSED: 'Les racines, les certificats et les clés de journal sont ceux que vous avez indiqués, et non ceux joints au fichier.',
    INDETERMINATE:
      'Vous n’avez pas indiqué vos propres données de confiance ; celles jointes au fichier ont servi. Comparez leur SHA-256 à celui reçu par une autre voie.',
    FAILED: 'Les données de confiance ne peuvent être lues.',
  },
  'trust-copies': {
    PASSED: 'Les fichiers PEM et la politique de journaux du dossier disent la même chose que ses données de confiance.',
    INDETERMINATE: 'Les copies des données de confiance n’ont pu être comparées.',
    FAILED: 'Un fichier PEM ou la politique de journaux du dossier ne dit pas la même chose que ses données de confiance.',
  },
  'revocation-data': {
    PASSED: 'Les données de révocation peuvent être lues.',
    INDETERMINATE: 'Ce type de données de révocation est conservé, mais n’est pas évalué.',
    FAILED: 'Les données de révocation ne peuvent être lues.',
  },
  'envelope-signature': {
    PASSED: 'La signature de l’en-tête est correcte et son contenu est complet.',
    INDETERMINATE: 'L’en-tête n’a pu être jugé.',
    FAILED: 'L’en-tête a été altéré, n’est pas signé comme il le doit, ou se contredit.',
  },
  'envelope-certificate': {
    PASSED: 'L’en-tête est signé avec un certificat d’en-têtes de l’autorité expéditrice, valide à ce moment.',
    INDETERMINATE: 'On ne sait pas si le certificat de l’en-tête était valide à ce moment.',
    FAILED: 'Le certificat de l’en-tête n’est pas un certificat d’en-têtes valide de l’autorité expéditrice.',
  },
  'evidence-signature': {
    PASSED: 'La signature de l’accusé est correcte et son contenu est complet.',
    INDETERMINATE: 'L’accusé n’a pu être jugé.',
    FAILED: 'L’accusé a été altéré, n’est pas signé comme il le doit, ou se contredit.',
  },
  'evidence-certificate': {
    PASSED: 'L’accusé est signé avec un certificat d’accusés de son émetteur, valide à ce moment.',
    INDETERMINATE: 'On ne sait pas si le certificat de l’accusé était valide à ce moment.',
    FAILED: 'Le certificat de l’accusé n’est pas un certificat d’accusés valide de son émetteur.',
  },
  'evidence-time': {
    PASSED: 'Le fait attesté par l’accusé est antérieur à cette vérification.',
    INDETERMINATE: 'L’heure du fait n’a pu être jugée.',
    FAILED: 'L’accusé parle d’un fait qui n’a pas encore eu lieu.',
  },
  'evidence-time-stamp': {
    PASSED: 'Un horodatage prouve que l’accusé existait à ce moment.',
    INDETERMINATE: 'L’horodatage de l’accusé ne peut être jugé, car une donnée manque sur son autorité.',
    FAILED: 'L’horodatage de l’accusé n’est pas valable.',
  },
  'statement-signature': {
    PASSED: 'La signature de la déclaration selon laquelle un en-tête en a remplacé un autre est correcte.',
    INDETERMINATE: 'La déclaration n’a pu être jugée.',
    FAILED: 'La déclaration selon laquelle un en-tête en a remplacé un autre a été altérée ou n’est pas signée comme elle le doit.',
  },
  'statement-certificate': {
    PASSED: 'La déclaration est signée avec un certificat d’accusés de l’autorité expéditrice, valide à ce moment.',
    INDETERMINATE: 'On ne sait pas si le certificat de la déclaration était valide à ce moment.',
    FAILED: 'Le certificat de la déclaration n’est pas un certificat d’accusés valide de l’autorité expéditrice.',
  },
  'package-layout': {
    PASSED: 'Le paquet est un conteneur ASiC-E avec CAdES, écrit comme il le doit.',
    INDETERMINATE: 'Le paquet s’écarte de la norme d’une façon qui ne lui ôte pas sa valeur.',
    FAILED: 'Le paquet ne peut être lu comme conteneur ASiC-E avec CAdES.',
  },
  'package-content': {
    PASSED: 'Le manifeste du paquet couvre exactement ses fichiers et aucun n’a été altéré.',
    INDETERMINATE: 'Une partie du paquet n’a pas été évaluée.',
    FAILED: 'Un fichier du paquet a été altéré, ajouté ou retiré après le scellement.',
  },
  'package-signature': {
    PASSED: 'Le cachet électronique sur le manifeste du paquet est correct.',
    INDETERMINATE: 'Le cachet électronique du paquet n’a pu être jugé.',
    FAILED: 'Le cachet électronique du paquet n’est pas valable.',
  },
  'package-request': {
    PASSED: 'La demande à l’intérieur du paquet nomme message, expéditeur et destinataire.',
    INDETERMINATE: 'La demande à l’intérieur du paquet n’a pu être jugée.',
    FAILED: 'Le paquet ne contient pas de demande qui nomme message, expéditeur et destinataire.',
  },
  'package-certificate': {
    PASSED: 'Le paquet est scellé avec un certificat de cachet de l’autorité expéditrice, valide à ce moment.',
    INDETERMINATE: 'On ne sait pas si le certificat du cachet était valide à ce moment.',
    FAILED: 'Le certificat du cachet n’est pas un certificat de cachet valide de l’autorité expéditrice.',
  },
  'package-time-stamp': {
    PASSED: 'Un horodatage prouve que le paquet scellé existait à ce moment.',
    INDETERMINATE: 'Le paquet n’a pas d’horodatage, ou une donnée manque sur son autorité ; seuls les accusés disent alors quand.',
    FAILED: 'L’horodatage du paquet n’est pas valable.',
  },
  'package-digest': {
    PASSED: 'L’en-tête et les accusés portent exactement sur ce paquet.',
    INDETERMINATE: 'Il n’y a ni en-tête ni accusé auxquels comparer le paquet.',
    FAILED: 'Le paquet n’est pas celui sur lequel portent l’en-tête et les accusés.',
  },
  'message-identity': {
    PASSED: 'Le paquet, l’en-tête et les accusés nomment le même message, le même expéditeur et le même destinataire.',
    INDETERMINATE: 'Rien de ce qui est signé ne nomme message, expéditeur et destinataire.',
    FAILED: 'Le paquet, l’en-tête ou les accusés nomment des messages, des expéditeurs ou des destinataires différents.',
  },
  'message-uniqueness': {
    PASSED: 'Les dossiers relatifs à ce message ont le même paquet et les mêmes en-têtes.',
    INDETERMINATE: 'Les dossiers relatifs à ce message ne contiennent aucun en-tête signé à comparer.',
    FAILED: 'L’expéditeur a signé pour un même message des paquets ou des en-têtes différents. Conservez les dossiers : ils le prouvent.',
  },
  'evidence-content': {
    PASSED: 'L’accusé porte sur ce message et sur ces données.',
    INDETERMINATE: 'L’accusé cite un en-tête qui n’est pas dans le dossier.',
    FAILED: 'L’accusé porte sur un autre message ou sur d’autres données.',
  },
  'reseal-links': {
    PASSED: 'Chaque en-tête ultérieur est lié au premier par une déclaration signée de l’expéditeur.',
    INDETERMINATE: 'Un en-tête ultérieur n’est pas lié à un en-tête antérieur par une déclaration signée.',
    FAILED: 'La déclaration qui lie deux en-têtes les contredit.',
  },
  'evidence-chain': {
    PASSED: 'Tous les accusés qu’un autre cite comme antérieurs sont dans le dossier.',
    INDETERMINATE: 'Un accusé en cite un autre comme antérieur, qui n’est pas dans le dossier.',
    FAILED: 'Un accusé en cite un antérieur en l’attribuant à qui ne l’a pas émis.',
  },
  'issuer-sequences': {
    PASSED: 'Chaque émetteur a numéroté sans lacune ses accusés sur ce message.',
    INDETERMINATE: 'Un numéro manque entre les accusés d’un émetteur : l’un d’eux a été omis ou n’est pas encore arrivé.',
    FAILED: 'Un émetteur a utilisé le même numéro pour deux accusés.',
  },
  'evidence-conflicts': {
    PASSED: 'Aucun accusé n’en contredit un autre.',
    INDETERMINATE: 'Le destinataire a répondu alors que l’expéditeur avait déjà clos le message : les deux déclarations sont montrées.',
    FAILED: 'Des accusés se contredisent.',
  },
  'event-order': {
    PASSED: 'Le fait postérieur cite le fait antérieur, et leurs heures concordent.',
    INDETERMINATE: 'L’ordre de deux faits ne repose que sur les heures déclarées, ou les deux horloges ne concordent pas.',
    FAILED: 'Deux faits sont dans le mauvais ordre.',
  },
  deadlines: {
    PASSED: 'Aucun accusé dont le délai est échu ne manque.',
    INDETERMINATE: 'Le délai d’un accusé est échu, et rien n’explique son absence.',
    FAILED: 'Un délai n’a pas été respecté.',
  },
  'transport-state': {
    PASSED: 'Les accusés montrent comment le message a pris fin.',
    INDETERMINATE: 'Les accusés ne montrent pas encore de fin du message.',
    FAILED: 'L’état du message ne peut être déduit.',
  },
  'log-key': {
    PASSED: 'La clé du journal de transparence est celle que les données de confiance indiquent pour cette autorité.',
    INDETERMINATE: 'Les données de confiance n’indiquent pas la clé du journal de transparence.',
    FAILED: 'La clé du journal de transparence est celle d’une autre autorité, ou ne peut être lue.',
  },
  'log-checkpoint': {
    PASSED: 'Le journal de transparence a signé cet état de lui-même.',
    INDETERMINATE: 'L’état du journal n’a pu être jugé.',
    FAILED: 'Cet état n’est pas un état que le journal a signé.',
  },
  'log-inclusion': {
    PASSED: 'Le document est inscrit au journal de transparence.',
    INDETERMINATE: 'La preuve d’inscription au journal n’a pu être jugée.',
    FAILED: 'La preuve d’inscription au journal n’est pas valable.',
  },
  'log-coverage': {
    PASSED: 'L’accusé est inscrit au journal de son émetteur.',
    INDETERMINATE: 'Rien ne prouve que l’accusé est inscrit au journal de son émetteur.',
    FAILED: 'L’accusé n’est pas inscrit au journal de son émetteur.',
  },
  'log-consistency': {
    PASSED: 'L’état ultérieur du journal contient tout ce que contenait l’état antérieur.',
    INDETERMINATE: 'Rien ne prouve que l’état ultérieur du journal contient tout ce que contenait l’état antérieur.',
    FAILED: 'Le journal a signé deux états qui ne peuvent être vrais tous les deux. Conservez les deux : ils en sont la preuve.',
  },
  'log-witness': {
    PASSED: 'Un témoin indépendant a cosigné un état du journal qui couvre les accusés.',
    INDETERMINATE: 'Aucun témoin connu n’a cosigné le journal.',
    FAILED: 'La cosignature d’un témoin connu n’est pas valable.',
  },
  'log-succession': {
    PASSED:
      'Le journal continue un journal antérieur de la même autorité, qui a signé pour lui, et commence par les entrées qu’il en a reprises.',
    INDETERMINATE:
      'On ne sait pas entièrement ce que le journal a repris du précédent : celui-ci avait signé davantage, ou aucune clé connue n’a signé pour le successeur.',
    FAILED: 'La note par laquelle le journal succède à un journal antérieur n’est pas valable.',
  },
  'log-entries': {
    PASSED: 'Chaque entrée du journal a été recalculée, et ensemble elles donnent la racine que le journal a signée.',
    INDETERMINATE: 'Toutes les entrées du journal n’ont pas pu être lues.',
    FAILED: 'Les entrées du journal ne donnent pas la racine que le journal a signée.',
  },
  'log-tiles': {
    PASSED: 'Les blocs du journal sont ceux qui résultent de ses entrées.',
    INDETERMINATE: 'Tous les blocs du journal n’ont pas pu être comparés.',
    FAILED: 'Un bloc du journal manque ou diffère de ce que donnent ses entrées.',
  },
  'log-fork': {
    PASSED: 'Le journal a signé deux états qui ne peuvent être vrais tous les deux ; ce fichier le prouve à quiconque.',
    INDETERMINATE: 'Il n’a pas pu être décidé si le journal a signé deux états qui ne peuvent être vrais tous les deux.',
    FAILED: 'Le fichier ne prouve pas que le journal a signé deux états qui ne peuvent être vrais tous les deux.',
  },
  'checkpoint-time-stamp': {
    PASSED: 'Un horodatage prouve que cet état du journal existait à ce moment.',
    INDETERMINATE: 'L’horodatage du journal ne peut être jugé, car une donnée manque sur son autorité.',
    FAILED: 'L’horodatage du journal n’est pas valable.',
  },
};
