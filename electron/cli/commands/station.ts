import type { Core } from '../../core/core.ts';
import { startStation } from '../../station/station.ts';
import type { CoreClient } from '../client.ts';
import type { CommandContext } from '../context.ts';
import { EXIT } from '../exit-code.ts';
import { withCore } from '../with-core.ts';

export interface StationOptions {
  /** 0 lets the system choose. */
  readonly port: number;
  /** Folders whose files the page may name by path. */
  readonly allowedFolders: readonly string[];
  /** Answers at `/metrics`, whatever the settings say. */
  readonly metrics: boolean;
}

/** `station`: the page in a browser on this machine, until a signal. */
export async function runStation(context: CommandContext, options: StationOptions): Promise<number> {
  const { port, allowedFolders, metrics } = options;
  const serve = async (_client: CoreClient, core: Core): Promise<number> => {
    const station = await startStation(core, { pageDir: context.world.pageDir, port, metrics });
    context.out.emit({ event: 'station', url: station.url });
    await context.stop.wait();
    await station.close();
    return EXIT.done;
  };
  return await withCore(context, 'station', undefined, serve, { allowedFolders });
}
