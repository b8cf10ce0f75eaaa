import { expect, test } from 'vitest';
import {
  DOWNLOAD,
  NEW_BOOT,
  NEW_ELF,
  NEW_SHA,
  OLD_BOOT,
  OLD_SHA,
  SessionDriver,
} from '../../support/session-driver.ts';

const ready = () => new SessionDriver().before(OLD_BOOT).start();
const updated = () => ready().after(200).board(DOWNLOAD);

test('a board whose ready line was seen is sent the URL at once and ends confirmed by digest', () => {
  const run = updated().board(NEW_BOOT);
  expect(run.verdict).toBeNull();
  run.board('I (1303) native_ota_example: Diagnostics (5 sec)...');
  run
    .after(5000)
    .board('I (6308) native_ota_example: Diagnostics completed successfully! Continuing execution ...');
  expect(run.verdict).toMatchObject({
    outcome: 'confirmed',
    proof: 'digest',
    equalDigestBytes: 32,
    error: null,
  });
  expect(run.stages).toEqual([
    'ready',
    'urlSent',
    'headerAccepted',
    'writing',
    'imageVerified',
    'restarting',
    'newImageRuns',
    'confirmed',
  ]);
  expect(run.session.view.before).toMatchObject({ version: '1.4.2', partition: 'ota_0', sha256: OLD_SHA });
  expect(run.session.view.after).toMatchObject({ version: '1.5.0', partition: 'ota_1', sha256: NEW_SHA });
});

test('without rollback the native example is confirmed when its task starts', () => {
  const run = updated().board(NEW_BOOT).board('I (5236) native_ota_example: Starting OTA example task');
  expect(run.verdict?.outcome).toBe('confirmed');
});

test('the server adds the TLS stage', () => {
  const run = ready().after(200).server({ kind: 'connected' });
  run.server({
    kind: 'tlsEstablished',
    version: 'TLSv1.2',
    cipher: 'ECDHE-RSA-AES128-GCM-SHA256',
    handshakeMs: 1400,
  });
  expect(run.stages).toEqual(['ready', 'urlSent', 'tls']);
  expect(run.session.view.current).toBe('headerAccepted');
});

test('failed diagnostics end rolled back, with the old image named', () => {
  const run = updated()
    .board(NEW_BOOT)
    .board(`I (1303) native_ota_example: Diagnostics (5 sec)...
E (6308) native_ota_example: Diagnostics failed! Start rollback to the previous version ...
${OLD_BOOT}`);
  expect(run.verdict?.outcome).toBe('rolledBack');
  expect(run.code).toBe('boot/diagnostics-failed');
  expect(run.session.view.after).toMatchObject({ version: '1.4.2', partition: 'ota_0', sha256: OLD_SHA });
});

test('a panic before confirmation and a boot of the old slot is rolled back as crashed', () => {
  const run = updated()
    .board(NEW_BOOT)
    .board("Guru Meditation Error: Core  0 panic'ed (LoadProhibited). Exception was unhandled.");
  run.board(OLD_BOOT);
  expect([run.verdict?.outcome, run.code]).toEqual(['rolledBack', 'boot/crashed']);
});

test('a new image that restarts without end is a loop', () => {
  const run = updated();
  for (let i = 0; i < 6 && run.verdict === null; i += 1) run.board(NEW_BOOT);
  expect([run.verdict?.outcome, run.code, run.verdict?.proof]).toEqual(['failed', 'boot/loop', 'digest']);
});

test('a new image that goes back by itself is rolled back, and called neither a crash nor a failed diagnosis', () => {
  const run = updated()
    .board(NEW_BOOT)
    .board('I (1500) esp_ota_ops: Rollback to previously worked partition.')
    .board(OLD_BOOT.replace('0x1 (POWERON_RESET)', '0xc (SW_CPU_RESET)'));
  expect([run.verdict?.outcome, run.code]).toEqual(['rolledBack', 'boot/rolled-back']);
});

test('after the restart slot, version, both digests and the state of otadata are known as far as they are printed', () => {
  const run = updated().board(NEW_BOOT);
  expect(run.session.view.after).toEqual({
    partition: 'ota_1',
    offset: 0x21_0000,
    version: '1.5.0',
    sha256: NEW_SHA,
    elfSha256: NEW_ELF.slice(0, 9),
    otaState: null,
  });
  run.board('E (1400) esp_ota_ops: Running app has not confirmed state (ESP_OTA_IMG_PENDING_VERIFY)');
  expect(run.session.view.after.otaState).toBe('PENDING_VERIFY');
  expect(run.session.view.expected.elfSha256).toBe(NEW_ELF);
  expect(run.session.view.before.elfSha256).toBe('aaaaaaaaa');
});

