import type { SubmittedFile } from '../api-client/submitted-file.ts';
import { composePdf, type DocumentText } from './pdf-page.ts';
import { inventedRequestMessage } from './typed-messages.ts';

/** A file of the invented request, with its language where it has one. */
export interface RequestFile {
  file: SubmittedFile;
  language?: string;
}

/** A typed message and the files that go with it. */
export interface InventedRequest {
  message: ReturnType<typeof inventedRequestMessage>;
  files: readonly RequestFile[];
}

const TRANSLATION: DocumentText = {
  title: 'Pedido de auxílio judiciário (documento fictício)',
  language: 'pt',
  header: ['Autoridade Central de Xândria (Estado inventado)', 'DOCUMENTO FICTÍCIO: demonstração sem qualquer efeito - tradução'],
  footer: 'Pedido inventado - documento fictício - tradução - página {page} de {pages}',
  blocks: [
    { kind: 'title', text: 'Pedido de auxílio judiciário internacional em matéria penal' },
    { kind: 'paragraph', text: 'À Autoridade Central da Borélia (Estado inventado)' },
    {
      kind: 'paragraph',
      text: 'Este é um documento fictício. Os Estados, as autoridades, as pessoas, as empresas, as contas e os factos que menciona são inventados, e serve apenas para mostrar como viaja um pedido selado e que recibos deixa.',
    },
    { kind: 'heading', text: 'Dados do pedido' },
    { kind: 'numbered', text: 'Autoridade requerente: Autoridade Central de Xândria, a pedido do Juízo de Instrução Inventado n.º 0.' },
    { kind: 'numbered', text: 'Autoridade requerida: Autoridade Central da Borélia.' },
    { kind: 'numbered', text: 'Processo: diligências 0000/2026 (número inventado), em fase de inquérito.' },
    { kind: 'numbered', text: 'Fundamento: o tratado fictício de auxílio judiciário entre Xândria e Borélia, artigos 1.º, 4.º e 7.º.' },
    { kind: 'numbered', text: 'Caráter: urgente. Os registos pedidos são conservados durante noventa dias e o prazo termina em breve.' },
    { kind: 'numbered', text: 'Língua: espanhol, com a presente tradução para português.' },
    { kind: 'heading', text: 'Pessoas e entidades (todas inventadas)' },
    { kind: 'numbered', text: 'Pessoa A, investigada, nacional de Xândria, com domicílio na rua Inexistente, 1.' },
    { kind: 'numbered', text: 'Sociedade de Exemplo Inventada, S. A., com sede na capital da Borélia.' },
    { kind: 'numbered', text: 'Banco Imaginário da Borélia, titular dos registos pedidos.' },
    { kind: 'heading', text: 'Factos' },
    {
      kind: 'paragraph',
      text: 'Segundo o inquérito inventado, entre 1 de janeiro e 30 de junho de 2026 a Pessoa A terá ordenado doze transferências de uma conta de uma entidade pública fictícia de Xândria para a conta BX00-0000-0000 do Banco Imaginário da Borélia, em nome da Sociedade de Exemplo Inventada, S. A. Os montantes constam do anexo 2. Os factos poderão constituir peculato, crime que as duas leis fictícias punem com mais de um ano de prisão.',
    },
    { kind: 'page-break' },
    { kind: 'heading', text: 'Auxílio pedido' },
    {
      kind: 'numbered',
      text: 'Que se ordene ao Banco Imaginário da Borélia a conservação dos registos da conta BX00-0000-0000 desde 1 de janeiro de 2026.',
    },
    {
      kind: 'numbered',
      text: 'Que se enviem o contrato de abertura, os dados das pessoas autorizadas e os extratos dessa conta, com menção da sua integridade.',
    },
    {
      kind: 'numbered',
      text: 'Que se ouça como testemunha quem represente a Sociedade de Exemplo Inventada, S. A., segundo o questionário do anexo 1.',
    },
    { kind: 'numbered', text: 'Que se indique se existem outras contas da mesma sociedade no território da Borélia.' },
    { kind: 'heading', text: 'Confidencialidade e utilização' },
    {
      kind: 'paragraph',
      text: 'Pede-se que se mantenham reservados a existência e o conteúdo deste pedido, salvo no necessário para o cumprir. Xândria utilizará o que receber apenas no processo indicado e pedirá autorização para qualquer outra utilização.',
    },
    { kind: 'heading', text: 'Garantias' },
    {
      kind: 'paragraph',
      text: 'A Pessoa A tem assistência de advogado. Os factos não são puníveis com pena de morte e não têm caráter político nem militar. Xândria oferece reciprocidade em casos semelhantes.',
    },
    { kind: 'heading', text: 'Forma da resposta' },
    {
      kind: 'paragraph',
      text: 'Agradece-se a resposta por esta mesma via eletrónica, com referência ao número do pedido, e que se comunique sem demora qualquer dificuldade em cumpri-lo dentro do prazo.',
    },
    { kind: 'heading', text: 'Anexos' },
    { kind: 'numbered', text: 'Anexo 1: questionário para a inquirição da testemunha.' },
    { kind: 'numbered', text: 'Anexo 2: relação das transferências (ficheiro CSV).' },
    { kind: 'signature', text: 'Pela Autoridade Central de Xândria\n(tradução inventada: o original em espanhol faz fé)' },
  ],
};

