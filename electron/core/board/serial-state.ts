import type { SerialState } from '../../../shared/contract/serial-values.ts';
import type { BoardFacts } from '../../../shared/ota/board-facts.ts';
import type { PortNotes } from './port-notes.ts';

interface Told {
  readonly deviceId: string;
  readonly notes: PortNotes;
  readonly facts: BoardFacts;
  readonly nameKey: string;
}

/** What everyone is told of a board's port. `mac`: the base MAC that was seen there last. */
export function serialState({ deviceId, notes, facts, nameKey }: Told, mac: string | null): SerialState {
  return {
    deviceId,
    lines: notes.lines,
    advice: notes.advice.list,
    mac,
    macSeen: mac !== null && facts.mac === mac,
    nameKey,
  };
}