test('a restart by software without a panic is no crash; by a watchdog it is one', () => {
  const backAfter = (reset: string) =>
    updated().board(NEW_BOOT).board(OLD_BOOT.replace('0x1 (POWERON_RESET)', reset)).code;
  expect(backAfter('0xc (SW_CPU_RESET)')).toBe('boot/rolled-back');
  expect(backAfter('0xc (RTC_SW_CPU_RST)')).toBe('boot/rolled-back');
  expect(backAfter('0x8 (TG1WDT_SYS_RESET)')).toBe('boot/watchdog');
  expect(backAfter('0xe (EXT_CPU_RESET)')).toBe('boot/power-lost');
});

/** What a board prints whose bootloader logs nothing below a warning. */
const quiet = (boot: string): string =>
  boot
    .split('\n')
    .filter((line) => !/ boot: /.test(line))
    .join('\n');

test('with a quiet bootloader the old image shows by its ELF digest', () => {
  const run = new SessionDriver().before(quiet(OLD_BOOT)).start().after(200).board(DOWNLOAD);
  const old = quiet(OLD_BOOT)
    .split('\n')
    .filter((line) => !/SHA-256 for/.test(line));
  run.board(old.join('\n')).after(1_000);
  expect([run.verdict?.outcome, run.code]).toEqual(['rolledBack', 'boot/rolled-back']);
});

test('with a quiet bootloader a new image that restarts without end is a loop', () => {
  const run = new SessionDriver().before(quiet(OLD_BOOT)).start().after(200).board(DOWNLOAD);
  for (let i = 0; i < 8 && run.verdict === null; i += 1) run.board(quiet(NEW_BOOT));
  expect([run.verdict?.outcome, run.code]).toEqual(['failed', 'boot/loop']);
});

test('a task that ends without a reason of its own is told by the line before its end', () => {
  const run = ready()
    .after(200)
    .board('E (70000) native_ota_example: Failed to open HTTP connection: ESP_FAIL')
    .board('E (70001) native_ota_example: Exiting task due to fatal error...')
    .after(1_000);
  expect(run.verdict).toMatchObject({
    error: {
      code: 'ota/fatal',
      params: { detail: 'E (70000) native_ota_example: Failed to open HTTP connection: ESP_FAIL' },
    },
  });
});

test('an app that runs but never gets there is boot/not-ready, with the digest as proof', () => {
  const run = updated().board(NEW_BOOT).after(61_000);
  expect([run.verdict?.outcome, run.code, run.verdict?.proof]).toEqual([
    'failed',
    'boot/not-ready',
    'digest',
  ]);
});

test('another digest after the restart is never confirmed', () => {
  const run = updated().board(
    NEW_BOOT.replace(NEW_SHA, 'ee'.repeat(32)).replace(NEW_ELF.slice(0, 9), 'bbbbbbbbb'),
  );
  expect([run.verdict?.outcome, run.code]).toEqual(['failed', 'boot/other-image']);
});

test('a firmware that prints only its ELF digest is confirmed after ten quiet seconds', () => {
  const quiet = NEW_BOOT.split('\n')
    .filter((line) => !line.includes('native_ota_example'))
    .join('\n');
  const run = updated().board(quiet).after(9_000);
  expect(run.verdict).toBeNull();
  expect(run.after(2_000).verdict).toMatchObject({ outcome: 'confirmed', proof: 'elf' });
});

test('the version alone is never confirmed', () => {
  const quiet = NEW_BOOT.split('\n')
    .filter((line) => !/native_ota_example|ELF/.test(line))
    .join('\n');
  const run = updated().board(quiet).after(40_000);
  expect([run.verdict?.outcome, run.code, run.verdict?.proof]).toEqual([
    'failed',
    'boot/unproven',
    'version',
  ]);
});

test.each([
  [48, 'tls/unknown-ca'],
  [42, 'tls/host-mismatch'],
  [45, 'tls/expired'],
] as const)('alert %d at the server settles what -0x2700 leaves open: %s', (alert, code) => {
  const run = ready().after(200).server({ kind: 'connected' }).server({ kind: 'tlsRefused', alert, code });
  run.board(`E (66081) esp-tls-mbedtls: mbedtls_ssl_handshake returned -0x2700
E (66097) native_ota_example: Failed to open HTTP connection: ESP_ERR_HTTP_CONNECT
E (66102) native_ota_example: Exiting task due to fatal error...`);
  expect(run.after(400).verdict?.outcome).toBe('failed');
  expect(run.code).toBe(code);
  expect(run.session.view.after.version).toBe('1.4.2');
});

