import type { BoardFacts } from '../ota/board-facts.ts';
import type { Program } from '../ota/device/device-event.ts';
import { nextSlot } from '../ota/device/read-board.ts';

/** What decides how a board meets a fault. Null: not known, so that either way is right. */
export interface BoardProfile {
  readonly program: Program | null;
  /** `5.3`, as far as the log says. */
  readonly idf: string | null;
  /** CONFIG_MBEDTLS_HAVE_TIME_DATE with a clock that is set. */
  readonly checksDates: boolean | null;
  /** Whether the running version is compared with the offered one. */
  readonly checksVersion: boolean | null;
  readonly checksHost: boolean | null;
  /** CONFIG_BOOTLOADER_APP_ROLLBACK_ENABLE */
  readonly rollback: boolean | null;
  readonly speaksTls13: boolean | null;
  /** CONFIG_EXAMPLE_OTA_RECV_TIMEOUT */
  readonly receiveTimeoutMs: number | null;
  /** Size of the slot that the next update goes to. */
  readonly slotBytes: number | null;
}

/** A board as its log shows it; what a log cannot tell is left open. */
export function profileFromFacts(facts: BoardFacts): BoardProfile {
  return {
    program: facts.program,
    idf: /v?(\d+\.\d+)/.exec(facts.idfVersion ?? '')?.[1] ?? null,
    checksDates: null,
    checksVersion: facts.program === 'simple' ? false : null,
    checksHost: null,
    rollback: facts.pendingVerify || facts.confirmed ? true : null,
    speaksTls13: null,
    receiveTimeoutMs: null,
    slotBytes: nextSlot(facts)?.sizeBytes ?? null,
  };
}
