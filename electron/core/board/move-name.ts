import type { PushHub } from '../api/push-hub.ts';
import type { SettingsStore } from '../settings/settings-store.ts';

/** A name that was given to a port goes with the board that was there, now that another one is. */
export async function moveName(
  settings: SettingsStore,
  hub: Pick<PushHub, 'set'>,
  deviceId: string,
  boardKey: string,
): Promise<void> {
  const { [deviceId]: name, ...others } = settings.current.boardNames;
  if (name === undefined) return;
  const boardNames = { ...others, [boardKey]: others[boardKey] ?? name };
  // In effect at once; a disk that takes no settings is told where they are changed.
  const updated = await settings.update({ boardNames }).catch(() => settings.current);
  hub.set('settings', updated);
}
