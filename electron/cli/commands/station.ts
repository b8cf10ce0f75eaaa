import { startStation } from '../../station/station.ts';
import type { CommandContext } from '../context.ts';
import { EXIT } from '../exit-code.ts';
import { withCore } from '../with-core.ts';

/** `station`: the page in a browser on this machine, until a signal. */
export async function runStation(context: CommandContext, listenPort: number): Promise<number> {
  return await withCore(context, 'station', undefined, async (_client, core) => {
    const station = await startStation(core, { pageDir: context.world.pageDir, port: listenPort });
    context.out.emit({ event: 'station', url: station.url });
    await context.stop.wait();
    await station.close();
    return EXIT.done;
  });
}
