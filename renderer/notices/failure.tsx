import type { ReactNode } from 'react';

import { useBench } from '../bench/bench-context.tsx';
import { PortAdvice } from '../boards/port-advice.tsx';
import { useStateOf } from '../client/context.tsx';
import { StopNotice } from '../serving/stop-notice.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { GeneralFailures } from './general-failures.tsx';

/** What went wrong beside any update: the connection, the server, the last request. */
export function Failures(): ReactNode {
  const server = useStateOf('server');
  const { board } = useBench();
  return (
    <GeneralFailures>
      {server?.kind === 'failed' && <ErrorNote error={server.error} />}
      <StopNotice />
      {board?.error != null && <ErrorNote error={board.error} />}
      {board !== null && <PortAdvice board={board} />}
    </GeneralFailures>
  );
}
