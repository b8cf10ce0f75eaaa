import { useMemo, useSyncExternalStore } from 'react';

import type { RunView } from '../../shared/run/run-view.ts';
import { useClient } from '../client/context.tsx';

/** The runs of a kind since the program started, the newest first. */
export function useRuns(kind: RunView['kind']): readonly RunView[] {
  const client = useClient();
  const all = useSyncExternalStore(client.watch, () => client.states('run'));
  return useMemo(
    () => all.filter((run) => run.kind === kind).sort((one, other) => other.startedAtMs - one.startedAtMs),
    [all, kind],
  );
}
