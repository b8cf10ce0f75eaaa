import type { Progress } from './session-view.ts';

/**
 * What holds a transfer back. `uart`: printing a line for each chunk takes the console's time. `powerSave`: a sleeping
 * Wi-Fi station is given data once a beacon. `server`: the board has all that was sent, and more is not sent. `reads`:
 * the program's own reads and writes of 1 KiB, which is as fast as it goes.
 */
export const BOTTLENECKS = ['uart', 'powerSave', 'server', 'reads'] as const;
export type Bottleneck = (typeof BOTTLENECKS)[number];

export interface TransferFacts {
  readonly progress: Progress;
  /** The console's. */
  readonly baudRate: number;
  /** What the board said of its Wi-Fi power save; null where it said nothing. */
  readonly powerSave: boolean | null;
}

/** `BUFFSIZE` of native_ota_example.c, DEFAULT_OTA_BUF_SIZE of esp_https_ota.c: one read, one write, one line. */
const CHUNK_BYTES = 1_024;
/** `I (66400) native_ota_example: Written image length 102400`, its colours (11 bytes) and `\r\n`, as esp_log prints it. */
const LINE_BYTES = 70;
/** The console is 8N1: start bit, eight data bits, stop bit. */
const BITS_PER_BYTE = 10;
/** The share of its time that a board may print before it is said to wait for its console. */
const BUSY = 0.6;
/**
 * CONFIG_LWIP_TCP_WND_DEFAULT (5760) once each beacon interval (100 units of 1.024 ms, IEEE 802.11): 56 KB/s, and a
 * quarter more for windows that open within one.
 */
const POWER_SAVE_RATE = (5_760 / 0.102_4) * 1.25;
/** Below this the wireless link itself is bad, whatever it saves. */
const SLOW_RATE = 4_000;
/** Bytes after which a rate is one. */
const ENOUGH_BYTES = 16 * 1_024;
/** Readings after which most of them say something. */
const ENOUGH_READINGS = 8;

/** What holds the transfer back, by its rates and its console; null while nothing can be said. */
export function bottleneckOf({ progress, baudRate, powerSave }: TransferFacts): Bottleneck | null {
  const { writtenBytes, writtenRate, deliveredBytes, deliveredRate, bytesAre, starved } = progress;
  const rate = writtenRate ?? (bytesAre === 'delivered' ? deliveredRate : null);
  const bytes = writtenBytes ?? deliveredBytes ?? 0;
  if (rate === null || rate <= 0 || bytes < ENOUGH_BYTES) return null;
  if (writtenRate !== null && consoleShare(writtenRate, baudRate) >= BUSY) return 'uart';
  // The system takes in far more than this at once from a server that has it.
  if (starved !== undefined && starved.of >= ENOUGH_READINGS && starved.readings * 2 > starved.of)
    return 'server';
  if (powerSave !== false && rate >= SLOW_RATE && rate <= POWER_SAVE_RATE) return 'powerSave';
  return rate > POWER_SAVE_RATE ? 'reads' : null;
}

/** The share of its time that a board spends printing its lines at this rate, 0 to 1 and beyond. */
export function consoleShare(bytesPerSecond: number, baudRate: number): number {
  return ((bytesPerSecond / CHUNK_BYTES) * LINE_BYTES * BITS_PER_BYTE) / baudRate;
}
