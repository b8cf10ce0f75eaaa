import type { RunCaseView, RunView } from '../../shared/run/run-view.ts';
import type { CoreClient } from './client.ts';
import type { CommandContext } from './context.ts';
import type { RunPlace } from './run-events.ts';
import { RunFollower } from './run-follower.ts';

/**
 * Begins a run and says what it does; a request to stop calls it off. Resolves with the run at its end, or with null
 * where `start` began none.
 * @throws WorkbenchError as `start`
 */
export async function followRun(
  { out, stop }: CommandContext,
  client: CoreClient,
  placeOf: (one: RunCaseView) => RunPlace,
  start: () => Promise<string | null>,
): Promise<RunView | null> {
  const follower = new RunFollower(client, out, placeOf);
  let end: (run: RunView) => void = () => undefined;
  const ended = new Promise<RunView>((resolve) => {
    end = resolve;
  });
  // The run is told of before the request that began it has its answer.
  const unwatchRun = client.watchAll('run', (view) => {
    follower.run(view);
    if (view.endedAtMs !== null) end(view);
  });
  const unwatchBoards = client.watchAll('board', (state) => follower.board(state));
  try {
    const runId = await start();
    if (runId === null) return null;
    const forget = stop.onAsk(() => void client.call('run.cancel', { runId }).catch(() => undefined));
    const over = await ended;
    forget();
    return over;
  } finally {
    unwatchRun();
    unwatchBoards();
  }
}
