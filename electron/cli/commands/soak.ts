import path from 'node:path';

import { applyAliases } from '../apply-aliases.ts';
import type { CoreClient } from '../client.ts';
import type { CommandContext } from '../context.ts';
import { EXIT } from '../exit-code.ts';
import { followRun } from '../follow-run.ts';
import { refuseLongUrl, refuseUnsoundImage, requireLines } from '../push-checks.ts';
import type { ImageFile } from '../read-image-file.ts';
import { readImageFile } from '../read-image-file.ts';
import { soakSummary } from '../run-events.ts';
import { warnOfPlainHttp } from '../say-serving.ts';
import { serverOf } from '../server-options.ts';
import type { UpdateOptions } from '../update-options.ts';
import { runPushOf } from '../update-options.ts';
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
  warnOfPlainHttp(context.out, options.plainPort);
  return await withCore(context, 'cli', serverOf(options), async (client) => {
    const imageIds: string[] = [];
    for (const { fileName, bytes } of images) {
      const { imageId, urlName } = await client.call('image.add', { fileName, bytes });
      if (options.sendUrl) refuseLongUrl(client, options, urlName);
      imageIds.push(imageId);
    }
    await client.call('server.start', {});
    await applyAliases(client, options.aliases ?? null, null);
    const { deviceId } = await client.call('board.open', { path: options.port, baudRate: options.baudRate });
    if (options.reset) requireLines(client, deviceId, options.port);
    const start = (): Promise<string> => begin(client, options, deviceId, imageIds);
    const run = await followRun(context, client, ({ cycle }) => ({ cycle }), start);
    if (run === null) return EXIT.board;
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
  const { cycles, stopAfter, pauseMs, between, reset, reportDir } = options;
  const { runId } = await client.call('run.soak', {
    deviceId,
    imageIds,
    cycles,
    stopAfter,
    pauseMs,
    between,
    resetBetween: reset,
    push: runPushOf(options),
    reportDir: reportDir === null ? null : path.resolve(reportDir),
  });
  return runId;
}
