import { readdirSync, watch } from 'node:fs';

import type { Cancel, Clock } from '../../core/ports.ts';

/** Where the system does not tell of changes, names are compared this often: a tenth of a millisecond each time. */
const POLL_MS = 1_000;
/** More news than this in a second is not of plugs: before Linux 6.8 every write to /dev/null is told. */
const FLOOD = 200;

const SERIAL_NAME = /^(tty(?!\d*$)|rfcomm)/;

export interface WatchDevicesDeps {
  readonly clock: Clock;
  /** `/dev` */
  readonly folder: string;
  readonly onChange: () => void;
}

/** Calls back when device nodes of serial ports come or go. Costs nothing between two changes. */
export function watchDevices({ clock, folder, onChange }: WatchDevicesDeps): Cancel {
  let stop: Cancel = () => undefined;
  let stopped = false;
  const poll = (): void => {
    if (!stopped) stop = pollNames(clock, folder, onChange);
  };
  let news = 0;
  let sinceMs = clock.nowMs();
  const seen = (): boolean => {
    const nowMs = clock.nowMs();
    if (nowMs - sinceMs > 1_000 || nowMs < sinceMs) {
      sinceMs = nowMs;
      news = 0;
    }
    news += 1;
    return news > FLOOD;
  };
  try {
    const watcher = watch(folder, { persistent: false }, (_event, name) => {
      if (seen()) {
        watcher.close();
        poll();
      } else if (name === null || SERIAL_NAME.test(name)) {
        onChange();
      }
    });
    watcher.on('error', () => {
      watcher.close();
      poll();
    });
    stop = () => watcher.close();
  } catch {
    // No inotify left for this user, or none at all.
    poll();
  }
  return () => {
    stopped = true;
    stop();
  };
}

function pollNames(clock: Clock, folder: string, onChange: () => void): Cancel {
  let before = serialNames(folder);
  let cancel: Cancel = () => undefined;
  const look = (): void => {
    cancel = clock.after(POLL_MS, look);
    const now = serialNames(folder);
    if (now === before) return;
    before = now;
    onChange();
  };
  look();
  return () => cancel();
}

function serialNames(folder: string): string {
  try {
    return readdirSync(folder)
      .filter((name) => SERIAL_NAME.test(name))
      .sort()
      .join('\n');
  } catch {
    return '';
  }
}
