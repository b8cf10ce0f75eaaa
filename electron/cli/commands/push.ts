import { applyAliases } from '../apply-aliases.ts';
import type { CoreClient } from '../client.ts';
import type { CommandContext } from '../context.ts';
import type { VerdictEvent } from '../events.ts';
import { EXIT, exitCodeOfOutcome } from '../exit-code.ts';
import type { Offer } from '../follow-update.ts';
import { calledOff, followUpdate } from '../follow-update.ts';
import { followWatch } from '../follow-watch.ts';
import { refuseLongUrl, refuseUnsoundImage, requireLines } from '../push-checks.ts';
import type { ImageFile } from '../read-image-file.ts';
import { readImageFile } from '../read-image-file.ts';
import { warnOfPlainHttp } from '../say-serving.ts';
import { serverOf } from '../server-options.ts';
import type { UpdateOptions } from '../update-options.ts';
import { startOf } from '../update-options.ts';
import { withCore } from '../with-core.ts';

export interface PushOptions extends UpdateOptions {
  readonly file: string;
}

/**
 * `push`: the whole job. Checks in the order image, server address, serial port; the board is sent nothing
 * before all hold.
 */
export async function runPush(context: CommandContext, options: PushOptions): Promise<number> {
  const startedAtMs = Date.now();
  const image = await readImageFile(options.file);
  refuseUnsoundImage(image, options.override);
  warnOfPlainHttp(context.out, options.plainPort);
  return await withCore(context, 'cli', serverOf(options), async (client) => {
    const { version, partitionSha256: sha256 } = image.facts;
    const offer = { deviceId: null, version, sha256, startedAtMs };
    const verdict = await update(context, client, options, image, offer);
    context.out.emit(verdict);
    if (verdict.outcome === 'confirmed' && verdict.deviceId !== null && options.watchMs > 0) {
      const watch = await followWatch(context, client, verdict.deviceId);
      if (watch !== null) context.out.emit(watch);
      if (watch?.outcome === 'unstable') return EXIT.board;
    }
    return exitCodeOfOutcome(verdict.outcome);
  });
}

async function update(
  context: CommandContext,
  client: CoreClient,
  options: PushOptions,
  image: ImageFile,
  offer: Offer,
): Promise<VerdictEvent> {
  const { stop } = context;
  const { imageId, urlName } = await client.call('image.add', {
    fileName: image.fileName,
    bytes: image.bytes,
  });
  if (options.sendUrl) refuseLongUrl(client, options, urlName);
  await client.call('server.start', {});
  await applyAliases(client, options.aliases ?? null, null);
  if (stop.asked) return calledOff(context, offer);
  const { deviceId } = await client.call('board.open', { path: options.port, baudRate: options.baudRate });
  if (options.reset) requireLines(client, deviceId, options.port);
  if (stop.asked) return calledOff(context, { ...offer, deviceId });
  const start = startOf(options, deviceId, imageId);
  return await followUpdate(context, client, start, { ...offer, deviceId });
}
