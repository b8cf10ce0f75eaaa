import type { CommandContext } from '../context.ts';
import { EXIT } from '../exit-code.ts';

/** `ports`: what could be opened; needs no data directory and never fails for a missing system tool. */
export async function runPorts({ world, out }: CommandContext): Promise<number> {
  const ports = await world.openPortLister().list();
  for (const { path, label, vendorId, productId, serialNumber, location, virtual } of ports) {
    out.emit({ event: 'port', path, label, vendorId, productId, serialNumber, location, virtual });
  }
  if (ports.length === 0) out.note(out.t('cli:noPorts'));
  return EXIT.done;
}
