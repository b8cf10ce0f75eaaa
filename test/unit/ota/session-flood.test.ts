import { expect, test } from 'vitest';

import { isEnded } from '../../../shared/ota/session/session.ts';
import { DOWNLOAD, NEW_BOOT, OLD_BOOT, SessionDriver } from '../../support/session-driver.ts';

const ready = () => new SessionDriver().before(OLD_BOOT).start();
const upTo = (lines: number) => () =>
  ready().after(200).board(DOWNLOAD.split('\n').slice(0, lines).join('\n'));

/** Where a board may begin to repeat itself. */
const STARTS: readonly (readonly [string, () => SessionDriver])[] = [
  ['before anything is known of it', () => new SessionDriver().start()],
  ['once it is ready', ready],
  ['once it has its URL', () => ready().after(200)],
  ['at the header', upTo(2)],
  ['while it writes', upTo(5)],
  ['while it verifies', upTo(8)],
  ['at its restart', upTo(Number.POSITIVE_INFINITY)],
  ['in the new image', () => upTo(Number.POSITIVE_INFINITY)().board(NEW_BOOT)],
];
const OTHERS = `Guru Meditation Error: Core  0 panic'ed (LoadProhibited). Exception was unhandled.
I (1) native_ota_example: Diagnostics (5 sec)...
I (1) native_ota_example: Diagnostics completed successfully! Continuing execution ...
E (1) native_ota_example: Diagnostics failed! Start rollback to the previous version ...
E (1) native_ota_example: Exiting task due to fatal error...
E (1) esp-tls-mbedtls: mbedtls_ssl_handshake returned -0x2700
I (1) native_ota_example: Waiting for a new firmware ... 1
I (1) esp_ota_ops: Rollback to previously worked partition.`;
const LINES = [...new Set(`${OLD_BOOT}\n${DOWNLOAD}\n${NEW_BOOT}\n${OTHERS}`.split('\n'))];

test.each(STARTS)('a board that repeats one line without end %s keeps no update alive', (_where, start) => {
  for (const line of LINES) {
    const run = start();
    // Twice the time after which nothing that repeats itself counts as progress.
    for (let waitedMs = 0; waitedMs < 600_000 && !isEnded(run.session); waitedMs += 5_000)
      run.board(line).after(5_000);
    expect({ line, phase: run.session.phase.kind }).toEqual({ line, phase: 'ended' });
  }
});

test('two lines in turn, each of which calls for another wait, keep none alive either', () => {
  const run = upTo(5)();
  for (let turn = 0; turn < 300; turn += 1)
    run.board(DOWNLOAD.split('\n')[turn % 2 === 0 ? 0 : 3] ?? '').after(3_000);
  expect(run.verdict).toMatchObject({ outcome: 'failed', error: { code: 'timeout/writing' } });
});

test('a slow transfer that grows is no standstill', () => {
  const run = upTo(5)();
  for (let bytes = 2_048; bytes < 60_000; bytes += 1_024)
    run.board(`I (1) native_ota_example: Written image length ${bytes}`).after(15_000);
  expect(run.session.phase.kind).toBe('downloading');
});
