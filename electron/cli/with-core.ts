import type { Core, CoreOptions } from '../core/core.ts';
import { CoreClient } from './client.ts';
import type { CommandContext } from './context.ts';

/** Longest wait for the core to end; the process ends then all the same. */
const STOP_MS = 1_500;

/** Runs `action` with a core of its own and ends that core whatever happens. */
export async function withCore<T>(
  context: CommandContext,
  shell: CoreOptions['shell'],
  server: CoreOptions['server'],
  action: (client: CoreClient, core: Core) => Promise<T>,
  more: Pick<CoreOptions, 'virtualDiagnosticsMs' | 'allowedFolders'> = {},
): Promise<T> {
  const { world, dataDir, language, version } = context;
  const core = await world.openCore({
    dataDir,
    shell,
    language,
    version,
    ...more,
    ...(server === undefined ? {} : { server }),
  });
  try {
    return await action(new CoreClient(core), core);
  } finally {
    await Promise.race([core.stop(), new Promise((resolve) => setTimeout(resolve, STOP_MS))]);
  }
}
