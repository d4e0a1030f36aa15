import type { BlobReader } from '../../store/contracts/blobs.ts';
import { type LetterReport, SIGNATURE_ROOM } from '../contracts/letters.ts';
import type { GatewayDependencies } from '../dependencies.ts';
import { nameSeals } from '../package/letter-report.ts';
import type { ReceivedFile } from '../package/particulars.ts';

/**
 * What the signatures of a received letter are worth, for the people who read it. Nothing of it refuses a message (design rule 4): the
 * seal of the package says who sent it. Undefined when the package has no letter.
 */
export async function examineLetter(
  dependencies: GatewayDependencies,
  sender: string,
  files: readonly ReceivedFile[],
  reader: BlobReader,
): Promise<LetterReport | undefined> {
  const letter = files.find(({ role }) => role === 'letter');
  if (letter === undefined) return undefined;
  // It is judged in memory, and how long letters may be is for each gateway to say.
  if (letter.size > dependencies.settings.maximumLetterLength + SIGNATURE_ROOM) return { signatures: [], code: 'letter-too-large' };
  const { letters, clock } = dependencies;
  const report = await letters.hold(letter.size, async () =>
    letters.examine(await reader.read(letter.offset, letter.size), { at: clock.now() }),
  );
  return nameSeals(dependencies, report, sender);
}
