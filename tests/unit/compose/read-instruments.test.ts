import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readInstruments } from '../../../compose/gateway/read-instruments.ts';
import { instrumentsInUse } from '../../../gateway/legal/examine-with-directory.ts';
import { projectFolder } from '../architecture/project.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'valija-instruments-'));
});
afterAll(() => rm(folder, { recursive: true }));

const EXAMPLE = join(projectFolder, 'docs', 'examples', 'instruments.json');
const directory = { instruments: () => [] } as unknown as Parameters<typeof instrumentsInUse>[0]['directory'];

async function written(text: string): Promise<string> {
  const path = join(folder, 'instruments.json');
  await writeFile(path, text);
  return path;
}

describe('configured instruments', () => {
  it('stand beside those of the product, and take the place of those with the same identifier', async () => {
    const instruments = await readInstruments([EXAMPLE]);
    const inUse = instrumentsInUse({ directory, instruments }).map(({ identifier }) => identifier);
    expect(inUse).toEqual(expect.arrayContaining(['untoc', 'uncac', 'xa-xc-extradition-2021']));
    const [document] = instruments;
    const [first] = document?.instruments ?? [];
    if (document === undefined || first === undefined) throw new Error('the example has an instrument');
    const other = { ...document, instruments: [{ ...first, identifier: 'untoc' }], parties: [] };
    expect(instrumentsInUse({ directory, instruments: [other] }).filter(({ identifier }) => identifier === 'untoc')).toEqual(
      other.instruments,
    );
  });

  it.each([
    ['no JSON', '{', undefined],
    ['a name twice', '{"format":"valija-instruments/1","format":"valija-instruments/1","instruments":[],"parties":[]}', undefined],
    ['an unknown member', '{"format":"valija-instruments/1","instruments":[],"parties":[],"more":1}', '#'],
    ['another format', '{"format":"valija-instruments/2","instruments":[],"parties":[]}', '#/format'],
  ])('end the start with the place of the fault: %s', async (_name, text, place) => {
    const path = await written(text);
    const faults = place === undefined ? [] : [{ path: `${path}${place}`, message: expect.any(String) }];
    await expect(readInstruments([path])).rejects.toMatchObject({ code: 'instruments-unusable', disposition: 'operator', faults });
  });

  it('end the start when their file is not there', async () => {
    await expect(readInstruments([join(folder, 'missing.json')])).rejects.toMatchObject({ code: 'instruments-unusable' });
  });
});
