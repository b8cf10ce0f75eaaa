import type { DeviceEvent, Program } from './device-event.ts';
import type { LineRule } from './line-rule.ts';

const SHA256 = /^SHA-256 for (the partition table|bootloader|current firmware):[\s:]*([0-9a-f]{64})$/i;

const PARTITION_OF: Readonly<Record<string, 'partitionTable' | 'bootloader' | 'currentFirmware'>> = {
  'the partition table': 'partitionTable',
  bootloader: 'bootloader',
};

/** Of the native example and of `esp_https_ota`. */
const OPEN_FAILED: LineRule = [
  /^Failed to open HTTP connection: (.*)$/,
  (m) => ({ kind: 'openFailed', espErr: m[1] ?? '' }),
];

/** Lines that the examples share, whatever their tag. */
function shared(program: Program): readonly LineRule[] {
  return [
    [/^OTA example app_main start/, () => ({ kind: 'appMain', program })],
    [SHA256, digest(program)],
    [/^Starting (?:OTA|Advanced OTA) example(?: task)?/, () => ({ kind: 'otaTaskStarted', program })],
    [/^Diagnostics \(\d+ sec\)/, () => ({ kind: 'diagnosticsStarted' })],
    [/^Diagnostics completed successfully/, () => ({ kind: 'appConfirmed' })],
    [/^Diagnostics failed!/, () => ({ kind: 'diagnosticsFailed' })],
    [/^App is valid, rollback cancelled/, () => ({ kind: 'appConfirmed' })],
    [/^New firmware version: (.*)$/, (m) => ({ kind: 'newVersion', version: m[1] ?? '' })],
    [/^Running firmware version: (.*)$/, (m) => ({ kind: 'runningVersion', version: m[1] ?? '' })],
    [/^Last invalid firmware version: (.*)$/, (m) => ({ kind: 'lastInvalidVersion', version: m[1] ?? '' })],
    [/^Current running version is the same as a new/, () => ({ kind: 'refused', why: 'sameVersion' })],
    [/^New version is the same as invalid version/, () => ({ kind: 'refused', why: 'lastInvalidVersion' })],
    [/^New firmware security version is less/, () => ({ kind: 'refused', why: 'secureVersion' })],
    [/^Image validation failed, image is corrupted/, () => ({ kind: 'imageCorrupt' })],
  ];
}

/** `native_ota_example` (examples/system/ota/native_ota_example, 4.4 to 6.1, and the article's variant). */
export const NATIVE_LINES: readonly LineRule[] = [
  [/^Written image length (\d+)/, (m) => ({ kind: 'written', bytes: Number(m[1]) })],
  [/^Waiting for a new firmware/, () => ({ kind: 'waitsForFirmware' })],
  ...shared('native'),
  [
    /^Running partition type \d+ subtype (\d+) \(offset 0x([0-9a-f]+)\)/,
    (m) => ({ kind: 'runningPartition', subtype: Number(m[1]), offset: Number.parseInt(m[2] ?? '', 16) }),
  ],
  [/^Main DNS: /, () => ({ kind: 'readyForUrl' })],
  [/^Failed to initialise HTTP connection/, () => ({ kind: 'urlInvalid' })],
  OPEN_FAILED,
  [
    /^Writing to partition subtype (\d+) at offset 0x([0-9a-f]+)/,
    (m) => ({ kind: 'writingTo', subtype: Number(m[1]), offset: Number.parseInt(m[2] ?? '', 16) }),
  ],
  [/^esp_ota_begin succeeded/, () => ({ kind: 'otaBegan' })],
  [/^esp_ota_begin failed \((.*)\)/, (m) => ({ kind: 'otaBeginFailed', espErr: m[1] ?? '' })],
  [/^received package is not fit len/, () => ({ kind: 'shortHeader' })],
  [/^Error: SSL data read error/, () => ({ kind: 'readError' })],
  [/^Total Write binary data length ?: ?(\d+)/, (m) => ({ kind: 'totalWritten', bytes: Number(m[1]) })],
  [/^Error in receiving complete file/, () => ({ kind: 'incomplete' })],
  [/^esp_ota_end failed \((.*)\)!/, (m) => ({ kind: 'otaEndFailed', espErr: m[1] ?? '' })],
  [/^esp_ota_set_boot_partition failed \((.*)\)!/, (m) => ({ kind: 'setBootFailed', espErr: m[1] ?? '' })],
  [/^Prepare to restart system!/, () => ({ kind: 'restarting' })],
  [/^Exiting task due to fatal error/, () => ({ kind: 'fatal' })],
];

