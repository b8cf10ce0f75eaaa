import { usbAdapter } from '../../../shared/serial/usb-adapters.ts';

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

/** Product names that say nothing of what is plugged in. */
const VAGUE =
  /^(usb[\s-]*(2\.0[\s-]*)?serial|usb serial (device|converter|port)|usb[\s-]*serial controller)\b/i;

/** A name for people: the device's own where it says something, else the adapter's, else the port's. */
export function portLabel(source: LabelSource): string {
  const product = source.product?.trim() ?? '';
  if (product !== '' && !VAGUE.test(product)) return product;
  const known = usbAdapter(source.vendorId, source.productId);
  return known?.name ?? (product || source.manufacturer?.trim() || source.name);
}
