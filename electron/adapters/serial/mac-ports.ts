import type { SerialPortInfo } from '../../core/ports.ts';

/** As much of a listed port as tells whether a board may be behind it. */
interface MacPort {
  readonly path: string;
  readonly locationId?: string | undefined;
}

/** Ports that macOS has with no board behind them: Bluetooth, debug consoles, phones. */
const NOISE = /\.(Bluetooth-(Incoming-Port|Modem)|wlan-debug|debug-console|BLTH|MALS|SOC|.*-WirelessiAP)$/;

/** How the makers' drivers name ports, and how Apple's do. */
const MAKERS = /\.(SLAB_USBtoUART|wchusbserial)/;
const APPLES = /\.(usbserial-|usbmodem)/;

/**
 * The ports of a Mac behind which a board may be. With its maker's driver installed an adapter has two nodes, of which
 * only the maker's works (home-assistant/core pull request 116461, WCHSoftGroup/ch34xser_macos issue 9).
 */
export function macPorts<Port extends MacPort>(ports: readonly Port[]): readonly Port[] {
  const served = new Set(ports.filter(({ path }) => MAKERS.test(path)).map(({ locationId }) => locationId));
  return ports.filter(({ path, locationId }) => {
    const isSecond = APPLES.test(path) && locationId !== undefined && served.has(locationId);
    return !NOISE.test(path) && !isSecond;
  });
}

/** macOS gives one place to all ports of an adapter: in the order of their names they are told apart as Linux does. */
export function placesApart(ports: readonly SerialPortInfo[]): readonly SerialPortInfo[] {
  return ports.map((port) => {
    const beside = ports.filter(({ location }) => location !== null && location === port.location);
    if (beside.length < 2) return port;
    const number = beside.filter(({ path }) => path < port.path).length;
    return { ...port, location: `${port.location}:1.${number}` };
  });
}
