import type { ErrorPayload } from '../../errors.ts';

/** `Task watchdog got triggered`, `Interrupt wdt timeout`, `TG1WDT_SYS_RESET`, `RTCWDT_RTC_RESET`. */
const WATCHDOG = /wdt|watchdog/i;
/** `RTCWDT_BROWN_OUT_RESET`, `Brownout detector was triggered`. */
const BROWNOUT = /brown/i;

/** What a new image did that never confirmed itself, by what its panic or its reset said. */
export function crashCause(detail: string): ErrorPayload {
  if (BROWNOUT.test(detail)) return { code: 'boot/power-lost', params: { reason: detail } };
  const isWatchdog = WATCHDOG.test(detail);
  return { code: isWatchdog ? 'boot/watchdog' : 'boot/crashed', params: { detail } };
}

/** Why a board restarted in mid-update; `panic`: what it said just before. */
export function restartCause(reason: string, panic: string | null): ErrorPayload {
  const whole = panic === null ? reason : `${reason}; ${panic}`;
  if (BROWNOUT.test(whole)) return { code: 'board/brownout', params: { reason } };
  return { code: 'board/restarted', params: { reason: whole } };
}
