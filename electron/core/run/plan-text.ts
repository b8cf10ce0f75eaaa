import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';

import type { PlanSource } from '../../../shared/contract/run-contract.ts';
import { messageOf, WorkbenchError } from '../../../shared/errors.ts';
import type { PathAccess } from '../image/path-access.ts';
import type { ImagesAt } from './plan-images.ts';

/** A plan is written by hand. */
const MAX_PLAN_BYTES = 1024 * 1024;

/** The text of a plan, and what its paths are relative to. */
export interface PlanText {
  readonly text: string;
  /** For people. */
  readonly file: string;
  readonly images: ImagesAt;
  /** Where its commands run; null where it came from another machine. */
  readonly folder: string | null;
}

/** @throws WorkbenchError plan/unreadable, path/… */
export async function planText(source: PlanSource, access: Pick<PathAccess, 'resolve'>): Promise<PlanText> {
  if ('imageIds' in source) {
    const { text, fileName, imageIds } = source;
    return { text, file: fileName, images: { imageIds }, folder: null };
  }
  if ('text' in source) {
    const folder = await access.resolve(source.baseDir);
    return { text: source.text, file: 'plan.yaml', images: { folder }, folder };
  }
  const unreadable = (thrown: unknown): WorkbenchError =>
    new WorkbenchError('plan/unreadable', { file: source.path, detail: messageOf(thrown) });
  const file = await access.resolve(source.path).catch((thrown: unknown) => {
    throw thrown instanceof WorkbenchError && thrown.code.startsWith('path/') ? thrown : unreadable(thrown);
  });
  try {
    const { size } = await stat(file);
    if (size > MAX_PLAN_BYTES) throw new Error(`${size} bytes`);
    const folder = path.dirname(file);
    return { text: await readFile(file, 'utf8'), file: path.basename(file), images: { folder }, folder };
  } catch (thrown) {
    throw unreadable(thrown);
  }
}
