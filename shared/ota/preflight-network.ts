import type { PreflightCheck } from './preflight.ts';
import type { PreflightInput } from './preflight-input.ts';
import { check } from './preflight-input.ts';
import { trustChecks } from './preflight-trust.ts';

/** Whether the board can reach this machine, would accept its certificate, and can log as fast as it writes. */
export function networkChecks(input: PreflightInput): readonly PreflightCheck[] {
  return [reach(input), ...trustChecks(input), consoleSpeed(input.baudRate)];
}

function reach({ board, facingAddress }: PreflightInput): PreflightCheck {
  if (board.ipv4 === null || facingAddress === null) return check('reach', 'notKnown');
  const params = { host: facingAddress, board: board.ipv4 };
  const ours = parseIpv4(facingAddress);
  const theirs = parseIpv4(board.ipv4);
  if (ours === null || theirs === null) return check('reach', 'passed', { ...params, context: 'named' });
  if (ours[0] === 127 ? theirs[0] === 127 : sameStart(ours, theirs, 3))
    return check('reach', 'passed', params);
  const block = privateBlock(ours);
  if (block !== null && block === privateBlock(theirs)) {
    return check('reach', 'passed', { ...params, context: 'routed' });
  }
  return check('reach', 'warned', params);
}

function parseIpv4(text: string): readonly number[] | null {
  const numbers = text.split('.').map(Number);
  const isAddress = numbers.length === 4 && numbers.every((n) => Number.isInteger(n) && n >= 0 && n <= 255);
  return isAddress ? numbers : null;
}

function sameStart(a: readonly number[], b: readonly number[], count: number): boolean {
  return a.slice(0, count).join() === b.slice(0, count).join();
}

/** RFC 1918: hosts of one block are usually routed to each other, hosts of two seldom. */
function privateBlock([first = 0, second = 0]: readonly number[]): string | null {
  if (first === 10) return '10/8';
  if (first === 172 && second >= 16 && second < 32) return '172.16/12';
  return first === 192 && second === 168 ? '192.168/16' : null;
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
