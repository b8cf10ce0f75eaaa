import type { ErrorPayload } from '../../../shared/errors.ts';
import { DRIVER_PAGES, usbAdapter } from '../../../shared/serial/usb-adapters.ts';
import { runTool } from '../run-tool.ts';
import { NODE_FILES } from './node-files.ts';

/** Asking Windows or macOS takes about a second; one that hangs is left alone. */
const DEADLINE_MS = 8_000;

const WINDOWS_QUERY =
  'Get-CimInstance Win32_PnPEntity -Filter "ConfigManagerErrorCode <> 0" | Select-Object Name,DeviceID,ConfigManagerErrorCode | ConvertTo-Json -Compress';

/** Boards that are plugged in and give no port, on systems other than Linux. Never rejects. */
export async function otherProblems(platform: string): Promise<readonly ErrorPayload[]> {
  if (platform === 'win32') {
    return windowsProblems(await output('powershell.exe', ['-NoProfile', '-Command', WINDOWS_QUERY]));
  }
  if (platform === 'darwin') {
    const listings = MAC_USB_TYPES.map((type) => output('system_profiler', [type, '-json']));
    return macProblems(await Promise.all(listings), NODE_FILES.names('/dev'));
  }
  return [];
}

async function output(file: string, args: readonly string[]): Promise<string> {
  return (await runTool(file, args, DEADLINE_MS)).stdout;
}

/** CM_PROB_FAILED_INSTALL and CM_PROB_NOT_CONFIGURED (cfg.h): there is no driver for it. */
const NO_DRIVER = [28, 1];

/** What `Win32_PnPEntity` says of devices with a problem, as JSON: one object, or a list. */
export function windowsProblems(json: string): readonly ErrorPayload[] {
  return asList(parsed(json)).flatMap((device) => {
    const id = /^USB\\VID_([0-9A-F]{4})&PID_([0-9A-F]{4})/i.exec(String(field(device, 'DeviceID') ?? ''));
    const lacks = NO_DRIVER.includes(Number(field(device, 'ConfigManagerErrorCode')));
    return id !== null && lacks ? driverMissing(id[1] ?? '', id[2] ?? '') : [];
  });
}

/** Where macOS lists USB: up to 15 in the first, which is empty from 26 on, where the second has it. */
const MAC_USB_TYPES = ['SPUSBDataType', 'SPUSBHostDataType'];

/**
 * What `system_profiler` lists as JSON in each of its types, without those that have a port: macOS names them
 * `cu.usbserial-…`, `cu.wchusbserial…`, `cu.SLAB_USBtoUART`, `cu.usbmodem…`. With any such port nothing is said, since
 * the profiler does not tell which device it belongs to. `nodes` are the names in `/dev`.
 */
export function macProblems(listings: readonly string[], nodes: readonly string[]): readonly ErrorPayload[] {
  if (nodes.some((name) => /^cu\.(usbserial|wchusbserial|SLAB_USBtoUART|usbmodem)/.test(name))) return [];
  const found: ErrorPayload[] = [];
  const walk = (node: unknown): void => {
    for (const item of asList(node)) {
      const vendor = usbId(item, 'vendor_id', 'USBDeviceKeyVendorID');
      const product = usbId(item, 'product_id', 'USBDeviceKeyProductID');
      if (vendor !== undefined && product !== undefined) found.push(...driverMissing(vendor, product));
      walk(field(item, '_items'));
    }
  };
  for (const json of listings) for (const type of MAC_USB_TYPES) walk(field(parsed(json), type));
  return found;
}

/** `0x1a86  (QinHeng Electronics)` as `1a86`, under the first of the names that has it. */
function usbId(item: unknown, ...names: readonly string[]): string | undefined {
  const told = names.map((name) => field(item, name)).find((value) => value !== undefined);
  return /^0x([0-9a-f]{4})/i.exec(String(told ?? ''))?.[1];
}

function driverMissing(vendor: string, product: string): readonly ErrorPayload[] {
  const adapter = usbAdapter(vendor.toLowerCase(), product.toLowerCase());
  if (adapter === undefined) return [];
  const { name, ids, driver } = adapter;
  const params = { adapter: name, ids, remedy: 'remedyDriver', maker: name, url: DRIVER_PAGES[driver] };
  return [{ code: 'serial/driver-missing', params }];
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}

function asList(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return value === null || value === undefined ? [] : [value];
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
