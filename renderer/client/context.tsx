import type { ReactNode } from 'react';
import { createContext, useContext, useSyncExternalStore } from 'react';

import type { State, StateName } from '../../shared/contract/contract.ts';
import type { BoardState } from '../../shared/contract/values.ts';
import type { Client, ConnectionStatus } from './client.ts';

const ClientContext = createContext<Client | null>(null);

export function ClientProvider(props: { readonly client: Client; readonly children: ReactNode }): ReactNode {
  return <ClientContext value={props.client}>{props.children}</ClientContext>;
}

export function useClient(): Client {
  const client = useContext(ClientContext);
  if (client === null) throw new Error('useClient needs a ClientProvider above it');
  return client;
}

/** The last value of a state without keys; null until it came. */
export function useStateOf<N extends Exclude<StateName, 'board'>>(name: N): State<N> | null {
  const client = useClient();
  return useSyncExternalStore(client.watch, () => client.state(name));
}

/** All boards, in the order in which they were opened. */
export function useBoards(): readonly BoardState[] {
  const client = useClient();
  return useSyncExternalStore(client.watch, () => client.states('board'));
}

/** One board; null for none. */
export function useBoard(deviceId: string | null): BoardState | null {
  const client = useClient();
  return useSyncExternalStore(client.watch, () =>
    deviceId === null ? null : client.state('board', deviceId),
  );
}

export function useConnection(): ConnectionStatus {
  const client = useClient();
  return useSyncExternalStore(client.watch, client.status);
}
