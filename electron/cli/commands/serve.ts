import { WorkbenchError } from '../../../shared/errors.ts';
import type { Delivery } from '../../../shared/ota/delivery.ts';
import type { ServerEvent } from '../../../shared/ota/server-event.ts';
import type { NamedImage } from '../apply-aliases.ts';
import { applyAliases } from '../apply-aliases.ts';
import type { CoreClient } from '../client.ts';
import type { CommandContext } from '../context.ts';
import type { CliEvent, ListeningEvent } from '../events.ts';
import { EXIT } from '../exit-code.ts';
import type { Selection } from '../image-paths.ts';
import { selectImages } from '../image-paths.ts';
import { stopServer, warnOfPlainHttp } from '../say-serving.ts';
import type { ServerOptions } from '../server-options.ts';
import { serverOf } from '../server-options.ts';
import { withCore } from '../with-core.ts';

/** Running downloads may end within this time; the process ends within two seconds of a signal. */
const DRAIN_MS = 1_000;

export interface ServeOptions extends ServerOptions {
  readonly delivery: Delivery | null;
}

/** `serve`: images over HTTPS under plain paths, until a signal. */
export async function runServe(
  context: CommandContext,
  paths: readonly string[],
  options: ServeOptions,
): Promise<number> {
  const selection = await selectImages(paths, context.out.t);
  return await withCore(context, 'cli', serverOf(options), async (client) => {
    const { port, urls, aliases } = await listen(client, selection, options);
    const also = aliases.length === 0 ? {} : { aliases };
    context.out.emit({ event: 'listening', port, urls, ...also, leftOut: selection.leftOut });
    warnOfPlainHttp(context.out, options.plainPort);
    // Not taken back: requests that the end of the core breaks off are still said.
    client.listen('serverEvent', (seen) => {
      const event = requestEvent(seen);
      if (event !== null) context.out.emit(event);
    });
    context.out.onReaderGone(() => context.stop.ask());
    await context.stop.wait();
    await stopServer(client, context.out, DRAIN_MS);
    return EXIT.done;
  });
}

type Listening = Required<Pick<ListeningEvent, 'port' | 'urls' | 'aliases'>>;

async function listen(
  client: CoreClient,
  { images }: Selection,
  { delivery, aliases: given }: ServeOptions,
): Promise<Listening> {
  const named: NamedImage[] = [];
  for (const { fileName, bytes } of images) {
    const { imageId } = await client.call('image.add', { fileName, bytes });
    named.push({ fileName, imageId });
  }
  const imageIds = named.map(({ imageId }) => imageId);
  await client.call('server.start', {});
  const served = delivery === null ? { imageIds } : { imageIds, delivery };
  const { urls } = await client.call('image.serve', served);
  const aliases = await applyAliases(client, given ?? null, named);
  const server = client.state('server');
  if (server?.kind === 'listening') return { port: server.port, urls, aliases };
  if (server?.kind === 'failed') throw new WorkbenchError(server.error.code, server.error.params);
  throw new Error('the server was started and does not listen');
}

function requestEvent(seen: ServerEvent): CliEvent | null {
  if (seen.kind === 'tlsRefused') {
    const { peer, alert, code } = seen;
    return { event: 'tlsRefused', peer, alert, code };
  }
  if (seen.kind === 'connectionRefused') {
    return { event: 'peerRefused', peer: seen.peer === '' ? null : seen.peer, reason: seen.reason };
  }
  if (seen.kind !== 'requestEnded') return null;
  const { peer, method, path, status, image, tls, bytes, bytesAre, durationMs, outcome } = seen;
  return { event: 'request', peer, method, path, status, image, tls, bytes, bytesAre, durationMs, outcome };
}
