import type { CheckSentences } from '../check-sentences.ts';

/** What each outcome of each check means, in Portuguese. */
export const PORTUGUESE_CHECKS: CheckSentences = {
  'file-kind': {
    PASSED: 'O ficheiro é de um tipo que este programa verifica.',
    INDETERMINATE: 'Não foi possível decidir de que tipo é este ficheiro.',
    FAILED: 'O ficheiro não é de nenhum tipo que este programa verifique, ou está danificado.',
  },
  'sealed-opening': {
    PASSED: 'O conteúdo cifrado foi aberto com a chave indicada e não foi alterado.',
    INDETERMINATE: 'O conteúdo cifrado não foi aberto, porque não foi indicada a chave que lhe corresponde.',
    FAILED: 'O conteúdo cifrado não pode ser aberto: está danificado ou foi alterado.',
  },
  'sealed-encoding': {
    PASSED: 'O conteúdo cifrado está escrito na única forma que os gateways trocam.',
    INDETERMINATE: 'O conteúdo cifrado está escrito como o fazem outros programas, numa forma que os gateways não trocam.',
    FAILED: 'A forma em que o conteúdo cifrado está escrito não pode ser lida.',
  },
  'pdf-layout': {
    PASSED: 'O PDF só pode ser lido de uma maneira.',
    INDETERMINATE: 'Não foi possível decidir se o PDF só pode ser lido de uma maneira.',
    FAILED: 'O PDF não pode ser lido: está danificado, cifrado ou admite mais de uma leitura.',
  },
  'pdf-signature': {
    PASSED: 'A assinatura do PDF está correta para as páginas que abrange.',
    INDETERMINATE: 'A assinatura do PDF não pode ser avaliada, ou não há nenhuma.',
    FAILED: 'A assinatura do PDF não é válida.',
  },
  'pdf-changes': {
    PASSED: 'Nada foi alterado no PDF depois de assinado.',
    INDETERMINATE: 'Depois da assinatura foi acrescentado algo ao PDF, e convém que uma pessoa o examine.',
    FAILED: 'O PDF foi alterado depois de assinado.',
  },
  'pdf-time-stamp': {
    PASSED: 'Um carimbo do tempo prova que o PDF assinado existia nesse momento.',
    INDETERMINATE: 'Só a palavra do signatário diz quando o PDF foi assinado, ou falta algum dado sobre a autoridade de carimbo do tempo.',
    FAILED: 'O carimbo do tempo do PDF não é válido.',
  },
  'signer-certificate': {
    PASSED: 'O certificado do signatário conduz a uma autoridade em que confia e era válido nesse momento.',
    INDETERMINATE: 'Não se sabe se o certificado do signatário é de confiança.',
    FAILED: 'O certificado do signatário não era válido nesse momento.',
  },
  'signature-content': {
    PASSED: 'A assinatura está correta para o conteúdo assinado.',
    INDETERMINATE: 'A assinatura não pode ser avaliada; pode faltar o ficheiro assinado.',
    FAILED: 'A assinatura não corresponde ao conteúdo indicado.',
  },
  'signature-time-stamp': {
    PASSED: 'Um carimbo do tempo prova que a assinatura existia nesse momento.',
    INDETERMINATE: 'Só a palavra do signatário diz quando assinou, ou falta algum dado sobre a autoridade de carimbo do tempo.',
    FAILED: 'O carimbo do tempo da assinatura não é válido.',
  },
  'time-stamp-token': {
    PASSED: 'O carimbo do tempo está correto: o conteúdo indicado existia nesse momento.',
    INDETERMINATE: 'O carimbo do tempo não pode ser avaliado; pode faltar o ficheiro carimbado.',
    FAILED: 'O carimbo do tempo não corresponde ao conteúdo indicado.',
  },
  'time-stamp-certificate': {
    PASSED: 'O certificado da autoridade de carimbo do tempo conduz a uma autoridade em que confia e era válido nesse momento.',
    INDETERMINATE: 'Não se sabe se a autoridade de carimbo do tempo é de confiança.',
    FAILED: 'O certificado da autoridade de carimbo do tempo não era válido nesse momento.',
  },
  'archive-time-stamp': {
    PASSED: 'Um carimbo do tempo de arquivo abrange a assinatura e tudo o que é preciso para a verificar.',
    INDETERMINATE: 'O carimbo do tempo de arquivo não pode ser avaliado, porque falta algum dado sobre a sua autoridade.',
    FAILED: 'O carimbo do tempo de arquivo não é válido.',
  },
  'bundle-layout': {
    PASSED: 'O dossiê de prova tem a forma devida e o seu índice enumera exatamente os ficheiros que contém.',
    INDETERMINATE: 'Não foi possível decidir se o dossiê de prova tem a forma devida.',
    FAILED: 'O dossiê não pode ser lido: está danificado, foi alterado ou não é um dossiê de prova.',
  },
  'bundle-files': {
    PASSED: 'Cada ficheiro do dossiê é o que o seu índice enumera.',
    INDETERMINATE: 'Um ficheiro do dossiê não pôde ser comparado com o índice.',
    FAILED: 'Um ficheiro do dossiê não é o que o seu índice enumera.',
  },
  'conversation-membership': {
    PASSED: 'O pedido selado diz que pertence a esta conversação.',
    INDETERMINATE: 'O pedido não está aqui, pelo que não consta que pertença a esta conversação.',
    FAILED: 'A mensagem não pertence a esta conversação, ou figura nela duas vezes.',
  },
  'trust-anchors': {
    PASSED: 'As raízes, os certificados e as chaves de registo são os que indicou, e não os que vinham com o ficheiro.',
    INDETERMINATE:
      'Não indicou dados de confiança próprios e foram usados os que vinham com o ficheiro. Compare o seu SHA-256 com o recebido por outra via.',
    FAILED: 'Os dados de confiança não podem ser lidos.',
  },
  'trust-copies': {
    PASSED: 'Os ficheiros PEM e a política de registos do dossiê dizem o mesmo que os seus dados de confiança.',
    INDETERMINATE: 'As cópias dos dados de confiança não puderam ser comparadas.',
    FAILED: 'Um ficheiro PEM ou a política de registos do dossiê não diz o mesmo que os seus dados de confiança.',
  },
  'revocation-data': {
    PASSED: 'Os dados de revogação podem ser lidos.',
    INDETERMINATE: 'Este tipo de dados de revogação é conservado, mas não é avaliado.',
    FAILED: 'Os dados de revogação não podem ser lidos.',
  },
  'envelope-signature': {
    PASSED: 'A assinatura do cabeçalho está correta e o seu conteúdo está completo.',
    INDETERMINATE: 'O cabeçalho não pôde ser avaliado.',
    FAILED: 'O cabeçalho foi alterado, não está assinado como deve ou contradiz-se.',
  },
  'envelope-certificate': {
    PASSED: 'O cabeçalho está assinado com um certificado de cabeçalhos da autoridade remetente, válido nesse momento.',
    INDETERMINATE: 'Não se sabe se o certificado do cabeçalho era válido nesse momento.',
    FAILED: 'O certificado do cabeçalho não é um certificado de cabeçalhos válido da autoridade remetente.',
  },
  'evidence-signature': {
    PASSED: 'A assinatura do recibo está correta e o seu conteúdo está completo.',
    INDETERMINATE: 'O recibo não pôde ser avaliado.',
    FAILED: 'O recibo foi alterado, não está assinado como deve ou contradiz-se.',
  },
  'evidence-certificate': {
    PASSED: 'O recibo está assinado com um certificado de recibos de quem o emite, válido nesse momento.',
    INDETERMINATE: 'Não se sabe se o certificado do recibo era válido nesse momento.',
    FAILED: 'O certificado do recibo não é um certificado de recibos válido de quem o emite.',
  },
  'evidence-time': {
    PASSED: 'O facto que o recibo atesta é anterior a esta verificação.',
    INDETERMINATE: 'A hora do facto não pôde ser avaliada.',
    FAILED: 'O recibo fala de um facto que ainda não ocorreu.',
  },
  'evidence-time-stamp': {
    PASSED: 'Um carimbo do tempo prova que o recibo existia nesse momento.',
    INDETERMINATE: 'O carimbo do tempo do recibo não pode ser avaliado, porque falta algum dado sobre a sua autoridade.',
    FAILED: 'O carimbo do tempo do recibo não é válido.',
  },
  'statement-signature': {
    PASSED: 'A assinatura da declaração de que um cabeçalho substituiu outro está correta.',
    INDETERMINATE: 'A declaração não pôde ser avaliada.',
    FAILED: 'A declaração de que um cabeçalho substituiu outro foi alterada ou não está assinada como deve.',
  },
  'statement-certificate': {
    PASSED: 'A declaração está assinada com um certificado de recibos da autoridade remetente, válido nesse momento.',
    INDETERMINATE: 'Não se sabe se o certificado da declaração era válido nesse momento.',
    FAILED: 'O certificado da declaração não é um certificado de recibos válido da autoridade remetente.',
  },
  'package-layout': {
    PASSED: 'O pacote é um contentor ASiC-E com CAdES, escrito como deve.',
    INDETERMINATE: 'O pacote afasta-se da norma de um modo que não lhe retira valor.',
    FAILED: 'O pacote não pode ser lido como contentor ASiC-E com CAdES.',
  },
  'package-content': {
    PASSED: 'O manifesto do pacote abrange exatamente os seus ficheiros e nenhum foi alterado.',
    INDETERMINATE: 'Uma parte do pacote não foi avaliada.',
    FAILED: 'Um ficheiro do pacote foi alterado, acrescentado ou retirado depois de selado.',
  },
  'package-signature': {
    PASSED: 'O selo eletrónico sobre o manifesto do pacote está correto.',
    INDETERMINATE: 'O selo eletrónico do pacote não pôde ser avaliado.',
    FAILED: 'O selo eletrónico do pacote não é válido.',
  },
  'package-request': {
    PASSED: 'O pedido que está dentro do pacote indica mensagem, remetente e destinatário.',
    INDETERMINATE: 'O pedido que está dentro do pacote não pôde ser avaliado.',
    FAILED: 'O pacote não contém um pedido que indique mensagem, remetente e destinatário.',
  },
  'package-certificate': {
    PASSED: 'O pacote está selado com um certificado de selo da autoridade remetente, válido nesse momento.',
    INDETERMINATE: 'Não se sabe se o certificado do selo era válido nesse momento.',
    FAILED: 'O certificado do selo não é um certificado de selo válido da autoridade remetente.',
  },
  'package-time-stamp': {
    PASSED: 'Um carimbo do tempo prova que o pacote selado existia nesse momento.',
    INDETERMINATE: 'O pacote não tem carimbo do tempo, ou falta algum dado sobre a sua autoridade; então só os recibos dizem quando.',
    FAILED: 'O carimbo do tempo do pacote não é válido.',
  },
  'package-digest': {
    PASSED: 'O cabeçalho e os recibos referem-se exatamente a este pacote.',
    INDETERMINATE: 'Não há cabeçalho nem recibo com que comparar o pacote.',
    FAILED: 'O pacote não é aquele a que se referem o cabeçalho e os recibos.',
  },
  'message-identity': {
    PASSED: 'O pacote, o cabeçalho e os recibos indicam a mesma mensagem, o mesmo remetente e o mesmo destinatário.',
    INDETERMINATE: 'Nada do que está assinado indica mensagem, remetente e destinatário.',
    FAILED: 'O pacote, o cabeçalho ou os recibos indicam mensagens, remetentes ou destinatários diferentes.',
  },
  'message-uniqueness': {
    PASSED: 'Os dossiês sobre esta mensagem têm o mesmo pacote e os mesmos cabeçalhos.',
    INDETERMINATE: 'Nos dossiês sobre esta mensagem não há nenhum cabeçalho assinado para comparar.',
    FAILED: 'O remetente assinou para uma mesma mensagem pacotes ou cabeçalhos diferentes. Guarde os dossiês: são a prova.',
  },
  'evidence-content': {
    PASSED: 'O recibo refere-se a esta mensagem e a estes dados.',
    INDETERMINATE: 'O recibo cita um cabeçalho que não está no dossiê.',
    FAILED: 'O recibo refere-se a outra mensagem ou a outros dados.',
  },
  'reseal-links': {
    PASSED: 'Cada cabeçalho posterior está ligado ao primeiro por uma declaração assinada do remetente.',
    INDETERMINATE: 'Um cabeçalho posterior não está ligado a um anterior por uma declaração assinada.',
    FAILED: 'A declaração que liga dois cabeçalhos contradi-los.',
  },
  'evidence-chain': {
    PASSED: 'Todos os recibos que outro cita como anteriores estão no dossiê.',
    INDETERMINATE: 'Um recibo cita como anterior outro que não está no dossiê.',
    FAILED: 'Um recibo cita outro anterior atribuindo-o a quem não o emitiu.',
  },
  'issuer-sequences': {
    PASSED: 'Cada emissor numerou os seus recibos sobre esta mensagem sem deixar falhas.',
    INDETERMINATE: 'Falta um número entre os recibos de um emissor: algum foi omitido ou ainda não chegou.',
    FAILED: 'Um emissor usou o mesmo número para dois recibos.',
  },
  'evidence-conflicts': {
    PASSED: 'Nenhum recibo contradiz outro.',
    INDETERMINATE:
      'A autoridade destinatária respondeu quando a remetente já tinha dado a mensagem por terminada: mostram-se ambas as coisas.',
    FAILED: 'Há recibos que se contradizem.',
  },
  'event-order': {
    PASSED: 'O facto posterior cita o anterior e as suas horas concordam.',
    INDETERMINATE: 'A ordem de dois factos assenta apenas nas horas declaradas, ou os dois relógios não concordam.',
    FAILED: 'Dois factos estão na ordem errada.',
  },
  deadlines: {
    PASSED: 'Não falta nenhum recibo cujo prazo tenha terminado.',
    INDETERMINATE: 'O prazo de um recibo terminou e nada explica por que falta.',
    FAILED: 'Um prazo não foi cumprido.',
  },
  'transport-state': {
    PASSED: 'Os recibos mostram como terminou a mensagem.',
    INDETERMINATE: 'Os recibos ainda não mostram um fim da mensagem.',
    FAILED: 'Não é possível deduzir o estado da mensagem.',
  },
  'log-key': {
    PASSED: 'A chave do registo de transparência é a que os dados de confiança indicam para essa autoridade.',
    INDETERMINATE: 'Os dados de confiança não indicam a chave do registo de transparência.',
    FAILED: 'A chave do registo de transparência é de outra autoridade, ou não pode ser lida.',
  },
  'log-checkpoint': {
    PASSED: 'O registo de transparência assinou este estado de si próprio.',
    INDETERMINATE: 'O estado do registo não pôde ser avaliado.',
    FAILED: 'Este estado não é um que o registo tenha assinado.',
  },
  'log-inclusion': {
    PASSED: 'O documento está inscrito no registo de transparência.',
    INDETERMINATE: 'A prova de inscrição no registo não pôde ser avaliada.',
    FAILED: 'A prova de inscrição no registo não é válida.',
  },
  'log-coverage': {
    PASSED: 'O recibo está inscrito no registo de quem o emitiu.',
    INDETERMINATE: 'Não há prova de que o recibo esteja inscrito no registo de quem o emitiu.',
    FAILED: 'O recibo não está inscrito no registo de quem o emitiu.',
  },
  'log-consistency': {
    PASSED: 'O estado posterior do registo contém tudo o que continha o anterior.',
    INDETERMINATE: 'Não há prova de que o estado posterior do registo contenha tudo o que continha o anterior.',
    FAILED: 'O registo assinou dois estados que não podem ser ambos verdadeiros. Conserve os dois: são a prova.',
  },
  'log-witness': {
    PASSED: 'Uma testemunha independente coassinou um estado do registo que abrange os recibos.',
    INDETERMINATE: 'Nenhuma testemunha conhecida coassinou o registo.',
    FAILED: 'A coassinatura de uma testemunha conhecida não é válida.',
  },
  'log-succession': {
    PASSED: 'O registo continua outro anterior da mesma autoridade, que assinou por ele, e começa com as entradas que tomou daquele.',
    INDETERMINATE:
      'Não se sabe por inteiro o que o registo tomou do anterior: o anterior tinha assinado mais, ou nenhuma chave conhecida assinou pelo sucessor.',
    FAILED: 'A nota pela qual o registo sucede a outro anterior não é válida.',
  },
  'log-entries': {
    PASSED: 'Cada entrada do registo foi recalculada, e juntas dão a raiz que o registo assinou.',
    INDETERMINATE: 'Não foi possível ler todas as entradas do registo.',
    FAILED: 'As entradas do registo não dão a raiz que o registo assinou.',
  },
  'log-tiles': {
    PASSED: 'Os blocos do registo são os que resultam das suas entradas.',
    INDETERMINATE: 'Não foi possível comparar todos os blocos do registo.',
    FAILED: 'Falta um bloco do registo, ou difere do que as suas entradas dão.',
  },
  'log-fork': {
    PASSED: 'O registo assinou dois estados que não podem ser ambos verdadeiros; este ficheiro prova-o perante qualquer pessoa.',
    INDETERMINATE: 'Não foi possível decidir se o registo assinou dois estados que não podem ser ambos verdadeiros.',
    FAILED: 'O ficheiro não prova que o registo assinou dois estados que não podem ser ambos verdadeiros.',
  },
  'checkpoint-time-stamp': {
    PASSED: 'Um carimbo do tempo prova que este estado do registo existia nesse momento.',
    INDETERMINATE: 'O carimbo do tempo do registo não pode ser avaliado, porque falta algum dado sobre a sua autoridade.',
    FAILED: 'O carimbo do tempo do registo não é válido.',
  },
};
