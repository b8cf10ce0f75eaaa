import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isEnded } from '../../../shared/ota/session/session.ts';
import { dueAtMs } from '../../../shared/ota/session/step.ts';
import {
  DOWNLOAD,
  NEW_BOOT,
  NEW_ELF,
  NEW_SHA,
  OLD_BOOT,
  SessionDriver,
} from '../../support/session-driver.ts';

const OTHERS = `Guru Meditation Error: Core  0 panic'ed (LoadProhibited). Exception was unhandled.
I (1) native_ota_example: Starting OTA example task
I (1) native_ota_example: Diagnostics (5 sec)...
I (1) native_ota_example: Diagnostics completed successfully! Continuing execution ...
E (1) native_ota_example: Diagnostics failed! Start rollback to the previous version ...
E (1) native_ota_example: Exiting task due to fatal error...
E (1) esp-tls-mbedtls: mbedtls_ssl_handshake returned -0x2700
W (1) native_ota_example: Current running version is the same as a new. We will not continue the update.
I (1) native_ota_example: Waiting for a new firmware ... 1
I (1) advanced_https_ota_example: App is valid, rollback cancelled successfully`;
const LINES = `${OLD_BOOT}\n${DOWNLOAD}\n${NEW_BOOT}\n${OTHERS}`.split('\n');
const PROOF = (line: string) => line.includes(NEW_SHA) || line.includes(NEW_ELF.slice(0, 9));

type Move = { readonly line: number } | { readonly waitMs: number };
const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ line: fc.nat(LINES.length - 1) }) },
  { weight: 1, arbitrary: fc.record({ waitMs: fc.constantFrom(10, 200, 1_000, 11_000) }) },
);

function play(run: SessionDriver, moves: readonly Move[], lines: readonly string[]): string[] {
  const said: string[] = [];
  for (const step of moves) {
    if ('waitMs' in step) run.after(step.waitMs);
    else {
      const line = lines[step.line % lines.length] as string;
      if (!isEnded(run.session)) said.push(line);
      run.board(line);
    }
    expect(isEnded(run.session) === (dueAtMs(run.session) === null)).toBe(true);
  }
  return said;
}

test('lines in any order, with any loss or repetition, never confirm without the image’s digest', () => {
  const unproven = LINES.filter((line) => !PROOF(line));
  fc.assert(
    fc.property(fc.array(move, { maxLength: 120 }), (moves) => {
      const run = new SessionDriver().before(OLD_BOOT).start();
      play(run, moves, unproven);
      expect(run.verdict?.outcome).not.toBe('confirmed');
    }),
    { numRuns: 400 },
  );
});

test('a confirmation always follows a line with the image’s digest, and every running phase has a deadline', () => {
  fc.assert(
    fc.property(fc.array(move, { maxLength: 120 }), (moves) => {
      const run = new SessionDriver().before(OLD_BOOT).start();
      const said = play(run, moves, LINES);
      if (run.verdict?.outcome === 'confirmed') expect(said.some(PROOF)).toBe(true);
    }),
    { numRuns: 400 },
  );
});

test('left alone, every update ends', () => {
  fc.assert(
    fc.property(fc.array(move, { maxLength: 60 }), (moves) => {
      const run = new SessionDriver().before(OLD_BOOT).start();
      play(run, moves, LINES);
      run.after(300_000);
      expect(run.verdict).not.toBeNull();
    }),
    { numRuns: 200 },
  );
});
