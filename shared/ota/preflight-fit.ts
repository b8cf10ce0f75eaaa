import { otaSlots } from '../esp/partition-table.ts';
import type { BoardFacts, PartitionRow } from './board-facts.ts';
import { nextSlot } from './device/read-board.ts';
import type { PreflightCheck } from './preflight.ts';
import { check } from './preflight-input.ts';

/** Whether the whole file, signature and padding included, fits the slot it will be written to. */
export function fitCheck(sizeBytes: number, board: BoardFacts): PreflightCheck {
  if (board.partitions.length === 0) return check('fit', 'notKnown');
  const slots = otaSlots(board.partitions);
  if (slots.length === 0) return check('fit', 'failed', { context: 'noSlot' });
  const next = nextSlot(board);
  if (next !== null) {
    // esp_ota_get_next_update_partition() comes back to the only slot, and nothing may write where it runs.
    if (next.label === board.runningPartition) {
      return check('fit', 'failed', { context: 'onlyRunning', slot: next.label });
    }
    return compared(sizeBytes, next);
  }
  // Which slot is next is not known: it does not matter where all agree.
  const results = slots.map((slot) => compared(sizeBytes, slot));
  const [first] = results;
  const agree = results.every(({ result }) => result === first?.result);
  return agree && first !== undefined ? first : check('fit', 'notKnown');
}

function compared(sizeBytes: number, slot: PartitionRow): PreflightCheck {
  const params = { slot: slot.label, sizeBytes, slotBytes: slot.sizeBytes };
  if (sizeBytes > slot.sizeBytes) return check('fit', 'failed', params);
  const kib = { usedKib: Math.ceil(sizeBytes / 1024), slotKib: slot.sizeBytes / 1024 };
  return check('fit', 'passed', { ...params, ...kib });
}
