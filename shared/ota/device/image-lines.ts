import type { DeviceEvent } from './device-event.ts';
import type { LineRule } from './line-rule.ts';

/** `esp_image`, `boot_comm`, `esp_ota_ops`: what the board finds when it checks an image. */
export const IMAGE_LINES: readonly LineRule[] = [
  [/^segment (\d+): paddr=/, (m) => ({ kind: 'segment', index: Number(m[1]) })],
  [/\(ESP_OTA_IMG_([A-Z_]+)\)/, (m) => ({ kind: 'otaState', state: m[1] ?? '' })],
  [/^Rollback to previously worked partition\./, () => ({ kind: 'rollsBack' })],
  [/^Verifying image signature\.\.\./, () => ({ kind: 'verifiesSignature' })],
  [/^(OTA image has invalid magic byte.*)$/, error('magic')],
  [/^(image at 0x[0-9a-f]+ has invalid magic byte.*)$/, error('magic')],
  [/^(mismatch chip ID.*)$/, error('chip')],
  [/^(chip revision check failed.*|Image requires (?:chip rev|efuse blk rev).*)$/, error('revision')],
  [/^(Image length \d+ doesn't fit in partition length \d+)/, error('size')],
  [
    /^(Checksum failed.*|Image hash failed.*|invalid segment length.*|unaligned segment length.*|Segment \d+ .*|image at 0x[0-9a-f]+ segment count .*|Secure boot signature verification failed|image offset has wrapped)$/,
    error('corrupt'),
  ],
];

function error(why: Extract<DeviceEvent, { kind: 'imageError' }>['why']) {
  return (m: RegExpMatchArray): DeviceEvent => ({ kind: 'imageError', why, text: m[1] ?? '' });
}
