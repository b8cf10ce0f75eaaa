import { createHash } from 'node:crypto';
import type { SerialLink } from '../../electron/core/ports.ts';
import type { VirtualBoardOptions } from '../../electron/virtual/board-options.ts';
import type { FlashStore } from '../../electron/virtual/flash-store.ts';
import { VirtualBoard } from '../../electron/virtual/virtual-board.ts';
import type { AppImageOptions } from '../../shared/esp/build-image.ts';
import { buildAppImage } from '../../shared/esp/build-image.ts';
import { FakeClock } from './fake-clock.ts';

/** A virtual board under a clock that moves when told, with its port open. No sockets are used. */
export interface FakeBench {
  readonly board: VirtualBoard;
  readonly clock: FakeClock;
  readonly link: SerialLink;
  /** Everything received since the last call, as byte string. */
  taken(): string;
  /** The same without colours, split into lines. */
  lines(): readonly string[];
  readonly closed: () => boolean;
}

/** SHA-256 as the image builder takes it. */
export function sha256(data: Uint8Array): Uint8Array {
  return createHash('sha256').update(data).digest();
}

/** A sound app image of the example's project. */
export function appImage(options: AppImageOptions = {}): Uint8Array {
  return buildAppImage({ projectName: 'native_ota_example', sizeBytes: 0x8000, ...options }, sha256);
}

/** Opens the port of a new board. `prepare` runs before the chip starts. */
export async function fakeBench(
  options: Partial<VirtualBoardOptions> = {},
  prepare: (board: VirtualBoard) => void = () => {},
  baudRate = 115_200,
  store: FlashStore | null = null,
): Promise<FakeBench> {
  const clock = new FakeClock();
  const board = new VirtualBoard({
    name: 'bench',
    clock,
    store,
    caPem: async () => '',
    onSaveFailed: () => {},
    options: { address: '127.0.0.1', ...options },
  });
  await board.load();
  prepare(board);
  let text = '';
  let closed = false;
  const link = await board.open(baudRate, {
    onBytes: (bytes) => {
      text += Buffer.from(bytes).toString('latin1');
    },
    onClosed: () => {
      closed = true;
    },
  });
  const taken = (): string => {
    const all = text;
    text = '';
    return all;
  };
  return { board, clock, link, taken, lines: () => plainLines(taken()), closed: () => closed };
}

/** Lines of a console text without colours and line endings. */
export function plainLines(text: string): readonly string[] {
  const colour = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');
  return text.replaceAll(colour, '').split('\r\n');
}

/** Writes an image into a slot, as USB would. */
export function flashSlot(board: VirtualBoard, label: string, image: Uint8Array): void {
  const partition = board.partitions.find((row) => row.label === label);
  if (partition === undefined) throw new Error(`no partition ${label}`);
  board.flash.erase(partition.offset, partition.sizeBytes);
  board.flash.program(partition.offset, image);
}
