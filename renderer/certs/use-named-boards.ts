import { useSyncExternalStore } from 'react';

import type { AuthorityState } from '../../shared/contract/certificates-values.ts';
import { useBoards, useClient, useStateOf } from '../client/context.tsx';

/** A board as authorities are chosen for it. */
export interface NamedBoard {
  /** What `certificates.setAuthority` takes. */
  readonly deviceId: string;
  readonly nameKey: string;
  readonly name: string;
  readonly isOpen: boolean;
  /** A virtual board follows the current CA by itself. */
  readonly isVirtual: boolean;
  /** Fingerprint of the authority that was chosen for it; null: none. */
  readonly chosen: string | null;
}

/** The boards that are open, then those that an authority was chosen for. */
export function useNamedBoards(authorities: readonly AuthorityState[]): readonly NamedBoard[] {
  const client = useClient();
  const boards = useBoards();
  const serials = useSyncExternalStore(client.watch, () => client.states('serial'));
  const names = useStateOf('settings')?.boardNames ?? {};
  const chosenFor = (nameKey: string): string | null =>
    authorities.find((each) => each.boards.includes(nameKey))?.sha256Fingerprint ?? null;
  const open = boards.map(({ deviceId, name, port }): NamedBoard => {
    const nameKey = serials.find((serial) => serial.deviceId === deviceId)?.nameKey ?? deviceId;
    return { deviceId, nameKey, name, isOpen: true, isVirtual: port.virtual, chosen: chosenFor(nameKey) };
  });
  const others = [...new Set(authorities.flatMap(({ boards: keys }) => keys))]
    .filter((nameKey) => !open.some((board) => board.nameKey === nameKey))
    .map((nameKey): NamedBoard => {
      const name = names[nameKey] ?? nameKey;
      const chosen = chosenFor(nameKey);
      return { deviceId: nameKey, nameKey, name, isOpen: false, isVirtual: false, chosen };
    });
  return [...open, ...others];
}
