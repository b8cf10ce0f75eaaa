import type { BoardFacts, PartitionRow } from '../../shared/ota/board-facts.ts';

/** A stretch of flash on the map. */
export interface Block {
  /** Null for flash that the partition table gives to nobody. */
  readonly label: string | null;
  readonly offset: number;
  readonly sizeBytes: number;
  /** `head`: what lies before the first app, drawn as one and enlarged beside it. */
  readonly kind: 'head' | 'app' | 'data' | 'free';
}

export interface FlashLayout {
  readonly sizeBytes: number;
  /** False when the chip's size was not said: the map then ends with the last partition. */
  readonly sizeIsKnown: boolean;
  readonly blocks: readonly Block[];
  /** The parts of the first stretch, enlarged. */
  readonly loupe: { readonly sizeBytes: number; readonly blocks: readonly Block[] };
}

const APP_TYPE = 0;
const SECTOR = 0x1000;
const MIB = 0x10_0000;

/** The flash of a board to scale; null until it has printed its partition table. */
export function flashLayout(facts: BoardFacts): FlashLayout | null {
  const rows = [...facts.partitions].sort((a, b) => a.offset - b.offset);
  const last = rows.at(-1);
  if (last === undefined) return null;
  const endBytes = last.offset + last.sizeBytes;
  const sizeBytes = facts.flashSizeBytes ?? Math.ceil(endBytes / MIB) * MIB;
  const headEnd = rows.find(({ type }) => type === APP_TYPE)?.offset ?? rows[0]?.offset ?? 0;
  const head: Block = { label: null, offset: 0, sizeBytes: headEnd, kind: 'head' };
  const rest = rows.filter(({ offset }) => offset >= headEnd).map(blockOf);
  return {
    sizeBytes,
    sizeIsKnown: facts.flashSizeBytes !== null,
    blocks: [head, ...withGaps(rest, headEnd, Math.max(sizeBytes, endBytes))],
    loupe: { sizeBytes: headEnd, blocks: loupeOf(rows, headEnd) },
  };
}

function blockOf({ label, type, offset, sizeBytes }: PartitionRow): Block {
  return { label, offset, sizeBytes, kind: type === APP_TYPE ? 'app' : 'data' };
}

/** The table takes the sector before its first partition; the bootloader what lies before the table. */
function loupeOf(rows: readonly PartitionRow[], endBytes: number): readonly Block[] {
  const first = rows[0];
  if (first === undefined || first.offset < 2 * SECTOR) return [];
  const tableAt = first.offset - SECTOR;
  const own: Block[] = [
    { label: 'bootloader', offset: 0, sizeBytes: tableAt, kind: 'data' },
    { label: 'partition table', offset: tableAt, sizeBytes: SECTOR, kind: 'data' },
  ];
  const inside = rows.filter(({ offset }) => offset < endBytes).map(blockOf);
  return withGaps([...own, ...inside], 0, endBytes);
}

/** Puts a free block wherever the given ones leave a gap. */
function withGaps(blocks: readonly Block[], startBytes: number, endBytes: number): readonly Block[] {
  const filled: Block[] = [];
  let cursor = startBytes;
  const fill = (to: number): void => {
    if (to > cursor) filled.push({ label: null, offset: cursor, sizeBytes: to - cursor, kind: 'free' });
  };
  for (const block of blocks) {
    fill(block.offset);
    filled.push(block);
    cursor = Math.max(cursor, block.offset + block.sizeBytes);
  }
  fill(endBytes);
  return filled;
}
