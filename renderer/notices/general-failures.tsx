import type { ReactNode } from 'react';

import { useBench } from '../bench/bench-context.tsx';
import { useConnection } from '../client/context.tsx';
import { ErrorNote } from '../ui/error-note.tsx';

/** What goes wrong whatever is shown: the connection to the program first, the last request last; between them `children`. */
export function GeneralFailures({ children }: { readonly children?: ReactNode }): ReactNode {
  const connection = useConnection();
  const { state, dispatch } = useBench();
  return (
    <>
      {connection.kind === 'lost' && <ErrorNote error={{ code: 'contract/connection-lost', params: {} }} />}
      {connection.kind === 'failed' && <ErrorNote error={connection.error} />}
      {children}
      {state.failure !== null && (
        <ErrorNote error={state.failure} onClose={() => dispatch({ kind: 'closeFailure' })} />
      )}
    </>
  );
}
