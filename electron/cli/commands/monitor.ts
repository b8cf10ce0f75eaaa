import type { LogBatch } from '../../../shared/contract/values.ts';
import type { CoreClient } from '../client.ts';
import type { CommandContext } from '../context.ts';
import { EXIT } from '../exit-code.ts';
import type { Output } from '../output.ts';
import { withCore } from '../with-core.ts';

export interface MonitorOptions {
  readonly port: string;
  readonly baudRate: number;
  readonly reset: boolean;
}

/** How often a lost port is tried again. */
const RETRY_MS = 500;

/** `monitor`: the log, live and kept, until a signal. A port that goes away is waited for. */
export async function runMonitor(context: CommandContext, options: MonitorOptions): Promise<number> {
  const { out, stop } = context;
  return await withCore(context, 'cli', undefined, async (client) => {
    out.onReaderGone(() => stop.ask());
    client.listen('log', (batch) => sayLog(out, batch));
    const { deviceId } = await open(client, options);
    if (options.reset) await client.call('board.reset', { deviceId });
    out.emit({ event: 'link', path: options.port, state: 'open' });
    while (!stop.asked) {
      await Promise.race([untilGone(client, deviceId), stop.wait()]);
      if (stop.asked) break;
      out.emit({ event: 'link', path: options.port, state: 'gone' });
      await reopen(context, client, options, deviceId);
    }
    return EXIT.done;
  });
}

function open(client: CoreClient, { port, baudRate }: MonitorOptions): Promise<{ deviceId: string }> {
  return client.call('board.open', { path: port, baudRate });
}

/** Lines without their end are said once they have it. */
function sayLog(out: Output, { deviceId, entries }: LogBatch): void {
  for (const { receivedAtMs, stage: _, cut, ...line } of entries) {
    if (cut === 'partial') continue;
    out.emit({ event: 'line', deviceId, ...line, receivedAt: new Date(receivedAtMs).toISOString() });
  }
}

function untilGone(client: CoreClient, deviceId: string): Promise<void> {
  const isGone = (link: string | undefined) => link === 'gone' || link === 'closed';
  return new Promise((resolve) => {
    if (isGone(client.state('board', deviceId)?.link)) return resolve();
    const unwatch = client.watch('board', deviceId, ({ link }) => {
      if (!isGone(link)) return;
      unwatch();
      resolve();
    });
  });
}

async function reopen(
  { out, stop }: CommandContext,
  client: CoreClient,
  options: MonitorOptions,
  deviceId: string,
): Promise<void> {
  while (!stop.asked) {
    await Promise.race([new Promise((resolve) => setTimeout(resolve, RETRY_MS)), stop.wait()]);
    // The core may open the port again by itself.
    if (client.state('board', deviceId)?.link !== 'open') await open(client, options).catch(() => undefined);
    if (client.state('board', deviceId)?.link === 'open') {
      out.emit({ event: 'link', path: options.port, state: 'open' });
      return;
    }
  }
}
