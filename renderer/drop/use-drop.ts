import { useCallback, useState } from 'react';

import type { ErrorPayload } from '../../shared/errors.ts';
import { useBench } from '../bench/bench-context.tsx';
import { useActions } from '../bench/use-actions.ts';
import { PIECE_BYTES } from '../log/open-file.ts';
import type { FileKind } from './file-kind.ts';
import { fileKindOf } from './file-kind.ts';

/** One thing that was handed over, and what came of it. */
export interface DroppedThing {
  /** Its place in the drop: two things may have one name. */
  readonly nth: number;
  readonly name: string;
  /** `merged`: an image of a whole flash, whose apps are offered. */
  readonly as: FileKind | 'folder' | 'merged';
  readonly step: 'reading' | 'done' | 'failed';
  readonly error: ErrorPayload | null;
}

export interface Drop {
  /** What was handed over last, where what became of it does not show by itself; else empty. */
  readonly things: readonly DroppedThing[];
  /** `folders`: those of the files that are folders. */
  readonly take: (files: readonly File[], folders: ReadonlySet<File>) => Promise<void>;
  readonly close: () => void;
}

/** Takes what is dropped on the page or chosen for it, each thing for what it is. */
export function useDrop(): Drop {
  const { dispatch } = useBench();
  const { takeFile, takeFolder } = useActions();
  const [things, setThings] = useState<readonly DroppedThing[]>([]);

  const takeThing = async (thing: DroppedThing, file: File): Promise<DroppedThing> => {
    const { as, step } = thing;
    if (step === 'done') return thing;
    const taken = as === 'folder' ? { as, error: await takeFolder(file) } : await takeFile(file);
    return { ...thing, ...taken, step: taken.error === null ? 'done' : 'failed' };
  };

  const take: Drop['take'] = async (files, folders) => {
    const told = thingsOf(files, folders);
    const isTold = isWorthTelling(told) || files.some(takesTime);
    setThings(isTold ? [...told] : []);
    const certificates = files.filter((_, index) => told[index]?.as === 'certificate');
    if (certificates.length > 0) dispatch({ kind: 'bringCertificates', files: certificates });
    const plan = files.findLast((_, index) => told[index]?.as === 'plan');
    if (plan !== undefined) dispatch({ kind: 'bringPlan', file: plan });
    for (const [index, file] of files.entries()) {
      const thing = await takeThing(told[index] as DroppedThing, file);
      told[index] = thing;
      const { error } = thing;
      if (isTold) setThings([...told]);
      else if (error !== null) dispatch({ kind: 'fail', error });
    }
    if (told.length === 1 && isShownLog(told[0] as DroppedThing)) setThings([]);
  };
  const close = useCallback(() => setThings([]), []);
  return { things, take, close };
}

function thingsOf(files: readonly File[], folders: ReadonlySet<File>): DroppedThing[] {
  return files.map((file, nth) => {
    const as = folders.has(file) ? 'folder' : fileKindOf(file);
    const hasScreen = as === 'certificate' || as === 'plan';
    return { nth, name: file.name, as, step: hasScreen ? 'done' : 'reading', error: null };
  });
}

/** A log shows itself once it is there. */
function isShownLog({ as, step }: DroppedThing): boolean {
  return as === 'log' && step === 'done';
}

/** One image, log or folder shows by itself, as certificates do; programs and mixtures do not. */
function isWorthTelling(things: readonly DroppedThing[]): boolean {
  if (things.some(({ as }) => as === 'elf')) return true;
  return things.length > 1 && things.some(({ as }) => as !== 'certificate');
}

function takesTime(file: File): boolean {
  return fileKindOf(file) === 'log' && file.size > PIECE_BYTES;
}
