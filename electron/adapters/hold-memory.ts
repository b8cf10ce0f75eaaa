import { setFlagsFromString } from 'node:v8';

/** By how much V8 enlarges the memory for new objects after a collection that many of them outlived; its own default. */
const GROWTH = 2;

/**
 * Keeps V8's memory for new objects at its size while `on`. Two hundred slow boards make it grow by 16 MB, 40 kB for
 * each of them, although what they allocate soon dies. Collections come more often instead, which costs a log that is
 * read at full speed a seventh of its time: so it is for crowds alone. V8 heeds this flag at each collection
 * (`NewSpace::Grow`); a V8 without it says so on stderr and goes on.
 */
export function holdMemory(on: boolean): void {
  setFlagsFromString(`--semi-space-growth-factor=${on ? 1 : GROWTH}`);
}
