import { WorkbenchError } from '../../../shared/errors.ts';
import type { PreflightName } from '../../../shared/ota/preflight.ts';
import type { CoreClient } from '../client.ts';
import type { CommandContext } from '../context.ts';
import type { VerdictEvent } from '../events.ts';
import { exitCodeOfOutcome } from '../exit-code.ts';
import type { Offer } from '../follow-update.ts';
import { calledOff, followUpdate } from '../follow-update.ts';
import { refuseLongUrl, refuseUnsoundImage } from '../push-checks.ts';
import type { ImageFile } from '../read-image-file.ts';
import { readImageFile } from '../read-image-file.ts';
import type { ServerOptions } from '../server-options.ts';
import { serverOf } from '../server-options.ts';
import { withCore } from '../with-core.ts';

export interface PushOptions extends ServerOptions {
  readonly file: string;
  readonly port: string;
  readonly baudRate: number;
  readonly reset: boolean;
  readonly sendUrl: boolean;
  readonly override: 'all' | readonly PreflightName[];
  readonly timeoutMs: number | null;
}

/**
 * `push`: the whole job. Checks in the order image, server address, serial port; the board is sent nothing
 * before all hold.
 */
export async function runPush(context: CommandContext, options: PushOptions): Promise<number> {
  const startedAtMs = Date.now();
  const image = await readImageFile(options.file);
  refuseUnsoundImage(image, options.override);
  return await withCore(context, 'cli', serverOf(options), async (client) => {
    const { version, partitionSha256: sha256 } = image.facts;
    const offer = { deviceId: null, version, sha256, startedAtMs };
    const verdict = await update(context, client, options, image, offer);
    context.out.emit(verdict);
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
  if (options.sendUrl) checkUrl(client, options, urlName);
  await client.call('server.start', {});
  if (stop.asked) return calledOff(context, offer);
  const { deviceId } = await client.call('board.open', { path: options.port, baudRate: options.baudRate });
  if (options.reset) requireLines(client, deviceId, options.port);
  if (stop.asked) return calledOff(context, { ...offer, deviceId });
  const { override, reset, sendUrl, timeoutMs } = options;
  return await followUpdate(
    context,
    client,
    {
      deviceId,
      imageId,
      override: override === 'all' ? override : [...override],
      reset,
      sendUrl,
      timeoutMs,
    },
    { ...offer, deviceId },
  );
}

function checkUrl(client: CoreClient, options: PushOptions, urlName: string): void {
  const kept = client.state('settings')?.server;
  const bind = options.bind ?? kept?.bind ?? null;
  const host = options.host ?? kept?.host ?? (bind === '0.0.0.0' ? null : bind);
  refuseLongUrl(host, options.serverPort ?? kept?.port ?? 8002, urlName);
}

function requireLines(client: CoreClient, deviceId: string, path: string): void {
  if (client.state('board', deviceId)?.hasModemLines === false) {
    throw new WorkbenchError('serial/no-modem-lines', { path });
  }
}
