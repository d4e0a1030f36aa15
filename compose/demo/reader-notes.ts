import { writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Installation } from '../development/installation.ts';

/** Writes how to check everything in the folder without this program. */
export async function writeReaderNotes(out: string, installation: Installation): Promise<string> {
  const { pki, gateways } = installation;
  const recipient = gateways[1]?.authority.id ?? '';
  const inOut = (path: string) => relative(out, path);
  const encryption = pki.authority(recipient).role('encryption');
  const root = inOut(pki.root.certificate);
  const lines = [
    'Todo lo que hay en esta carpeta es inventado. / Everything in this folder is invented.',
    '',
    'package.asice     el paquete sellado / the sealed package (ASiC-E, CAdES)',
    'sealed.p7m        lo que viaja / what travels (CMS AuthEnvelopedData)',
    'letter.pdf        la carta que escribió y firmó la pasarela, tal como llegó / the letter that the gateway wrote and signed, as it arrived (PAdES)',
    'evidence/         los acuses / the receipts (JAdES)',
    'proof-bundle.zip  el expediente de prueba de la solicitud / the proof bundle of the request',
    'conversation-bundle.zip  el de toda la conversación / that of the whole conversation',
    'installation/     autoridades, claves y datos de la demostración / authorities, keys and data of the demonstration',
    '',
    'Con esta herramienta / with this tool:',
    `  npx valija verify proof-bundle.zip --trust ${inOut(installation.trust)}`,
    `  npx valija verify conversation-bundle.zip --trust ${inOut(installation.trust)}`,
    '',
    'Con openssl / with openssl:',
    `  openssl cms -decrypt -binary -inform DER -in sealed.p7m -inkey ${inOut(encryption.key)} -recip ${inOut(encryption.certificate)} -out opened.asice`,
    '  cmp opened.asice package.asice',
    '  unzip -o package.asice -d opened',
    `  openssl cms -verify -cades -binary -inform DER -in opened/META-INF/signature001.p7s -content opened/META-INF/ASiCManifest001.xml -CAfile ${root} -purpose any -out /dev/null`,
    `  openssl verify -CAfile ${root} -untrusted ${inOut(pki.issuing.certificate)} ${inOut(pki.authority(recipient).role('evidence').certificate)}`,
    '',
    'Con pdfsig (poppler-utils), que dice "Signature is Valid" / with pdfsig, which says "Signature is Valid":',
    '  pdfsig -nocert letter.pdf',
    '',
  ];
  const path = join(out, 'README.txt');
  await writeFile(path, lines.join('\n'));
  return path;
}
