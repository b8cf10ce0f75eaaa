import path from 'node:path';

import type { SessionView } from '../../../shared/ota/session-view.ts';
import type { RunView } from '../../../shared/run/run-view.ts';
import type { CoreClient } from '../client.ts';
import type { CommandContext } from '../context.ts';
import type { CliEvent } from '../events.ts';
import { EXIT } from '../exit-code.ts';
import { refuseLongUrl, refuseUnsoundImage, requireLines } from '../push-checks.ts';
import type { ImageFile } from '../read-image-file.ts';
import { readImageFile } from '../read-image-file.ts';
import { soakSummary, withCycle } from '../run-events.ts';
import { serverOf } from '../server-options.ts';
import { SessionFollower } from '../session-follower.ts';
import type { UpdateOptions } from '../update-options.ts';
import { verdictEvent } from '../verdict-event.ts';
import { withCore } from '../with-core.ts';

export interface SoakOptions extends UpdateOptions {
  readonly files: readonly string[];
  readonly cycles: number;
  readonly stopAfter: number | null;
  readonly pauseMs: number;
  readonly between: string | null;
  /** Null: among the reports of the data directory. */
  readonly reportDir: string | null;
}

/** `soak`: updates one board again and again with images in turn; 0 only if every cycle was confirmed. */
export async function runSoak(context: CommandContext, options: SoakOptions): Promise<number> {
  const images: ImageFile[] = [];
  for (const file of options.files) images.push(await readImageFile(file));
  for (const image of images) refuseUnsoundImage(image, options.override);
  return await withCore(context, 'cli', serverOf(options), async (client) => {
    const imageIds: string[] = [];
    for (const { fileName, bytes } of images) {
      const { imageId, urlName } = await client.call('image.add', { fileName, bytes });
      if (options.sendUrl) refuseLongUrl(client, options, urlName);
      imageIds.push(imageId);
    }
    const { deviceId } = await client.call('board.open', { path: options.port, baudRate: options.baudRate });
    if (options.reset) requireLines(client, deviceId, options.port);
    const run = await follow(context, client, deviceId, () => begin(client, options, deviceId, imageIds));
    context.out.emit(soakSummary(run));
    return run.counts.byOutcome.confirmed === options.cycles ? EXIT.done : EXIT.board;
  });
}

async function begin(
  client: CoreClient,
  options: SoakOptions,
  deviceId: string,
  imageIds: string[],
): Promise<string> {
  const { cycles, stopAfter, pauseMs, between, reset, override, sendUrl, timeoutMs, reportDir } = options;
  const { runId } = await client.call('run.soak', {
    deviceId,
    imageIds,
    cycles,
    stopAfter,
    pauseMs,
    between,
    resetBetween: reset,
    push: { override: override === 'all' ? override : [...override], reset, sendUrl, timeoutMs },
    reportDir: reportDir === null ? null : path.resolve(reportDir),
  });
  return runId;
}

/** Says what every update does, with its cycle; a request to stop calls the run off. Resolves with the run at its end. */
async function follow(
  { out, stop }: CommandContext,
  client: CoreClient,
  deviceId: string,
  start: () => Promise<string>,
): Promise<RunView> {
  let end: (run: RunView) => void = () => undefined;
  const ended = new Promise<RunView>((resolve) => {
    end = resolve;
  });
  const followers = new Map<string, { readonly follower: SessionFollower; readonly cycle: number }>();
  let run: RunView | null = null;
  const earlier = client.state('board', deviceId)?.session?.pushId ?? null;
  const take = (view: SessionView): void => {
    const cycle = run?.cases.find(({ state }) => state.kind === 'running')?.cycle;
    if (view.pushId === earlier || cycle === undefined) return;
    const known = followers.get(view.pushId) ?? { follower: new SessionFollower(), cycle };
    followers.set(view.pushId, known);
    const say = (event: CliEvent): void => void out.emit(withCycle(event, known.cycle));
    for (const event of known.follower.next(view, performance.now())) say(event);
    if (view.verdict === null) return;
    say(verdictEvent(view, view.verdict, client.state('board', deviceId)?.facts ?? null, out.t));
  };
  const said = new Set<string>();
  const unwatchBoard = client.watch('board', deviceId, ({ session }) => {
    if (session === null || said.has(session.pushId)) return;
    if (session.verdict !== null) said.add(session.pushId);
    take(session);
  });
  let unwatchRun = (): void => undefined;
  try {
    // The run is told of before the request that began it has its answer.
    unwatchRun = client.watchAll('run', (view) => {
      run = view;
      if (view.endedAtMs !== null) end(view);
    });
    const runId = await start();
    const forget = stop.onAsk(() => void client.call('run.cancel', { runId }));
    const over = await ended;
    forget();
    return over;
  } finally {
    unwatchBoard();
    unwatchRun();
  }
}
