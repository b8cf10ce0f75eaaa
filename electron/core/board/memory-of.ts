import type { BoardMemory } from '../../../shared/contract/board-memory.ts';
import { NO_MEMORY } from '../../../shared/contract/board-memory.ts';
import type { BoardFacts } from '../../../shared/ota/board-facts.ts';

type Said = Pick<BoardFacts, 'mac' | 'version' | 'runningPartition' | 'lastInvalidVersion'>;

/**
 * A memory brought up to what the board says now; the same object when that is nothing new. The facts begin
 * with the remembered `lastInvalidVersion`, so another one there was learned since. `ofMac` is what is known of the
 * board with the MAC it says: it takes the place of another board's memory, and of none.
 */
export function memoryAfter(memory: BoardMemory, facts: Said, ofMac: BoardMemory = NO_MEMORY): BoardMemory {
  const own = facts.mac !== null && memory.mac !== facts.mac ? ownMemory(memory, ofMac) : memory;
  const lastInvalid = lastInvalidAfter(own, memory, facts);
  const mac = facts.mac ?? own.mac;
  if (own === memory && lastInvalid === memory.lastInvalid && mac === memory.mac) return memory;
  return { ...own, mac, lastInvalid };
}

function ownMemory(memory: BoardMemory, ofMac: BoardMemory): BoardMemory {
  if (memory.mac !== null) return ofMac;
  return memory.lastInvalid === null && memory.lastRun === null ? ofMac : memory;
}

function lastInvalidAfter(own: BoardMemory, before: BoardMemory, facts: Said): BoardMemory['lastInvalid'] {
  const { version, runningPartition: partition, lastInvalidVersion } = facts;
  if (lastInvalidVersion === (before.lastInvalid?.version ?? null)) {
    return own.lastInvalid !== null && isOver(own.lastInvalid, facts) ? null : own.lastInvalid;
  }
  return lastInvalidVersion === null
    ? null
    : { version: lastInvalidVersion, whileRunning: { partition, version } };
}

/** Another app runs than when the image had failed: the board was flashed over its cable, or by someone else. */
function isOver({ version, whileRunning }: NonNullable<BoardMemory['lastInvalid']>, facts: Said): boolean {
  if (facts.version === null || facts.version === version) return false;
  const differs = (then: string | null, now: string | null) => then !== null && now !== null && then !== now;
  return (
    differs(whileRunning.version, facts.version) || differs(whileRunning.partition, facts.runningPartition)
  );
}
