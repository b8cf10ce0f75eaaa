import type { BoardState, ImageEntry } from '../../shared/contract/values.ts';
import { nextSlot } from '../../shared/ota/device/read-board.ts';
import type { Translator } from '../../shared/text/translator.ts';
import type { Gate } from '../bench/gate.ts';
import { hex } from '../text/format.ts';

/** Why the button cannot be pressed; null when it can. */
export function gateText(t: Translator, gate: Gate): string | null {
  switch (gate.kind) {
    case 'open':
      return null;
    case 'checksFailed':
      return t(gate.count === 1 ? 'page:gate_checkFailed' : 'page:gate_checksFailed', { count: gate.count });
    default:
      return t(`page:gate_${gate.kind}`);
  }
}

/** Which slot is written, and which stays bootable; null where the board has not said its partitions. */
export function slotSentences(
  t: Translator,
  board: BoardState,
  image: ImageEntry,
): { readonly writes: string; readonly stays: string | null } | null {
  const slot = nextSlot(board.facts);
  if (slot === null) return null;
  const { runningPartition, version } = board.facts;
  const offered = image.facts.version ?? image.fileName;
  return {
    writes: t('page:writesSlot', { slot: slot.label, offset: hex(slot.offset) }),
    stays:
      runningPartition === null || runningPartition === slot.label
        ? null
        : t('page:staysBootable', { slot: runningPartition, version: version ?? '', offered }),
  };
}
