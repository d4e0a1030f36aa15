import { PDFDocument, StandardFonts } from 'pdf-lib';

/** A letter of request with invented content, about one KiB. */
export async function inventedLetter(): Promise<Buffer> {
  const document = await PDFDocument.create();
  const font = await document.embedFont(StandardFonts.Helvetica);
  const page = document.addPage();
  page.drawText('Carta rogatoria (inventada, para medir)', { x: 60, y: 760, size: 16, font });
  page.drawText('De la Autoridad Central de Xandria a la de Borelia: Estados que no existen.', { x: 60, y: 720, size: 11, font });
  return Buffer.from(await document.save());
}
