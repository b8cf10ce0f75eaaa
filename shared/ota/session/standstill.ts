import type { Session } from './session.ts';

/** Milliseconds after which lines that repeat themselves keep no update alive. */
const STANDSTILL_MS = 300_000;

/**
 * Whether an update came further: a stage, a byte of the image, a restart. Each of them comes only so often, so that
 * an update ends whatever a board goes on printing.
 */
export function cameFurther(before: Session, after: Session): boolean {
  return (
    after.view.stages !== before.view.stages ||
    bytesOf(after) > bytesOf(before) ||
    restartsOf(after) > restartsOf(before)
  );
}

/** When an update that comes no further is due, whatever its phase was granted since. */
export function standsStillAtMs({ notes }: Session): number {
  return notes.furtherAtMs + STANDSTILL_MS;
}

function bytesOf({ view }: Session): number {
  const { deliveredBytes, totalBytes, writtenBytes } = view.progress;
  return Math.min(deliveredBytes ?? 0, totalBytes) + Math.min(writtenBytes ?? 0, totalBytes);
}

function restartsOf({ notes }: Session): number {
  return notes.earlyBoots + notes.newBoots + notes.resets;
}