test('where several boards share the address, the cause is the board’s alone and said to be less certain', () => {
  const run = ready().after(200).server({ kind: 'tlsRefused', alert: 48, code: 'tls/unknown-ca' }, false);
  run.board(`E (66081) esp-tls-mbedtls: mbedtls_ssl_handshake returned -0x2700
E (66102) native_ota_example: Exiting task due to fatal error...`);
  run.after(400);
  expect([run.code, run.verdict?.lessCertain]).toEqual(['tls/certificate', true]);
});

test.each([
  ['E (1) esp-tls: [sock=54] delayed connect error: Connection reset by peer', 'net/refused'],
  ['E (1) esp-tls: [sock=54] select() timeout', 'net/unreachable'],
  ["E (1) esp-tls: couldn't get hostname for :x: getaddrinfo() returns 202, addrinfo=0x0", 'net/dns'],
  ['E (1) native_ota_example: received package is not fit len 18 , 288', 'image/short-header'],
  ['E (1) native_ota_example: Error: SSL data read error -1', 'ota/read-error'],
  ['E (1) boot_comm: mismatch chip ID, expected 0, found 2', 'image/wrong-chip'],
  ['E (1) esp_image: Checksum failed. Calculated 0x3 read 0x9', 'image/corrupt'],
  ['E (1) esp_ota_ops: OTA image has invalid magic byte (expected 0xE9, saw 0x00)', 'image/bad-magic'],
  [
    'E (1) native_ota_example: esp_ota_begin failed (ESP_ERR_OTA_ROLLBACK_INVALID_STATE)',
    'ota/pending-verify',
  ],
])('%s', (line, code) => {
  const run = ready()
    .after(200)
    .board(`${line}\nE (2) native_ota_example: Exiting task due to fatal error...`)
    .after(400);
  expect([run.verdict?.outcome, run.code]).toEqual(['failed', code]);
});

test('a short header after a 404 is the server’s answer', () => {
  const run = ready().after(200);
  run.server({
    kind: 'requestStarted',
    requestId: 1,
    method: 'GET',
    path: '/x',
    imageId: null,
    pushId: null,
    status: 404,
    totalBytes: 10,
  });
  run.board(
    'E (1) native_ota_example: received package is not fit len 10 , 288\nE (2) native_ota_example: Exiting task due to fatal error...',
  );
  expect([run.after(400).code, run.verdict?.error?.params]).toEqual(['http/status', { status: 404 }]);
});

test.each([
  [
    'W (1) native_ota_example: Current running version is the same as a new. We will not continue the update.',
    'ota/same-version',
  ],
  ['W (1) native_ota_example: New version is the same as invalid version.', 'ota/last-invalid-version'],
])('a refusal is a verdict at once: %s', (line, code) => {
  const run = ready().after(200).board(line);
  expect([run.verdict?.outcome, run.code]).toEqual(['refused', code]);
});

test('a restart in mid-download is interrupted with the reset reason', () => {
  const run = ready()
    .after(200)
    .board(DOWNLOAD.split('\n').slice(0, 5).join('\n'))
    .board('rst:0xf (RTCWDT_BROWN_OUT_RESET),boot:0x13 (X)');
  expect([run.verdict?.outcome, run.code]).toEqual(['interrupted', 'board/brownout']);
  expect(run.verdict?.error?.params).toEqual({ reason: 'RTCWDT_BROWN_OUT_RESET' });
});

test('a restart between the ready line and the URL only starts the wait anew', () => {
  const run = new SessionDriver().start().board(OLD_BOOT);
  expect(run.stages).toEqual(['ready']);
  run.board(OLD_BOOT);
  expect(run.after(200).stages).toEqual(['ready', 'urlSent']);
  expect(run.verdict).toBeNull();
});

test('a silent board is asked for a reset after 3 s and failed after 30 s more', () => {
  const run = new SessionDriver().start().after(3_100);
  expect(run.session.view.waitingFor).toBe('reset');
  expect([run.after(31_000).verdict?.outcome, run.code]).toEqual(['failed', 'board/silent']);
});

test('a reset by a person is followed from the boot on', () => {
  const run = new SessionDriver().start().after(5_000).board(OLD_BOOT).after(200);
  expect(run.session.view.waitingFor).toBeNull();
  expect(run.stages).toEqual(['ready', 'urlSent']);
});

