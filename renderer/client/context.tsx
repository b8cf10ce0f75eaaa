import type { ReactNode } from 'react';
import { createContext, useContext, useEffect, useMemo, useState, useSyncExternalStore } from 'react';

import type { State, StateName } from '../../shared/contract/contract.ts';
import type { BoardState, ImageEntry, ImageSummary } from '../../shared/contract/values.ts';
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
export function useStateOf<N extends Exclude<StateName, 'board' | 'image'>>(name: N): State<N> | null {
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

/** The library's images, newest first. */
export function useImages(): readonly ImageSummary[] {
  const client = useClient();
  const images = useSyncExternalStore(client.watch, () => client.states('image'));
  return useMemo(() => images.toReversed().sort((a, b) => b.addedAtMs - a.addedAtMs), [images]);
}

/** One image with everything known of it; null for none, and until it is read. */
export function useImage(imageId: string | null): ImageEntry | null {
  const client = useClient();
  const summary = useSyncExternalStore(client.watch, () =>
    imageId === null ? null : client.state('image', imageId),
  );
  const [entry, setEntry] = useState<ImageEntry | null>(null);
  useEffect(() => {
    if (summary === null) return;
    let current = true;
    const take = (read: ImageEntry): void => {
      if (current) setEntry(read);
    };
    // An image that is removed meanwhile, or a core that is lost, is told as a state.
    client.call('image.read', { imageId: summary.imageId }).then(take, () => undefined);
    return () => {
      current = false;
    };
  }, [client, summary]);
  return summary !== null && entry?.imageId === imageId ? entry : null;
}

export function useConnection(): ConnectionStatus {
  const client = useClient();
  return useSyncExternalStore(client.watch, client.status);
}
