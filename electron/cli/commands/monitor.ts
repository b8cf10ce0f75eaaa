import path from 'node:path';
import type { LineEnding } from '../../../shared/serial/line-ending.ts';
import { errorText } from '../../../shared/text/translator.ts';
import type { CoreClient } from '../client.ts';
import type { CommandContext } from '../context.ts';
import { EXIT } from '../exit-code.ts';
import { Keys } from '../monitor/keys.ts';
import { MonitorView } from '../monitor/monitor-view.ts';
import { TextLog } from '../monitor/text-log.ts';
import { withCore } from '../with-core.ts';

export interface MonitorOptions {
  readonly port: string;
  readonly baudRate: number;
  readonly reset: boolean;
  readonly rtscts: boolean;
  /** What Enter sends; null takes the settings'. */
  readonly lineEnding: LineEnding | null;
}

/** `monitor`: the log, live and kept, until a signal or Ctrl+]. A port that goes away is waited for. */
export async function runMonitor(context: CommandContext, options: MonitorOptions): Promise<number> {
  const { out, stop } = context;
  return await withCore(context, 'cli', undefined, async (client) => {
    context.world.unblockOutput?.();
    const textLog = new TextLog();
    const view = new MonitorView(out, textLog);
    out.onReaderGone(() => stop.ask());
    client.listen('log', (batch) => view.add(batch));
    const { port, baudRate, rtscts } = options;
    const { deviceId } = await client.call('board.open', { path: port, baudRate, rtscts });
    if (options.reset) await client.call('board.reset', { deviceId });
    out.emit({ event: 'link', path: port, state: 'open' });
    sayAdvice(context, client, deviceId);
    const endKeys = takeKeys(context, options, { client, deviceId, view, textLog });
    try {
      await followLink(context, client, port, deviceId);
    } finally {
      endKeys();
      view.end();
      await textLog.end();
    }
    return EXIT.done;
  });
}

/** Says when the port goes and comes back; the core opens it again by itself. */
async function followLink(
  { out, stop }: CommandContext,
  client: CoreClient,
  port: string,
  deviceId: string,
): Promise<void> {
  let isOpen = true;
  const see = (link: string | undefined): void => {
    if (link === undefined || (link === 'open') === isOpen || link === 'opening') return;
    isOpen = link === 'open';
    out.emit({ event: 'link', path: port, state: isOpen ? 'open' : 'gone' });
  };
  const unwatch = client.watch('board', deviceId, ({ link }) => see(link));
  see(client.state('board', deviceId)?.link);
  await stop.wait();
  unwatch();
}

/** Each piece of advice once, as it comes. */
function sayAdvice({ out }: CommandContext, client: CoreClient, deviceId: string): void {
  let said: readonly string[] = [];
  client.watch('serial', deviceId, ({ advice }) => {
    for (const error of advice) {
      if (said.includes(error.code)) continue;
      out.emit({ event: 'advice', deviceId, code: error.code, ...errorText(out.t, error) });
    }
    said = advice.map(({ code }) => code);
  });
}

interface Taking {
  readonly client: CoreClient;
  readonly deviceId: string;
  readonly view: MonitorView;
  readonly textLog: TextLog;
}

/** Where the command has a terminal, its keys are the board's; returns what gives the terminal back. */
function takeKeys(context: CommandContext, options: MonitorOptions, taking: Taking): () => void {
  const { world, out, stop, dataDir } = context;
  const { client, deviceId } = taking;
  const lineEnding = (): LineEnding => {
    const serial = client.state('settings')?.serial;
    return options.lineEnding ?? serial?.boards[deviceId]?.lineEnding ?? serial?.lineEnding ?? 'lf';
  };
  const keys = new Keys({
    ...taking,
    port: options.port,
    out,
    lineEnding,
    logFolder: path.join(dataDir, 'logs', deviceId),
    onExit: () => stop.ask(),
  });
  const end = world.openKeyboard?.((text) => keys.type(text)) ?? null;
  if (end === null) return () => undefined;
  out.note(`--- ${out.t('serial:monitorKeys')}`);
  return end;
}
