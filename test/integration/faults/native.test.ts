import { afterAll, beforeAll, expect, test } from 'vitest';

import type { FaultName } from '../../../shared/faults/fault.ts';
import { FAULT_NAMES } from '../../../shared/faults/fault.ts';
import type { FaultResult } from '../../../shared/faults/fault-values.ts';
import { FaultBench } from '../../support/fault-bench.ts';

const HTTP_FAILED = 'Failed to open HTTP connection: ESP_ERR_HTTP_CONNECT';
const REFUSED = ['mbedtls_ssl_handshake returned -0x2700', HTTP_FAILED];
const NO_COMMON_TLS = ['mbedtls_ssl_handshake returned -0x7780', HTTP_FAILED];
const CORRUPTED = ['Image validation failed, image is corrupted'];
const TAKEN = ['Prepare to restart system!'];
const PAGE = ['esp_ota_begin succeeded', 'OTA image has invalid magic byte (expected 0xE9, saw 0x3c)'];
const NO_BODY = ['Total Write binary data length: 0', 'esp_ota_end failed (ESP_ERR_NOT_FOUND)!'];

/** What native_ota_example and ESP-IDF print at each (their sources and pytest_native_ota.py). */
const PRINTED: Readonly<Record<FaultName, readonly string[]>> = {
  'truncated-body': CORRUPTED,
  'truncated-header': ['received package is not fit len'],
  'random-body': ['esp_ota_ops: OTA image has invalid magic byte'],
  'flipped-bit': CORRUPTED,
  'wrong-chip': ['mismatch chip ID, expected 0', ...CORRUPTED],
  'wrong-magic': ['OTA image has invalid magic byte (expected 0xE9, saw 0x00)'],
  'too-large': ['native_ota_example: Exiting task due to fatal error...'],
  stall: ['Error: SSL data read error'],
  reset: ['errno=Connection reset by peer', 'Error: SSL data read error'],
  slow: TAKEN,
  jitter: TAKEN,
  chunked: TAKEN,
  'no-length': TAKEN,
  'short-length': CORRUPTED,
  'long-length': ['Error: SSL data read error'],
  'status-404': PAGE,
  'status-403': PAGE,
  'status-500': PAGE,
  'status-503': PAGE,
  'redirect-301': NO_BODY,
  'redirect-302': NO_BODY,
  'redirect-307': NO_BODY,
  'redirect-308': NO_BODY,
  'redirect-301-bad': NO_BODY,
  'redirect-302-bad': NO_BODY,
  'redirect-307-bad': NO_BODY,
  'redirect-308-bad': NO_BODY,
  'redirect-loop': NO_BODY,
  'wrong-ca': REFUSED,
  'wrong-host': REFUSED,
  expired: TAKEN,
  'not-yet-valid': TAKEN,
  'self-signed': REFUSED,
  'tls13-only': NO_COMMON_TLS,
  'tls12-only': TAKEN,
  'no-shared-cipher': NO_COMMON_TLS,
  'plain-http': ['mbedtls_ssl_handshake returned -0x7200', HTTP_FAILED],
  'server-gone': ['delayed connect error: Connection reset by peer', HTTP_FAILED],
  'port-filtered': ['select() timeout', HTTP_FAILED],
  'same-version': ['Current running version is the same as a new.'],
  'last-invalid-version': ['New version is the same as invalid version.'],
  'power-cut': ['rst:0x1 (POWERON_RESET)'],
  'diagnostics-fail': ['Diagnostics failed! Start rollback to the previous version'],
  'crash-after-boot': ['Guru Meditation Error'],
  'never-confirms': TAKEN,
};

let bench: FaultBench;
let resultOf: (name: FaultName) => Promise<FaultResult>;

beforeAll(async () => {
  bench = await FaultBench.open();
  resultOf = bench.shareOut(FAULT_NAMES, 6);
});
afterAll(() => bench.close());

test.each(FAULT_NAMES)('the native example meets %s as ESP-IDF does', { timeout: 120_000 }, async (name) => {
  expect(await resultOf(name)).toMatchObject({ name, state: 'passed', finding: null, error: null });
  const printed = (await bench.printed(name)).join('\n');
  for (const line of PRINTED[name]) expect(printed).toContain(line);
});
