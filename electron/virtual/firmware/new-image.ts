import type { NewImageBehaviour } from '../board-options.ts';
import type { Machine } from './machine.ts';
import type { OtaOps } from './ota-ops.ts';
import { STATE } from './otadata.ts';
import { slotIndex } from './partitions.ts';

/**
 * How the running image behaves: as the options say while it is new, else well. New is an image that awaits
 * its confirmation, or one in a slot of a board without rollback. One that loops does so at every start.
 */
export function behaviourOf({ options }: Machine, ota: OtaOps): NewImageBehaviour {
  if (slotIndex(ota.running) === null) return 'ok';
  const state = ota.stateOf(ota.running);
  const isNew = state === STATE.PENDING_VERIFY || state === STATE.UNDEFINED;
  return isNew || options.newImage === 'loop' ? options.newImage : 'ok';
}
