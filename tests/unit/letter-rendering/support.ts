import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readTypeface } from '../../../adapters/letter-rendering/fonts/typeface.ts';
import { renderLetter } from '../../../adapters/letter-rendering/render-letter.ts';
import type { LetterDocument } from '../../../treaty/letter/letter-document.ts';

export const TYPEFACE = readTypeface();

export const RENDERING = { identifier: 'invented-message', createdAt: new Date('2026-11-20T10:00:00Z') };

export function rendered(letter: LetterDocument): Buffer {
  return renderLetter(letter, RENDERING, TYPEFACE);
}

/** What a program of others says about a file; `FILE` among the arguments stands for its path. */
export function said(pdf: Buffer, program: string, ...options: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'valija-letter-'));
  try {
    const file = join(folder, 'letter.pdf');
    writeFileSync(file, pdf);
    const { stdout, stderr, error } = spawnSync(
      program,
      options.map((option) => (option === 'FILE' ? file : option)),
      {
        encoding: 'utf8',
        maxBuffer: 64 * 1024 * 1024,
      },
    );
    if (error !== undefined) throw error;
    return stdout + stderr;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The text of the file as other programs find it, white space made plain. */
export function textOf(pdf: Buffer): string {
  return said(pdf, 'pdftotext', 'FILE', '-').replace(/\s+/g, ' ').trim();
}

export function pageCount(pdf: Buffer): number {
  return Number(/Pages:\s+(\d+)/.exec(said(pdf, 'pdfinfo', 'FILE'))?.[1]);
}
