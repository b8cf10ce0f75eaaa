import type { PreflightCheck } from './preflight.ts';
import type { PreflightInput } from './preflight-input.ts';
import { check } from './preflight-input.ts';
import { reachChecks } from './preflight-reach.ts';
import { trustChecks } from './preflight-trust.ts';

/** Whether the board can reach this machine, would accept its certificate, and can log as fast as it writes. */
export function networkChecks(input: PreflightInput): readonly PreflightCheck[] {
  return [...reachChecks(input), ...trustChecks(input), consoleSpeed(input.baudRate)];
}

/** The article's firmware logs about 64 characters for each kilobyte it writes, and waits until they are out. */
const CHARACTERS_PER_KILOBYTE = 64;
/** Start bit, eight bits, stop bit. */
const BITS_PER_CHARACTER = 10;
/** What Wi-Fi gives such a board; a console that allows less is what holds it up. */
const WIFI_BYTES_PER_SECOND = 400_000;

function consoleSpeed(baudRate: number): PreflightCheck {
  const bytesPerSecond = (baudRate / BITS_PER_CHARACTER / CHARACTERS_PER_KILOBYTE) * 1000;
  // A limit known to two digits.
  const maxKilobytes = Math.floor(bytesPerSecond / 10_000) * 10;
  const params = { baudRate, maxKilobytes };
  return check('console-speed', bytesPerSecond < WIFI_BYTES_PER_SECOND ? 'warned' : 'passed', params);
}
