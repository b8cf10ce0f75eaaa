import type { PlanBoard, PlanStep } from './plan.ts';
import { planBoardSchema, planImageName, planStepSchema } from './plan.ts';

/** What can be read of a plan, right as a whole or not: each part on its own. */
export interface PlanParts {
  readonly name: string | null;
  /** Files by the names that the plan gives them. */
  readonly images: Readonly<Record<string, string>>;
  readonly boards: readonly PlacedPart<PlanBoard>[];
  readonly steps: readonly PlacedPart<PlanStep>[];
  /** Whether every step could be read: else what the others use is not known. */
  readonly allSteps: boolean;
}

/** An entry of a list, by its index in the file. */
export interface PlacedPart<T> {
  readonly index: number;
  readonly value: T;
}

/** A file of which nothing can be read. */
export const NO_PARTS: PlanParts = { name: null, images: {}, boards: [], steps: [], allSteps: false };

/** Takes what has its form out of the value of a plan file. */
export function planParts(value: unknown): PlanParts {
  if (!isRecord(value)) return NO_PARTS;
  const { name, images, boards, steps } = value;
  const named = Object.entries(isRecord(images) ? images : {}).flatMap(([image, file]) =>
    planImageName.safeParse(image).success && typeof file === 'string' && file !== '' ? [[image, file]] : [],
  );
  const readable = listed(steps, (step) => planStepSchema.safeParse(step));
  return {
    name: typeof name === 'string' ? name : null,
    images: Object.fromEntries(named) as Record<string, string>,
    boards: listed(boards, (board) => planBoardSchema.safeParse(board)),
    steps: readable,
    allSteps: Array.isArray(steps) && readable.length === steps.length,
  };
}

type Reading<T> = { readonly success: true; readonly data: T } | { readonly success: false };

function listed<T>(value: unknown, read: (each: unknown) => Reading<T>): readonly PlacedPart<T>[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((each, index) => {
    const reading = read(each);
    return reading.success ? [{ index, value: reading.data }] : [];
  });
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