test('a board without an address fails as such, and as Wi-Fi where it said so', () => {
  const boot = OLD_BOOT.split('\n').slice(0, 10).join('\n');
  expect(new SessionDriver().start().board(boot).after(31_000).code).toBe('board/no-address');
  const wifi = new SessionDriver()
    .start()
    .board(`${boot}\nI (9) example_connect: WiFi Connect failed 7 times, stop reconnect.`);
  expect(wifi.after(31_000).code).toBe('net/wifi-failed');
});

test('a pulled cable interrupts, but a USB board may leave the bus while it restarts', () => {
  const error = { code: 'serial/port-gone', params: { path: 'x' } } as const;
  const pulled = ready().after(200).step({ kind: 'portGone', error });
  expect([pulled.verdict?.outcome, pulled.code]).toEqual(['interrupted', 'serial/port-gone']);
  const usb = updated().step({ kind: 'portGone', error });
  expect(usb.verdict).toBeNull();
  expect(
    usb.board(NEW_BOOT).board('I (1) native_ota_example: Starting OTA example task').verdict?.outcome,
  ).toBe('confirmed');
  expect(updated().step({ kind: 'portGone', error }).after(11_000).code).toBe('serial/port-gone');
});

test('nothing after the URL ends within its deadline', () => {
  expect(ready().after(15_200).code).toBe('timeout/urlSent');
  expect(ready().after(200).board(DOWNLOAD.split('\n').slice(0, 5).join('\n')).after(20_100).code).toBe(
    'timeout/writing',
  );
  expect(updated().after(30_100).code).toBe('timeout/restarting');
  expect(new SessionDriver().before(OLD_BOOT).start({ endAtMs: 1_005_000 }).after(6_000).code).toBe(
    'timeout/urlSent',
  );
});

test('a server stopped in mid-download interrupts; cancelling is final', () => {
  expect(ready().after(200).step({ kind: 'serverStopped' }).code).toBe('host/server-stopped');
  const cancelled = ready().step({ kind: 'cancelled' });
  expect(cancelled.board(DOWNLOAD).verdict).toMatchObject({ outcome: 'cancelled', error: null });
});

test('an image larger than the slot is named, though the board prints no reason', () => {
  const run = ready().after(200);
  run.session = {
    ...run.session,
    view: { ...run.session.view, image: { ...run.session.view.image, sizeBytes: 2_000_000 } },
  };
  run
    .board(
      `${DOWNLOAD.split('\n').slice(0, 6).join('\n')}\nE (2) native_ota_example: Exiting task due to fatal error...`,
    )
    .after(400);
  expect([run.code, run.verdict?.error?.params]).toEqual([
    'image/too-large',
    { sizeBytes: 2_000_000, slotBytes: 0x100000 },
  ]);
});

test('a rest without proof confirms nothing and is not waited for again', () => {
  const quiet = NEW_BOOT.split('\n')
    .filter((line) => !line.includes('native_ota_example'))
    .join('\n');
  const run = updated().board(quiet).board('I (900) app_init: ELF file SHA256:  bbbbbbbbb...');
  run.board('I (901) boot: Loaded app from partition at offset 0x210000').after(11_000);
  expect(run.verdict?.outcome).not.toBe('confirmed');
  expect(run.after(61_000).verdict?.outcome).toBe('failed');
});

test('three lines that are no text, and nothing else, are a wrong baud rate', () => {
  const garbage = Array(3).fill('\uFFFD\uFFFDx\uFFFD*\uFFFD').join('\n');
  const early = new SessionDriver().before(garbage).start().after(34_000);
  expect([early.verdict?.outcome, early.code]).toEqual(['failed', 'board/garbled']);
  expect(new SessionDriver().start().board(garbage).after(34_000).code).toBe('board/garbled');
  expect(new SessionDriver().start().after(34_000).code).toBe('board/silent');
});

test('a computer that slept interrupts, wherever the update stands, and says for how long', () => {
  const run = updated().step({ kind: 'hostSlept', seconds: 3_600 });
  expect(run.verdict).toMatchObject({
    outcome: 'interrupted',
    error: { code: 'host/slept', params: { seconds: 3_600 } },
  });
});

test('a program that ended leaves the update unknown, and a verdict that was given stays', () => {
  expect(updated().step({ kind: 'hostEnded' }).verdict?.outcome).toBe('unknown');
  const confirmed = updated().board(NEW_BOOT).board('I (5236) native_ota_example: Starting OTA example task');
  expect(confirmed.step({ kind: 'hostEnded' }).verdict?.outcome).toBe('confirmed');
});
