import type { VirtualBoardOptions } from '../../electron/virtual/board-options.ts';
import { offered } from './causes/play.ts';
import type { CoreClient } from './core-client.ts';
import { sha256Hex } from './digests.ts';
import { FULL_SPEED, seeded, trueDigest, update } from './proof-runs.ts';

/** So many that few are the one that failed last, which a board refuses before it has begun. */
const IMAGES = [2, 3, 4, 5, 6, 7, 8].map((major, seed) =>
  offered({ version: `${major}.0.0`, seed, sizeBytes: 0x6000 }),
);

type Bad = Partial<VirtualBoardOptions>;
const GOOD: Bad = { newImage: 'ok', fault: null, heap: 'ample', worn: null };
/** What goes wrong in a cycle; most of them go well. */
const FAULTS: readonly Bad[] = [
  {},
  {},
  {},
  { fault: { kind: 'powerCut', atBytes: 9_000 } },
  { fault: { kind: 'brownout', atBytes: 4_000 } },
  { fault: { kind: 'reset', atBytes: 12_000 } },
  { newImage: 'diagnosticsFail' },
  { newImage: 'crash' },
  { newImage: 'crashEarly' },
  { newImage: 'watchdog' },
  { newImage: 'brownout' },
  { heap: 'noHandshake' },
  { worn: 'slots' },
];

export interface CycleResult {
  readonly cycle: number;
  readonly outcome: string | null;
  readonly code: string | null;
  /** Whether the flash bears the verdict out: confirmed where the image runs, and nothing else where it does not. */
  readonly isTrue: boolean;
}

/**
 * Updates one board with faults drawn from a seed, and holds each verdict against the board's true flash once it has
 * come to rest.
 */
export async function faultyCycles(
  client: CoreClient,
  name: string,
  cycles: number,
  seed: number,
): Promise<readonly CycleResult[]> {
  const random = seeded(seed);
  const port = client.virtual.add(name, FULL_SPEED);
  const { deviceId } = await client.call('board.open', { path: port, baudRate: 115_200 });
  const board = client.virtual.board(name);
  const imageIds: string[] = [];
  for (const [index, bytes] of IMAGES.entries())
    imageIds.push((await client.call('image.add', { fileName: `${index}.bin`, bytes })).imageId);
  const results: CycleResult[] = [];
  for (let cycle = 0; cycle < cycles; cycle += 1) {
    const which = random(IMAGES.length);
    const image = IMAGES[which] as Uint8Array;
    board.configure({ ...GOOD, ...FAULTS[random(FAULTS.length)], skipVersionCheck: true });
    board.pressReset();
    const before = client.state('board', deviceId)?.facts.boots ?? 0;
    await client.when('board', deviceId, ({ facts }) => facts.boots > before && facts.ready, 60_000);
    const wasSame = trueDigest(client, name, image.length) === sha256Hex(image.subarray(0, -32));
    const view = await update(client, deviceId, imageIds[which] as string);
    const { outcome = null, error = null } = view.verdict ?? {};
    const runs = await settled(client, name, image);
    const isTrue = outcome === 'confirmed' ? runs : !runs || wasSame;
    results.push({ cycle, outcome, code: error?.code ?? null, isTrue });
  }
  return results;
}

/** Whether the image runs once the board has restarted as often as it will. */
async function settled(client: CoreClient, name: string, image: Uint8Array): Promise<boolean> {
  const board = client.virtual.board(name);
  for (let waited = 0; waited < 200 && board.runningPartition === null; waited += 1)
    await new Promise((resolve) => setTimeout(resolve, 10));
  return trueDigest(client, name, image.length) === sha256Hex(image.subarray(0, -32));
}
