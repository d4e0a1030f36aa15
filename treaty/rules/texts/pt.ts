import type { LegalTexts } from '../language.ts';

export const PORTUGUESE: LegalTexts = {
  'no-legal-basis':
    'Não consta nenhum instrumento que permita um pedido formal entre {requesting} e {requested} nesta data e matéria. Pode seguir como consulta ou informação.',
  'legal-basis-not-confirmed': 'A vigência de {instrument} entre os dois Estados não está confirmada nos dados disponíveis.',
  'cited-instrument-not-applicable': 'O instrumento citado {instrument} não parece aplicável: {reason}',
  'another-treaty-governs':
    'Entre os dois Estados há outro tratado de auxílio ({governing}), que prevalece sobre os parágrafos 9 a 29 de {instrument}, salvo se ambos acordarem em aplicá-los.',
  'direct-contact-not-allowed': 'As autoridades não podem escrever diretamente uma à outra: {reason}',
  'transmission-treaty-not-applicable': 'A transmissão não está amparada por {instrument}: {reason}',
  'interpol-conditions-not-met': 'A via da INTERPOL exige que o caso seja urgente e que ambos os Estados a aceitem: {reason}',
  'interpol-original-to-follow':
    'O que segue pela via da INTERPOL deve seguir também por escrito de autoridade central para autoridade central.',
  'interpol-neutrality-not-declared':
    'Falta a declaração de que o assunto não tem caráter político, militar, religioso nem racial, que a via da INTERPOL exige.',
  'language-not-accepted': 'O destinatário não aceitou a língua {language}. Línguas aceitas: {accepted}.',
  'translation-missing': 'O ficheiro {file} está em {language} e não traz tradução para uma língua aceita ({accepted}).',
  'accepted-languages-unknown': 'Não se conhecem as línguas que o destinatário aceita. Convém consultá-lo.',
  'deadline-without-reasons': 'Pede-se resposta antes de {date}, mas não se diz por quê.',
  'deadline-already-past': 'A data {date} já passou.',
  'service-lead-time-too-short':
    'Faltam {days} dias para a audiência de {date}, e o destinatário pede receber as notificações pelo menos {required} dias antes.',
  'oral-request-not-accepted': 'Um pedido oral exige urgência e o acordo de ambos os Estados: {reason}',
  'oral-request-to-confirm': 'O pedido oral deve ser confirmado por escrito sem demora.',
  'use-conditions-missing': 'A informação segue sem condições de uso. Diga quais são, ou que não há nenhuma.',
  'data-class-not-allowed': 'O destinatário não pode receber dados da classe {dataClass}.',
  'officer-not-listed': 'O diretório não indica {officer} entre quem pode assinar por esta autoridade.',
  'territory-not-covered': 'A autoridade destinatária não atua para {territory}. Autoridade indicada: {hint}.',
  'matter-not-covered':
    'A autoridade destinatária não consta como competente para este tipo de pedido e matéria ({requestType}, {matter}). Autoridade indicada: {hint}.',
  'training-and-production-mixed': 'Uma das autoridades é de formação e a outra é real.',
  'profile-not-recently-confirmed': 'Os dados do destinatário foram confirmados pela última vez em {date}.',
  'assurance-missing': 'Um pedido baseado em {instrument} deve trazer a garantia correspondente, e não a traz.',
  'particulars-missing': 'Segundo o relatório de completude, faltam {count} dados exigidos. O pedido pode seguir mesmo assim.',
  'bank-secrecy-as-ground': 'O sigilo bancário não é motivo de recusa.',
  'fiscal-character-alone-as-ground': 'O caráter fiscal da infração não é, por si só, motivo de recusa.',
  'competence-unknown': 'O diretório não diz para que instrumentos, matérias e tipos de pedido o destinatário é competente.',
};
