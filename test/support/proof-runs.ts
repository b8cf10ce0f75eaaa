import type { SessionView } from '../../shared/ota/session-view.ts';
import { offered } from './causes/play.ts';
import type { CoreClient } from './core-client.ts';
import { sha256Hex } from './digests.ts';

/** Two images that can follow each other for ever. */
export const PAIR = ['2.0.0', '3.0.0'].map((version, seed) => offered({ version, seed, sizeBytes: 0x6000 }));

/** Boards as fast as this machine lets them be. */
export const FULL_SPEED = {
  timeScale: 0.005,
  wifiBytesPerSecond: null,
  // Sixty of them share the cores of one machine with the server: a real board has a core for its handshake.
  recvTimeoutMs: 20_000,
  powerBackAfterMs: 20,
  diagnosticsMs: 200,
} as const;

/** One update, to its verdict. `timeoutMs`: bounds it. */
export async function update(
  client: CoreClient,
  deviceId: string,
  imageId: string,
  timeoutMs: number | null = null,
): Promise<SessionView> {
  const start = {
    deviceId,
    imageId,
    override: 'all',
    reset: true,
    sendUrl: true,
    timeoutMs,
    watchMs: 0,
  } as const;
  const { pushId } = await client.call('push.start', start);
  const over = ({ session }: { session: SessionView | null }): boolean =>
    session?.pushId === pushId && session.verdict !== null;
  return (await client.when('board', deviceId, over, 110_000)).session as SessionView;
}

/** The digest of the image that a virtual board truly runs, as it lies in its flash; null in reset or where none runs. */
export function trueDigest(client: CoreClient, name: string, sizeBytes: number): string | null {
  const board = client.virtual.board(name);
  const running = board.partitions.find(({ label }) => label === board.runningPartition);
  if (running === undefined) return null;
  // The appended digest is the last part of the image and not of what it covers.
  return sha256Hex(board.flash.read(running.offset, sizeBytes - 32));
}

/** A small generator that gives the same numbers every time. */
export function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
