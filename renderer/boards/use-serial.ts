import { useSyncExternalStore } from 'react';

import type { SerialState } from '../../shared/contract/serial-values.ts';
import { useClient } from '../client/context.tsx';

/** The port of a board beyond its state; null for none, and until it is told. */
export function useSerial(deviceId: string | null): SerialState | null {
  const client = useClient();
  return useSyncExternalStore(client.watch, () =>
    deviceId === null ? null : client.state('serial', deviceId),
  );
}
