/** A USB-to-UART adapter or console that ESP32 boards carry, and what each system needs to make a port of it. */
export interface UsbAdapter {
  /** Four lower-case hex digits each: `10c4:ea60`. */
  readonly ids: string;
  readonly name: string;
  /** Family whose driver serves it. */
  readonly driver: UsbDriver;
}

export type UsbDriver = 'cp210x' | 'ch341' | 'ch343' | 'ftdi' | 'pl2303' | 'cdc';

const LIST: readonly (readonly [ids: string, name: string, driver: UsbDriver])[] = [
  ['10c4:ea60', 'CP210x USB to UART Bridge', 'cp210x'],
  ['10c4:ea70', 'CP2105 Dual USB to UART Bridge', 'cp210x'],
  ['10c4:ea71', 'CP2108 Quad USB to UART Bridge', 'cp210x'],
  ['1a86:7522', 'CH340K USB Serial', 'ch341'],
  ['1a86:7523', 'CH340 USB Serial', 'ch341'],
  ['1a86:5523', 'CH341 USB Serial', 'ch341'],
  ['1a86:55d3', 'CH343 USB Serial', 'ch343'],
  ['1a86:55d4', 'CH9102 USB Serial', 'ch343'],
  ['0403:6001', 'FT232R USB UART', 'ftdi'],
  ['0403:6010', 'FT2232H Dual USB UART', 'ftdi'],
  ['0403:6011', 'FT4232H Quad USB UART', 'ftdi'],
  ['0403:6014', 'FT232H USB UART', 'ftdi'],
  ['0403:6015', 'FT-X USB UART', 'ftdi'],
  ['067b:2303', 'PL2303 USB to Serial', 'pl2303'],
  ['067b:23a3', 'PL2303GC USB to Serial', 'pl2303'],
  ['303a:0002', 'ESP32-S2 ROM USB CDC', 'cdc'],
  ['303a:1001', 'ESP32 USB JTAG/serial debug unit', 'cdc'],
  ['303a:4001', 'Espressif USB CDC (TinyUSB)', 'cdc'],
];

/** From the lists of esptool and esp-idf-monitor, and the vendors' data sheets. */
export const USB_ADAPTERS: readonly UsbAdapter[] = LIST.map(([ids, name, driver]) => ({ ids, name, driver }));

/** The adapter with these ids; undefined for others. */
export function usbAdapter(vendorId: string | null, productId: string | null): UsbAdapter | undefined {
  return USB_ADAPTERS.find(({ ids }) => ids === `${vendorId}:${productId}`);
}

/** The module of Linux that makes a tty of an adapter (drivers/usb/serial, drivers/usb/class). */
export const LINUX_MODULES: Readonly<Record<UsbDriver, string>> = {
  cp210x: 'cp210x',
  ch341: 'ch341',
  ch343: 'cdc_acm',
  ftdi: 'ftdi_sio',
  pl2303: 'pl2303',
  cdc: 'cdc_acm',
};

/** Where the maker gives the driver for Windows and macOS. */
export const DRIVER_PAGES: Readonly<Record<UsbDriver, string>> = {
  cp210x: 'https://www.silabs.com/developer-tools/usb-to-uart-bridge-vcp-drivers',
  ch341: 'https://www.wch-ic.com/downloads/CH341SER_EXE.html',
  ch343: 'https://www.wch-ic.com/downloads/CH343SER_EXE.html',
  ftdi: 'https://ftdichip.com/drivers/vcp-drivers/',
  pl2303: 'https://www.prolific.com.tw/en/portfolio-item/pl2303gc/',
  cdc: 'https://docs.espressif.com/projects/esp-idf/en/stable/esp32s3/api-guides/usb-serial-jtag-console.html',
};
