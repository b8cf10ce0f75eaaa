import type { ReactNode } from 'react';

import { useBench } from '../bench/bench-context.tsx';
import { PortAdvice } from '../boards/port-advice.tsx';
import { useConnection, useStateOf } from '../client/context.tsx';
import { StopNotice } from '../serving/stop-notice.tsx';
import { ErrorNote } from '../ui/error-note.tsx';

/** What went wrong beside any update: the connection, the server, the last request. */
export function Failures(): ReactNode {
  const connection = useConnection();
  const server = useStateOf('server');
  const { board, state, dispatch } = useBench();
  return (
    <>
      {connection.kind === 'lost' && <ErrorNote error={{ code: 'contract/connection-lost', params: {} }} />}
      {connection.kind === 'failed' && <ErrorNote error={connection.error} />}
      {server?.kind === 'failed' && <ErrorNote error={server.error} />}
      <StopNotice />
      {board?.error != null && <ErrorNote error={board.error} />}
      {board !== null && <PortAdvice board={board} />}
      {state.failure !== null && (
        <ErrorNote error={state.failure} onClose={() => dispatch({ kind: 'closeFailure' })} />
      )}
    </>
  );
}
