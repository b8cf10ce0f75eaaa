import type { BoardState, ImageEntry } from '../../shared/contract/values.ts';
import { nextSlot } from '../../shared/ota/device/read-board.ts';
import type { SessionView } from '../../shared/ota/session-view.ts';
import type { Phase } from '../bench/phase.ts';
import { bytesAtBoard } from '../bench/standing.ts';

/** What a slot holds and what happens to it; `mark` is drawn at its left edge. */
export interface SlotNote {
  readonly version: string | null;
  readonly note:
    | 'runs'
    | 'proven'
    | 'canRollBackTo'
    | 'willBeWritten'
    | 'beingWritten'
    | 'chosen'
    | 'onTrial'
    | 'untouched'
    | 'unfinished'
    | null;
  /** Bytes that are known to be used, from the start of the slot. */
  readonly usedBytes: number | null;
}

const NOTHING: SlotNote = { version: null, note: null, usedBytes: null };

export interface SlotInput {
  readonly board: BoardState;
  readonly image: ImageEntry | null;
  readonly phase: Phase;
  readonly session: SessionView | null;
}

/** What is known of the partition `label`, from the board's words and the update. */
export function slotNote(label: string, input: SlotInput): SlotNote {
  const { board, session } = input;
  if (session !== null && label === session.expected.partition) return targetNote(input, session);
  const replaced = session !== null && board.facts.runningPartition === session.expected.partition;
  if (replaced && label === session.before.partition) {
    return { version: session.before.version, note: 'canRollBackTo', usedBytes: null };
  }
  if (label === board.facts.runningPartition)
    return { version: board.facts.version, note: 'runs', usedBytes: null };
  if (input.phase === 'ready' && label === nextSlot(board.facts)?.label)
    return { ...NOTHING, note: 'willBeWritten' };
  return NOTHING;
}

/** The slot that the update is for. */
function targetNote({ image }: SlotInput, session: SessionView): SlotNote {
  const { stages, verdict, progress } = session;
  const version = session.image.version;
  const has = (name: string): boolean => stages.some(({ stage }) => stage === name);
  const whole = image?.facts.sizeBytes ?? progress.totalBytes;
  const written = bytesAtBoard(progress);
  if (verdict?.outcome === 'confirmed') return { version, note: 'proven', usedBytes: whole };
  if (verdict === null) {
    if (has('newImageRuns')) return { version, note: 'onTrial', usedBytes: whole };
    if (has('imageVerified')) return { version, note: 'chosen', usedBytes: whole };
    const begun = has('headerAccepted');
    return begun
      ? { version, note: 'beingWritten', usedBytes: written ?? 0 }
      : { ...NOTHING, note: 'willBeWritten' };
  }
  if (has('imageVerified')) return { version, note: null, usedBytes: whole };
  if (has('writing') || (progress.writtenBytes ?? 0) > 0)
    return { version: null, note: 'unfinished', usedBytes: written };
  return { ...NOTHING, note: 'untouched' };
}