const QUESTIONNAIRE: DocumentText = {
  title: 'Anexo 1: cuestionario (documento ficticio)',
  language: 'es',
  header: ['Autoridad Central de Xandria (Estado inventado)', 'DOCUMENTO FICTICIO: demostración sin efecto alguno'],
  footer: 'Anexo 1 de la solicitud inventada - documento ficticio - página {page} de {pages}',
  blocks: [
    { kind: 'title', text: 'Anexo 1: cuestionario para la declaración testifical' },
    { kind: 'paragraph', text: 'Documento ficticio. Se ruega preguntar a quien represente a la sociedad inventada:' },
    { kind: 'numbered', text: '¿Desde cuándo representa a la Sociedad de Ejemplo Inventada, S. A.?' },
    { kind: 'numbered', text: '¿Quiénes están autorizados a disponer de la cuenta BX00-0000-0000?' },
    { kind: 'numbered', text: '¿A qué operaciones responden las doce transferencias del anexo 2?' },
    { kind: 'numbered', text: '¿Qué relación tiene la sociedad con la Persona A?' },
    { kind: 'numbered', text: '¿Existen contratos o facturas que justifiquen los importes? Se ruega aportar copia.' },
  ],
};

/**
 * The invented request as data, of which the gateway writes the letter in Spanish; with it go a Portuguese translation and two annexes.
 */
export async function inventedRequest(now: Date): Promise<InventedRequest> {
  const [translation, questionnaire] = await Promise.all([composePdf(TRANSLATION, now), composePdf(QUESTIONNAIRE, now)]);
  const annexes = {
    questionnaire: { name: 'anexo-1-cuestionario.pdf', content: questionnaire },
    transfers: { name: 'anexo-2-transferencias.csv', content: inventedTransfers() },
  };
  return {
    message: inventedRequestMessage(now, annexes),
    files: [
      { file: inMemory('translation', 'traducao.pdf', 'application/pdf', translation), language: 'pt' },
      { file: inMemory('annex', annexes.questionnaire.name, 'application/pdf', questionnaire), language: 'es' },
      { file: inMemory('annex', annexes.transfers.name, 'text/csv', annexes.transfers.content) },
    ],
  };
}

/** Twelve invented transfers, one each half month. */
function inventedTransfers(): Buffer {
  const rows = Array.from({ length: 12 }, (_, index) => {
    const month = String(Math.floor(index / 2) + 1).padStart(2, '0');
    const day = index % 2 === 0 ? '05' : '20';
    return `2026-${month}-${day};XX00-FICTICIA-0001;BX00-0000-0000;${(1_250 + 375 * index).toFixed(2)};XAD;transferencia inventada ${index + 1}`;
  });
  return Buffer.from(
    ['fecha;cuenta de origen;cuenta de destino;importe;moneda;concepto (todo ficticio)', ...rows, ''].join('\r\n'),
    'utf8',
  );
}

function inMemory(role: SubmittedFile['role'], name: string, mediaType: string, content: Buffer = Buffer.alloc(0)): SubmittedFile {
  return {
    role,
    name,
    mediaType,
    length: content.length,
    async *open() {
      yield content;
    },
  };
}
