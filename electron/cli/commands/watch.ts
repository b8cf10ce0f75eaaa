import path from 'node:path';

import { toErrorPayload } from '../../../shared/errors.ts';
import { applyAliases } from '../apply-aliases.ts';
import type { CoreClient } from '../client.ts';
import type { CommandContext } from '../context.ts';
import { EXIT } from '../exit-code.ts';
import { followUpdate } from '../follow-update.ts';
import { followWatch } from '../follow-watch.ts';
import { refuseLongUrl, requireLines } from '../push-checks.ts';
import type { Rebuild } from '../rebuilds.ts';
import { Rebuilds, skippedEvent } from '../rebuilds.ts';
import { warnOfPlainHttp } from '../say-serving.ts';
import { serverOf } from '../server-options.ts';
import type { UpdateOptions } from '../update-options.ts';
import { startOf } from '../update-options.ts';
import { withCore } from '../with-core.ts';

export interface WatchOptions extends UpdateOptions {
  /** The folder of a build or project, or an app image. */
  readonly path: string;
}

/**
 * `watch`: each rebuild is pushed, until a signal. Every build said ends with a verdict, or is said to be skipped:
 * for an error, or for a newer one that came while the board was busy.
 */
export async function runWatch(context: CommandContext, options: WatchOptions): Promise<number> {
  const { out, stop } = context;
  warnOfPlainHttp(out, options.plainPort);
  return await withCore(context, 'cli', serverOf(options), async (client) => {
    const rebuilds = new Rebuilds(client, out);
    const watch = await client.call('watch.start', {
      path: path.resolve(options.path),
      autoAdd: true,
      autoPush: null,
    });
    await client.call('server.start', {});
    await applyAliases(client, options.aliases ?? null, null);
    const { deviceId } = await client.call('board.open', { path: options.port, baudRate: options.baudRate });
    if (options.reset) requireLines(client, deviceId, options.port);
    out.onReaderGone(() => stop.ask());
    stop.onAsk(() => rebuilds.end());
    out.emit({ event: 'watching', path: watch.path, file: watch.file });
    rebuilds.begin(watch);
    for (let build = await rebuilds.next(); build !== null; build = await rebuilds.next()) {
      await push(context, client, options, deviceId, build);
    }
    return EXIT.done;
  });
}

async function push(
  context: CommandContext,
  client: CoreClient,
  options: WatchOptions,
  deviceId: string,
  { image, file }: Rebuild,
): Promise<void> {
  const { imageId, urlName, facts } = image;
  const { version, partitionSha256: sha256 } = facts;
  try {
    if (options.sendUrl) refuseLongUrl(client, options, urlName);
    const start = startOf(options, deviceId, imageId);
    const offer = { deviceId, version, sha256, startedAtMs: Date.now() };
    const verdict = await followUpdate(context, client, start, offer);
    context.out.emit(verdict);
    if (verdict.outcome === 'confirmed' && options.watchMs > 0) void sayWatch(context, client, deviceId);
  } catch (thrown) {
    context.out.emit(skippedEvent(context.out.t, toErrorPayload(thrown), file, imageId));
  }
}

/** Beside the next rebuild, whose push ends the watch without a word. */
async function sayWatch(context: CommandContext, client: CoreClient, deviceId: string): Promise<void> {
  const watch = await followWatch(context, client, deviceId);
  if (watch !== null) context.out.emit(watch);
}
