import { errorText } from '../../../shared/text/translator.ts';
import type { CommandContext } from '../context.ts';
import { EXIT } from '../exit-code.ts';

/** `ports`: what could be opened; needs no data directory and never fails for a missing system tool. */
export async function runPorts({ world, out }: CommandContext): Promise<number> {
  const lister = world.openPortLister();
  const ports = await lister.list();
  for (const { path, label, vendorId, productId, serialNumber, location, virtual } of ports) {
    out.emit({ event: 'port', path, label, vendorId, productId, serialNumber, location, virtual });
  }
  // A board that is plugged in and has no port is the likeliest reason to look here.
  const problems = (await lister.problems?.()) ?? [];
  for (const problem of problems) {
    const { message, hint } = errorText(out.t, problem);
    out.note(`${message}\n${hint}`);
  }
  if (ports.length === 0 && problems.length === 0) out.note(out.t('cli:noPorts'));
  return EXIT.done;
}
