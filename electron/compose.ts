import { createHash } from 'node:crypto';
import path from 'node:path';
import { createRoutes } from './adapters/routes.ts';
import { createSerialBinding } from './adapters/serial/serial-binding.ts';
import { systemClock } from './adapters/system-clock.ts';
import type { Core, CoreOptions } from './core/core.ts';
import { createCore } from './core/create-core.ts';
import type { SerialBinding, SerialPortInfo, World } from './core/ports.ts';
import { createVirtualBinding } from './virtual/virtual-binding.ts';

/**
 * The core over this machine's ports and the virtual boards.
 * @throws WorkbenchError data/in-use, data/not-writable, cert/invalid
 */
export async function openCore(options: CoreOptions): Promise<Core> {
  const real = createSerialBinding();
  let caPem = (): Promise<string> => Promise.reject(new Error('The core is not open yet.'));
  const virtual = createVirtualBinding({
    clock: systemClock,
    flashDir: path.join(options.dataDir, 'virtual'),
    caPem: () => caPem(),
    sha256,
    md5,
  });
  const world: World = {
    clock: systemClock,
    binding: joinBindings(real, virtual),
    routes: createRoutes(systemClock),
    sha256,
    addVirtual: (name) => Promise.resolve(virtual.add(name)),
    onNotice: (subject, detail) => process.stderr.write(`${subject}: ${detail}\n`),
    onBug: (thrown) =>
      process.stderr.write(
        `${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}\n`,
      ),
    stop: () => virtual.stop(),
  };
  const core = await createCore(options, world);
  caPem = async () => {
    const reply = await core.dispatch('certificates.caPem', {});
    return reply.ok ? (reply.value as { pem: string }).pem : '';
  };
  return core;
}

/** The ports of this machine, for those who need no data directory. */
export function openPortLister(): SerialBinding {
  return createSerialBinding();
}

const sha256 = (data: Uint8Array): Uint8Array => createHash('sha256').update(data).digest();
const md5 = (data: Uint8Array): Uint8Array => createHash('md5').update(data).digest();

function joinBindings(real: SerialBinding, virtual: SerialBinding): SerialBinding {
  const isVirtual = (port: string): boolean => port === 'virtual' || port.startsWith('virtual:');
  return {
    list: async (): Promise<readonly SerialPortInfo[]> => [...(await real.list()), ...(await virtual.list())],
    open: (port, baudRate, listener) => (isVirtual(port) ? virtual : real).open(port, baudRate, listener),
  };
}
