import type { ErrorPayload } from '../errors.ts';
import type { DeviceEvent } from './device/device-event.ts';

/** What a confirmed image does in the time after its verdict. The verdict itself stays as it is. */
export interface AfterWatch {
  readonly pushId: string;
  readonly state: 'watching' | 'stable' | 'unstable' | 'ended';
  readonly endsAtMs: number;
  /** Why it is unstable. */
  readonly error: ErrorPayload | null;
  /** Offset of the slot that was confirmed; null where the board does not say. */
  readonly offset: number | null;
  /** Restarts since, of any kind. */
  readonly boots: number;
}

/** Restarts that a person or the supply caused say nothing of the image. */
const OUTSIDE = /^(POWERON|EXT|SDIO|USB|JTAG|RTCWDT_BROWN|BROWN)/;
/** `TG0WDT_SYS_RESET`, `RTCWDT_RTC_RESET`, `INT_WDT`, …: esp_rom's reset reasons. */
const WATCHDOG = /WDT/;
/** Restarts, whoever caused them, after which it is called a loop. */
const LOOP_BOOTS = 3;

/** Begins with the verdict. */
export function startAfterWatch(
  pushId: string,
  offset: number | null,
  nowMs: number,
  forMs: number,
): AfterWatch {
  return { pushId, state: 'watching', endsAtMs: nowMs + forMs, error: null, offset, boots: 0 };
}

/** One line of the board. An event without meaning returns the same object; nothing changes after the end. */
export function watchEvent(watch: AfterWatch, event: DeviceEvent): AfterWatch {
  if (watch.state !== 'watching') return watch;
  switch (event.kind) {
    case 'panic':
      return unstable(watch, { code: 'watch/crashed', params: { detail: event.text } });
    case 'reset':
      return restarted(watch, event.reason);
    case 'loadedApp':
      return watch.offset !== null && event.offset !== watch.offset
        ? unstable(watch, { code: 'watch/other-image', params: {} })
        : watch;
    default:
      return watch;
  }
}

/** Time has passed. */
export function watchTick(watch: AfterWatch, nowMs: number): AfterWatch {
  return watch.state === 'watching' && nowMs >= watch.endsAtMs ? { ...watch, state: 'stable' } : watch;
}

/** The next update of the board, or its port's end, leaves the question open. */
export function watchEnded(watch: AfterWatch): AfterWatch {
  return watch.state === 'watching' ? { ...watch, state: 'ended' } : watch;
}

function restarted(watch: AfterWatch, reason: string): AfterWatch {
  const boots = watch.boots + 1;
  const counted = { ...watch, boots };
  if (WATCHDOG.test(reason) && !OUTSIDE.test(reason))
    return unstable(counted, { code: 'watch/watchdog', params: { detail: reason } });
  return boots >= LOOP_BOOTS ? unstable(counted, { code: 'watch/boot-loop', params: { boots } }) : counted;
}

function unstable(watch: AfterWatch, error: ErrorPayload): AfterWatch {
  return { ...watch, state: 'unstable', error };
}
