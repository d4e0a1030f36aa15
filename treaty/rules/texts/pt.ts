import type { LegalTexts } from '../language.ts';

export const PORTUGUESE: LegalTexts = {
  'no-legal-basis':
    'Não consta nenhum instrumento que permita um pedido formal entre {requesting} e {requested} nesta data e matéria. Pode seguir como consulta ou informação.',
  'legal-basis-not-confirmed': 'A vigência de {instrument} entre os dois Estados não está confirmada nos dados disponíveis.',
  'cited-instrument-not-applicable': 'O instrumento citado {instrument} não parece aplicável. {reason}',
  'another-treaty-governs':
    'Entre os dois Estados há outro tratado de auxílio ({governing}), que prevalece sobre os parágrafos 9 a 29 de {instrument}, salvo se ambos acordarem em aplicá-los.',
  'direct-contact-not-allowed': 'As autoridades não podem escrever diretamente uma à outra. {reason}',
  'transmission-treaty-not-applicable': 'A transmissão não está amparada por {instrument}. {reason}',
  'interpol-conditions-not-met': 'A via da INTERPOL exige que o caso seja urgente e que ambos os Estados a aceitem. {reason}',
  'interpol-original-to-follow':
    'O que segue pela via da INTERPOL deve seguir também por escrito de autoridade central para autoridade central.',
  'interpol-neutrality-not-declared':
    'Falta a declaração de que o assunto não tem caráter político, militar, religioso nem racial, que a via da INTERPOL exige.',
  'language-not-accepted': 'O destinatário não aceitou a língua {language}. Línguas aceitas: {accepted}.',
  'translation-missing': 'O ficheiro está em {language} e não traz tradução para uma língua aceita ({accepted}).',
  'accepted-languages-unknown': 'Não se conhecem as línguas que o destinatário aceita. Convém consultá-lo.',
  'deadline-without-reasons': 'Pede-se resposta antes de {date}, mas não se diz por quê.',
  'deadline-already-past': 'A data {date} já passou.',
  'service-lead-time-too-short':
    'Faltam {days} dias para a audiência de {date}, e o destinatário pede receber as notificações pelo menos {required} dias antes.',
  'oral-request-not-accepted': 'Um pedido oral exige urgência e o acordo de ambos os Estados. {reason}',
  'oral-request-to-confirm': 'O pedido oral deve ser confirmado por escrito sem demora.',
  'use-conditions-missing': 'A informação segue sem condições de uso. Diga quais são, ou que não há nenhuma.',
  'data-class-not-allowed': 'O destinatário não pode receber dados da classe {dataClass}.',
  'officer-not-listed': 'O diretório não indica quem assina entre quem pode assinar por esta autoridade.',
  'territory-not-covered': 'A autoridade destinatária não atua para {territory}.',
  'matter-not-covered':
    'A autoridade destinatária não consta como competente para este tipo de pedido e matéria ({requestType}, {matter}).',
  'training-and-production-mixed': 'Uma das autoridades é de formação e a outra é real.',
  'profile-not-recently-confirmed': 'Os dados do destinatário foram confirmados pela última vez em {date}.',
  'assurance-missing': 'Um pedido baseado em {instrument} deve trazer a garantia correspondente, e não a traz.',
  'particulars-missing': 'Segundo o relatório de completude, faltam {count} dados exigidos. O pedido pode seguir mesmo assim.',
  'bank-secrecy-as-ground': 'O sigilo bancário não é motivo de recusa.',
  'fiscal-character-alone-as-ground': 'O caráter fiscal da infração não é, por si só, motivo de recusa.',
  'competence-unknown': 'O diretório não diz para que instrumentos, matérias e tipos de pedido o destinatário é competente.',
  'another-authority-competent': 'Segundo o diretório, a autoridade competente é {authority}.',

  'message-from-stranger': 'Quem assina não é nenhuma das duas autoridades deste pedido; o que diz é mostrado e não altera o seu estado.',
  'message-from-wrong-side': 'Isto só pode ser dito pela outra parte; é mostrado e não altera o estado do pedido.',
  'answer-does-not-fit': 'Responde a uma mensagem que não pedia uma resposta desta natureza.',
  'already-answered': 'Aquilo a que se responde já estava resolvido.',
  'before-any-request': 'Ainda não há nenhum pedido a que isto se possa referir.',
  'reply-after-withdrawal': 'A resposta chegou depois de retirado o pedido; é possível que as duas mensagens se tenham cruzado.',
  'after-the-end': 'O pedido já tinha terminado, e esta mensagem não o pode alterar.',
  'identifier-reused': 'Há mensagens diferentes com o mesmo identificador; conta a primeira segundo a sua própria data.',
  'dated-before-its-cause': 'A mensagem tem uma data anterior à da mensagem a que responde.',
  'refusal-without-consultation': 'Antes de recusar é preciso consultar a outra parte, e não consta nenhuma consulta.',
  'postponement-without-consultation': 'Antes de adiar é preciso consultar a outra parte, e não consta nenhuma consulta.',
  'consultation-unanswered': 'Decide-se sem que a outra parte tenha respondido à consulta.',
  'ground-not-usual-here': 'Este motivo não é habitual num pedido deste tipo.',
  'ground-without-provision': 'Convém citar a disposição em que assenta este motivo: as duas convenções não o preveem.',
  'supplement-rather-than-refusal': 'Por este motivo costuma bastar pedir informações complementares.',
  'translation-rather-than-refusal': 'Por este motivo costuma bastar pedir uma tradução melhor.',
  'transfer-rather-than-refusal': 'O pedido pode ser remetido à autoridade competente em vez de ser recusado.',
  'priority-rather-than-refusal': 'Convém consultar primeiro a outra parte sobre o que do pedido necessita, e com que prioridade.',
  'own-prosecutors-after-refusal':
    'Se a recusa se deve apenas à nacionalidade, o caso deve ser submetido sem demora às próprias autoridades de ação penal quando o Estado requerente o pedir.',
  'answered-with-confirmation-open':
    'O pedido oral não foi confirmado por escrito; enquanto faltar o texto assinado, o assunto não pode ser encerrado.',
  'confirming-text-missing': 'O pedido que devia confirmar o pedido oral não está nesta conversação.',
  'paper-original-differs': 'O original em papel não coincide com a cópia que se antecipou.',
  'off-channel-item-differs': 'O que foi recebido por outra via não é o que se anunciou, ou chegou danificado.',
  'new-date-not-later': 'A nova data não é posterior à que se pedia.',
  'confidentiality-told-late': 'Que a confidencialidade não pode ser mantida deve ser dito sem demora, e uma parte já foi executada.',
  'exculpatory-notice-after-disclosure':
    'O aviso deve ser dado antes de revelar os elementos de defesa; depois, apenas num caso extraordinário e sem demora.',
  'item-unknown': 'Nenhum elemento entregue nesta conversação tem o identificador {item}.',
  'question-unknown': 'Não foi feita nenhuma pergunta com o identificador {question}.',
  'required-question-unanswered': 'O complemento é dado por completo sem responder à pergunta necessária {question}.',
};
