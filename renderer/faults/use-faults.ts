import { useEffect, useState, useSyncExternalStore } from 'react';

import type { Input } from '../../shared/contract/contract.ts';
import type { FaultInfo, FaultRun } from '../../shared/faults/fault-values.ts';
import { useClient } from '../client/context.tsx';

const NONE: readonly FaultInfo[] = [];

/** The faults of a board, running or over; null where none were run. */
export function useFaultRun(deviceId: string | null): FaultRun | null {
  const client = useClient();
  return useSyncExternalStore(client.watch, () =>
    deviceId === null ? null : client.state('faults', deviceId),
  );
}

/** What can be run on a board with an image; asked again when `asOf` changes. Empty until it came. */
export function useFaultList(
  deviceId: string | null,
  imageId: string | null,
  images: Input<'faults.list'>['images'],
  asOf: string,
): readonly FaultInfo[] {
  const client = useClient();
  const [list, setList] = useState(NONE);
  useEffect(() => {
    if (deviceId === null || imageId === null || asOf === '') return setList(NONE);
    let current = true;
    client.call('faults.list', { deviceId, imageId, images }).then(
      (found) => {
        if (current) setList(found);
      },
      // A board or image that is gone meanwhile is told as a state.
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [client, deviceId, imageId, images, asOf]);
  return list;
}