/** `simple_ota_example`. */
export const SIMPLE_LINES: readonly LineRule[] = [
  ...shared('simple'),
  [/^OTA Succeed, Rebooting/, () => ({ kind: 'restarting' })],
  [/^Firmware upgrade failed/, () => ({ kind: 'fatal' })],
];

/** `advanced_https_ota_example`. */
export const ADVANCED_LINES: readonly LineRule[] = [
  ...shared('advanced'),
  [/^ESP_HTTPS_OTA upgrade successful/, () => ({ kind: 'restarting' })],
  [/^Complete data was not received/, () => ({ kind: 'incomplete' })],
  [
    /^(?:ESP HTTPS OTA Begin failed|ESP_HTTPS_OTA upgrade failed|image header verification failed|esp_https_ota_(?:read|get)_img_desc failed)/,
    () => ({ kind: 'fatal' }),
  ],
];

/** `esp_https_ota`, the component under the simple and advanced examples. */
export const HTTPS_OTA_LINES: readonly LineRule[] = [
  [
    /^Writing to partition subtype (\d+) at offset 0x([0-9a-f]+)/,
    (m) => ({ kind: 'writingTo', subtype: Number(m[1]), offset: Number.parseInt(m[2] ?? '', 16) }),
  ],
  [
    /^Writing to <(.*)> partition at offset 0x([0-9a-f]+)/,
    (m) => ({ kind: 'writingTo', subtype: null, offset: Number.parseInt(m[2] ?? '', 16) }),
  ],
  [
    /^(?:File not found|Client error|Server error)\s?\((\d+)\)/,
    (m) => ({ kind: 'httpError', status: Number(m[1]) }),
  ],
  OPEN_FAILED,
  // Said of a reply that did not come, and behind a line that already tells why.
  [/^Failed to establish HTTP connection/, () => ({ kind: 'openFailed', espErr: '' })],
  [/^No option for server verification is enabled/, () => ({ kind: 'connectFailed', why: 'noCa' })],
  [/^Received incorrect http status (\d+)/, (m) => ({ kind: 'httpError', status: Number(m[1]) })],
  [
    /^(?:Passive OTA partition not found|Given staging partition or another suitable Passive OTA partition could not)/,
    () => ({ kind: 'noSlot' }),
  ],
  [/^esp_ota_begin failed \((.*)\)/, (m) => ({ kind: 'otaBeginFailed', espErr: m[1] ?? '' })],
  [
    /^(?:Connection closed before complete data was received|data read -?\d+, errno)/,
    () => ({ kind: 'readError' }),
  ],
  [/^Complete headers were not received/, () => ({ kind: 'shortHeader' })],
  [/^Error: esp_ota_write failed! err=(0x[0-9a-f]+)/, (m) => ({ kind: 'writeFailed', espErr: m[1] ?? '' })],
  [/^(Mismatch chip id, .*)$/, (m) => ({ kind: 'imageError', why: 'chip', text: m[1] ?? '' })],
  [/^(Incorrect app descriptor magic.*)$/, (m) => ({ kind: 'imageError', why: 'magic', text: m[1] ?? '' })],
  [
    /^esp_ota_set_boot_partition failed! err=(0x[0-9a-f]+)/,
    (m) => ({ kind: 'setBootFailed', espErr: m[1] ?? '' }),
  ],
];

function digest(program: Program) {
  return (m: RegExpMatchArray): DeviceEvent => ({
    kind: 'digest',
    of: PARTITION_OF[(m[1] ?? '').toLowerCase()] ?? 'currentFirmware',
    program,
    sha256: (m[2] ?? '').toLowerCase(),
  });
}
