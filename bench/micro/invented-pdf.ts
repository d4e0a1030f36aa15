import { randomBytes } from 'node:crypto';

const LARGEST_IMAGE = 1024 * 1024;

/** A PDF of about that many octets: pages with an image each, whose samples are random, and a cross-reference table. */
export function inventPdf(octets: number): Buffer {
  const pages = Math.max(1, Math.ceil(octets / LARGEST_IMAGE));
  const side = Math.floor(Math.sqrt(octets / pages));
  const kids = Array.from({ length: pages }, (_, page) => `${3 + 2 * page} 0 R`).join(' ');
  const objects = [
    Buffer.from('<</Type/Catalog/Pages 2 0 R>>'),
    Buffer.from(`<</Type/Pages/Kids[${kids}]/Count ${pages}/MediaBox[0 0 595 842]>>`),
    ...Array.from({ length: pages }, (_, page) => [
      Buffer.from(`<</Type/Page/Parent 2 0 R/Resources<</XObject<</Image ${4 + 2 * page} 0 R>>>>>>`),
      imageOf(side),
    ]).flat(),
  ];
  return withTable(objects);
}

/** Eight bits of grey for each sample. */
function imageOf(side: number): Buffer {
  const entries = `/Type/XObject/Subtype/Image/Width ${side}/Height ${side}/ColorSpace/DeviceGray/BitsPerComponent 8`;
  return Buffer.concat([
    Buffer.from(`<<${entries}/Length ${side * side}>>\nstream\n`),
    randomBytes(side * side),
    Buffer.from('\nendstream'),
  ]);
}

function withTable(bodies: readonly Buffer[]): Buffer {
  const chunks = [Buffer.from('%PDF-1.7\n')];
  let length = chunks[0]?.length ?? 0;
  const rows = bodies.map((body, index) => {
    const object = Buffer.concat([Buffer.from(`${index + 1} 0 obj\n`), body, Buffer.from('\nendobj\n')]);
    const row = `${String(length).padStart(10, '0')} 00000 n \n`;
    chunks.push(object);
    length += object.length;
    return row;
  });
  const size = bodies.length + 1;
  const trailer = `trailer\n<</Size ${size}/Root 1 0 R>>\nstartxref\n${length}\n%%EOF\n`;
  return Buffer.concat([...chunks, Buffer.from(`xref\n0 ${size}\n0000000000 65535 f \n${rows.join('')}${trailer}`)]);
}
