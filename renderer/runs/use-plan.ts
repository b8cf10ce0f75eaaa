import { useState } from 'react';

import type { PlanSource } from '../../shared/contract/run-contract.ts';
import type { ErrorPayload } from '../../shared/errors.ts';
import { toErrorPayload } from '../../shared/errors.ts';
import type { PlanProblem } from '../../shared/run/plan.ts';
import type { PlanCheck } from '../../shared/run/plan-check.ts';
import { useBench } from '../bench/bench-context.tsx';
import { useClient, useImages, useStateOf } from '../client/context.tsx';

/** A plan that was chosen, what it would do, and its start. */
export interface ChosenPlan {
  readonly source: PlanSource | null;
  /** Null before the first answer. */
  readonly check: PlanCheck | null;
  /** What was said when it began: boards that were left out. */
  readonly notes: readonly PlanProblem[];
  /** Why it could not be read, or not be begun. */
  readonly error: ErrorPayload | null;
  /** Its boards are looked for. */
  readonly starting: boolean;
  readonly takeFile: (file: File) => Promise<void>;
  readonly takePath: (path: string) => Promise<void>;
  /** Looks at it anew, as it is now. */
  readonly readAgain: () => Promise<void>;
  readonly chooseImage: (image: string, imageId: string) => Promise<void>;
  readonly start: () => Promise<void>;
  /** While its boards are looked for. */
  readonly callOff: () => void;
}

/** One plan of the Runs screen. A shell that knows a file's path has it read there, with the images beside it. */
export function usePlan(): ChosenPlan {
  const client = useClient();
  const images = useImages();
  const mayNamePaths = (useStateOf('app')?.paths ?? 'none') !== 'none';
  const { state, dispatch } = useBench();
  const { plan: source } = state;
  const [check, setCheck] = useState<PlanCheck | null>(null);
  const [notes, setNotes] = useState<readonly PlanProblem[]>([]);
  const [error, setError] = useState<ErrorPayload | null>(null);
  const [starting, setStarting] = useState(false);

  const guard = async (work: () => Promise<void>): Promise<void> => {
    setError(null);
    try {
      await work();
    } catch (thrown) {
      const failed = toErrorPayload(thrown);
      if (failed.code !== 'run/called-off') setError(failed);
    }
  };
  const look = async (plan: PlanSource): Promise<PlanCheck> => {
    dispatch({ kind: 'choosePlan', plan });
    setNotes([]);
    const answer = await client.call('run.planCheck', { plan });
    setCheck(answer);
    return answer;
  };
  /** Of another machine: images of the library that are called as the plan's files are, until others are chosen. */
  const lookAtText = async (text: string, fileName: string): Promise<void> => {
    const { images: asked } = await look({ text, fileName, imageIds: {} });
    const named = asked.flatMap(({ image, file }) => {
      const base = file.split(/[/\\]/).at(-1);
      const found = images.find((each) => each.fileName === base && each.available);
      return found === undefined ? [] : [[image, found.imageId] as const];
    });
    if (named.length > 0) await look({ text, fileName, imageIds: Object.fromEntries(named) });
  };
  const begin = async (plan: PlanSource): Promise<void> => {
    setStarting(true);
    try {
      const begun = await client.call('run.plan', { plan, reportDir: null });
      setNotes(begun.notes);
      if (begun.runId === null && check !== null) setCheck({ ...check, problems: begun.problems });
    } finally {
      setStarting(false);
    }
  };
  return {
    source,
    check,
    notes,
    error,
    starting,
    takePath: (path) => guard(async () => void (await look({ path }))),
    takeFile: (file) =>
      guard(async () => {
        const path = mayNamePaths ? client.pathOf(file) : null;
        if (path !== null) await look({ path });
        else await lookAtText(await file.text(), file.name);
      }),
    readAgain: () => guard(async () => void (source !== null && (await look(source)))),
    chooseImage: (image, imageId) =>
      guard(async () => {
        if (source === null || !('imageIds' in source)) return;
        await look({ ...source, imageIds: { ...source.imageIds, [image]: imageId } });
      }),
    start: () => guard(async () => void (source !== null && (await begin(source)))),
    callOff: () => void client.call('run.planCancel', {}).catch(() => undefined),
  };
}
