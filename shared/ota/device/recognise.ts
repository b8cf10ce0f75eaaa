import type { LogEntry } from '../../log/log-entry.ts';
import { APP_LINES, BOOT_CHIP_LINES, BOOT_LINES, chipName, ROM_LINES } from './boot-lines.ts';
import type { DeviceEvent } from './device-event.ts';
import { IMAGE_LINES } from './image-lines.ts';
import type { LineRule } from './line-rule.ts';
import { ADDRESS_LINES, CONNECTION_LINES, WIFI_LINES } from './network-lines.ts';
import { ADVANCED_LINES, HTTPS_OTA_LINES, NATIVE_LINES, SIMPLE_LINES } from './ota-lines.ts';

/** Rules by tag, so that a line is held against a handful of patterns only. */
const BY_TAG: ReadonlyMap<string, readonly LineRule[]> = new Map([
  ['boot', BOOT_LINES],
  ['cpu_start', APP_LINES],
  ['app_init', APP_LINES],
  ['native_ota_example', NATIVE_LINES],
  ['simple_ota_example', SIMPLE_LINES],
  ['advanced_https_ota_example', ADVANCED_LINES],
  ['esp_https_ota', HTTPS_OTA_LINES],
  ['esp_image', IMAGE_LINES],
  ['boot_comm', IMAGE_LINES],
  ['esp_ota_ops', IMAGE_LINES],
  ['example_connect', ADDRESS_LINES],
  ['example_common', ADDRESS_LINES],
  ['ethernet_connect', ADDRESS_LINES],
  ['esp_netif_handlers', ADDRESS_LINES],
  ['wifi', WIFI_LINES],
  ['esp-tls', CONNECTION_LINES],
  ['esp-tls-mbedtls', CONNECTION_LINES],
  ['HTTP_CLIENT', CONNECTION_LINES],
  ['BOD', ROM_LINES],
]);

/** What a line of the board means, or null for the many that mean nothing to an update. */
export function recognise(line: Pick<LogEntry, 'tag' | 'text'>): DeviceEvent | null {
  const { tag, text } = line;
  if (tag?.startsWith('boot.esp32')) return first(BOOT_CHIP_LINES, text) ?? chipOf(tag);
  return first(tag === null ? ROM_LINES : (BY_TAG.get(tag) ?? []), text);
}

function first(rules: readonly LineRule[], text: string): DeviceEvent | null {
  for (const [pattern, event] of rules) {
    const match = text.match(pattern);
    if (match !== null) return event(match);
  }
  return null;
}

function chipOf(tag: string): DeviceEvent {
  return { kind: 'chip', name: chipName(tag.slice('boot.'.length)) };
}
