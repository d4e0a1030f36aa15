import type { SignatureAppearance } from '../../crypto/pades/signature-appearance.ts';
import type { LetterDocument, LetterRendering, SignatureMark } from '../../gateway/contracts/letter-renderer.ts';
import type { LetterRenderingErrorCode } from './error.ts';

export type Task =
  | { kind: 'render'; document: LetterDocument; options: LetterRendering }
  | { kind: 'draw-mark'; mark: SignatureMark; place: { width: number; height: number } };

export type TaskOf<Kind extends Task['kind']> = Extract<Task, { kind: Kind }>;

export interface TaskResults {
  render: Uint8Array;
  'draw-mark': SignatureAppearance;
}

export interface Order {
  id: number;
  task: Task;
}

export type News =
  | { id: number; result: TaskResults[keyof TaskResults] }
  | { id: number; failure: { code?: LetterRenderingErrorCode; message: string; characters: readonly string[] } };
