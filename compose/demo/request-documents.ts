import type { SubmittedFile } from '../api-client/submitted-file.ts';
import { composePdf, type DocumentText } from './pdf-page.ts';

/** A file of the invented request, with its language where it has one. */
export interface RequestFile {
  file: SubmittedFile;
  language?: string;
}

const LETTER: DocumentText = {
  title: 'Solicitud de asistencia judicial (documento ficticio)',
  language: 'es',
  header: ['Autoridad Central de Xandria (Estado inventado)', 'DOCUMENTO FICTICIO: demostración sin efecto alguno'],
  footer: 'Solicitud XA-0001 (inventada) - documento ficticio - página {page} de {pages}',
  blocks: [
    { kind: 'title', text: 'Solicitud de asistencia judicial internacional en materia penal' },
    { kind: 'paragraph', text: 'A la Autoridad Central de Borelia (Estado inventado)' },
    {
      kind: 'paragraph',
      text: 'Este es un documento ficticio. Los Estados, las autoridades, las personas, las empresas, las cuentas y los hechos que menciona son inventados, y sirve solo para mostrar cómo viaja una solicitud sellada y qué acuses deja.',
    },
    { kind: 'heading', text: 'Datos de la solicitud' },
    {
      kind: 'numbered',
      text: 'Autoridad requirente: Autoridad Central de Xandria, a petición del Juzgado de Instrucción Inventado n.º 0.',
    },
    { kind: 'numbered', text: 'Autoridad requerida: Autoridad Central de Borelia.' },
    { kind: 'numbered', text: 'Procedimiento: diligencias 0000/2026 (número inventado), en fase de investigación.' },
    { kind: 'numbered', text: 'Fundamento: el tratado ficticio de asistencia judicial entre Xandria y Borelia, artículos 1, 4 y 7.' },
    {
      kind: 'numbered',
      text: 'Carácter: urgente. Los registros que se piden se conservan durante noventa días y el plazo vence pronto.',
    },
    { kind: 'numbered', text: 'Idioma: español, con traducción al portugués que acompaña a esta solicitud.' },
    { kind: 'heading', text: 'Personas y entidades (todas inventadas)' },
    { kind: 'numbered', text: 'Persona A, investigada, nacional de Xandria, con domicilio en la calle Inexistente, 1.' },
    { kind: 'numbered', text: 'Sociedad de Ejemplo Inventada, S. A., domiciliada en la capital de Borelia.' },
    { kind: 'numbered', text: 'Banco Imaginario de Borelia, titular de los registros que se solicitan.' },
    { kind: 'heading', text: 'Hechos' },
    {
      kind: 'paragraph',
      text: 'Según la investigación inventada, entre el 1 de enero y el 30 de junio de 2026 la Persona A habría ordenado doce transferencias desde una cuenta de una entidad pública ficticia de Xandria hacia la cuenta BX00-0000-0000 del Banco Imaginario de Borelia, a nombre de la Sociedad de Ejemplo Inventada, S. A. Los importes figuran en el anexo 2. Los hechos podrían constituir malversación, delito que las dos leyes ficticias castigan con más de un año de prisión.',
    },
    { kind: 'page-break' },
    { kind: 'heading', text: 'Asistencia que se solicita' },
    {
      kind: 'numbered',
      text: 'Que se ordene al Banco Imaginario de Borelia conservar los registros de la cuenta BX00-0000-0000 desde el 1 de enero de 2026.',
    },
    {
      kind: 'numbered',
      text: 'Que se remitan el contrato de apertura, los datos de las personas autorizadas y los extractos de esa cuenta, con constancia de su integridad.',
    },
    {
      kind: 'numbered',
      text: 'Que se reciba declaración como testigo a quien represente a la Sociedad de Ejemplo Inventada, S. A., con arreglo al cuestionario del anexo 1.',
    },
    { kind: 'numbered', text: 'Que se indique si existen otras cuentas de la misma sociedad en el territorio de Borelia.' },
    { kind: 'heading', text: 'Confidencialidad y uso' },
    {
      kind: 'paragraph',
      text: 'Se ruega mantener en reserva la existencia y el contenido de esta solicitud, salvo en lo necesario para cumplirla. Xandria usará lo que reciba solo en el procedimiento indicado y pedirá autorización para cualquier otro uso.',
    },
    { kind: 'heading', text: 'Garantías' },
    {
      kind: 'paragraph',
      text: 'La Persona A cuenta con asistencia letrada. Los hechos no se castigan con la pena de muerte y no tienen carácter político ni militar. Xandria ofrece reciprocidad en casos semejantes.',
    },
    { kind: 'heading', text: 'Forma de la respuesta' },
    {
      kind: 'paragraph',
      text: 'Se agradecerá la respuesta por esta misma vía electrónica, con referencia al número de la solicitud, y que se comunique sin demora cualquier dificultad para cumplirla dentro del plazo.',
    },
    { kind: 'heading', text: 'Anexos' },
    { kind: 'numbered', text: 'Anexo 1: cuestionario para la declaración testifical.' },
    { kind: 'numbered', text: 'Anexo 2: relación de las transferencias (archivo CSV).' },
    {
      kind: 'signature',
      text: 'Por la Autoridad Central de Xandria\n(firma inventada: la autenticidad consta en el sello electrónico del paquete)',
    },
  ],
};

const TRANSLATION: DocumentText = {
  title: 'Pedido de auxílio judiciário (documento fictício)',
  language: 'pt',
  header: ['Autoridade Central de Xândria (Estado inventado)', 'DOCUMENTO FICTÍCIO: demonstração sem qualquer efeito - tradução'],
  footer: 'Pedido XA-0001 (inventado) - documento fictício - tradução - página {page} de {pages}',
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
  footer: 'Anexo 1 de la solicitud XA-0001 (inventada) - documento ficticio - página {page} de {pages}',
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

/** The invented letter of request in Spanish (two pages), its Portuguese translation and two annexes. */
export async function inventedRequest(now: Date): Promise<RequestFile[]> {
  const [letter, translation, questionnaire] = await Promise.all([LETTER, TRANSLATION, QUESTIONNAIRE].map((text) => composePdf(text, now)));
  return [
    { file: inMemory('letter', 'solicitud.pdf', 'application/pdf', letter), language: 'es' },
    { file: inMemory('translation', 'traducao.pdf', 'application/pdf', translation), language: 'pt' },
    { file: inMemory('annex', 'anexo-1-cuestionario.pdf', 'application/pdf', questionnaire), language: 'es' },
    { file: inMemory('annex', 'anexo-2-transferencias.csv', 'text/csv', inventedTransfers()) },
  ];
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
