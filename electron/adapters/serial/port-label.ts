/** What names a port, as far as the system tells. */
export interface LabelSource {
  /** `ttyUSB0`, `COM3`, `cu.usbserial-0001` */
  readonly name: string;
  /** Four lower-case hex digits. */
  readonly vendorId: string | null;
  readonly productId: string | null;
  readonly product: string | null;
  readonly manufacturer: string | null;
}

/** Adapters of ESP32 boards: from the lists of esptool and esp-idf-monitor, and the vendors' data sheets. */
const ADAPTERS: Readonly<Record<string, string>> = {
  '10c4:ea60': 'CP210x USB to UART Bridge',
  '10c4:ea70': 'CP2105 Dual USB to UART Bridge',
  '10c4:ea71': 'CP2108 Quad USB to UART Bridge',
  '1a86:7522': 'CH340K USB Serial',
  '1a86:7523': 'CH340 USB Serial',
  '1a86:5523': 'CH341 USB Serial',
  '1a86:55d3': 'CH343 USB Serial',
  '1a86:55d4': 'CH9102 USB Serial',
  '0403:6001': 'FT232R USB UART',
  '0403:6010': 'FT2232H Dual USB UART',
  '0403:6011': 'FT4232H Quad USB UART',
  '0403:6014': 'FT232H USB UART',
  '0403:6015': 'FT-X USB UART',
  '067b:2303': 'PL2303 USB to Serial',
  '067b:23a3': 'PL2303GC USB to Serial',
  '303a:0002': 'ESP32-S2 ROM USB CDC',
  '303a:1001': 'ESP32 USB JTAG/serial debug unit',
  '303a:4001': 'Espressif USB CDC (TinyUSB)',
};

/** Product names that say nothing of what is plugged in. */
const VAGUE =
  /^(usb[\s-]*(2\.0[\s-]*)?serial|usb serial (device|converter|port)|usb[\s-]*serial controller)\b/i;

/** A name for people: the device's own where it says something, else the adapter's, else the port's. */
export function portLabel(source: LabelSource): string {
  const product = source.product?.trim() ?? '';
  if (product !== '' && !VAGUE.test(product)) return product;
  const known = ADAPTERS[`${source.vendorId}:${source.productId}`];
  return known ?? (product || source.manufacturer?.trim() || source.name);
}
