import type { LetterBlock, LetterDocument, LetterLanguage } from '../../treaty/letter/letter-document.ts';

const FACTS =
  'El 14 de marzo de 2026 la fiscalía abrió diligencias por hechos que podrían constituir blanqueo de capitales. La sociedad inventada ' +
  '«Ejemplo & Hijos» recibió transferencias por un total de 1 250 000 EUR desde cuentas de una entidad de la jurisdicción requerida.';

/** Names as languages of Europe and Latin America, Vietnam, Greece and Bulgaria write them; nobody bears them together. */
export const NAMES =
  'Łukasz Žižek Ångström Ővári Ștefan Ğüneş Ñandú Ŵyn Þórr Đặng Đình Çağlar Ħal Ķēniņš Ūdris Æsir Øyvind Œuvre Straße ' +
  'Ἀθηνᾶ Λόγος Цветан';

/** A block of every kind; invented through and through. */
export function inventedBlocks(): LetterBlock[] {
  return [
    { kind: 'facts', caption: 'Datos de la carta', facts: [{ label: 'Nuestra referencia', value: 'XA-DEMO/2026/000042' }] },
    { kind: 'heading', level: 1, text: 'Solicitud de asistencia jurídica mutua en materia penal' },
    { kind: 'paragraph', text: FACTS },
    { kind: 'notice', title: 'Urgente', texts: ['Se ruega respuesta antes del 4 de diciembre de 2026, 12:00 (Europe/Lisbon).'] },
    { kind: 'heading', level: 2, text: 'Contenido de la solicitud' },
    {
      kind: 'particulars',
      items: [
        { number: '1.', label: 'Autoridad requirente', article: 'UNTOC, artículo 18(15)(a)', blocks: [{ kind: 'paragraph', text: FACTS }] },
        {
          number: '2.',
          label: 'Personas afectadas',
          article: 'UNTOC, artículo 18(15)(e)',
          blocks: [
            { kind: 'facts', caption: 'Persona', facts: [{ label: 'Nombre', value: NAMES }] },
            { kind: 'list', items: ['declaración de testigos', 'registro e incautación'] },
          ],
        },
      ],
    },
    { kind: 'heading', level: 2, text: 'Ficheros' },
    {
      kind: 'table',
      caption: 'Ficheros que acompañan a la solicitud',
      columns: [
        { heading: 'Nombre', share: 2 },
        { heading: 'SHA-256', share: 4 },
      ],
      rows: [['auto-judicial.pdf', 'a3f5'.repeat(16)]],
    },
    {
      kind: 'paragraph',
      text: [{ text: 'La ley dice: ' }, { text: 'The request shall be executed.', language: 'en' }, { text: ' Así consta.' }],
    },
    signaturePlace(),
  ];
}

export function signaturePlace(field = 'Seal'): LetterBlock {
  return {
    kind: 'signature-place',
    field,
    lines: ['Por la Autoridad Central de XA (inventada)', 'Jefatura de servicio'],
    emptyText: 'Lugar de la firma electrónica',
    description: 'Firma electrónica de la Autoridad Central de XA',
  };
}

/** An invented letter of the invented State XA. */
export function inventedLetter(
  blocks: readonly LetterBlock[] = inventedBlocks(),
  { language = 'es', watermark }: { language?: LetterLanguage; watermark?: string } = {},
): LetterDocument {
  return {
    language,
    title: 'Solicitud XA-DEMO/2026/000042',
    letterhead: { names: ['Autoridad Central de XA (inventada)', 'Ministerio de Justicia de XA'], contact: ['Calle Inventada 12'] },
    runningHead: 'Autoridad Central de XA (inventada) · XA-DEMO/2026/000042',
    pageLabel: 'página {page} de {pages}',
    footer: 'XA-DEMO/2026/000042',
    ...(watermark === undefined ? {} : { watermark }),
    blocks,
  };
}
