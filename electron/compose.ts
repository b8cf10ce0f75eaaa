import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { isRemotePath } from '../shared/serial/remote-port.ts';
import { thisAddressTool } from './adapters/addr2line/address-tool.ts';
import { createFirewall } from './adapters/firewall/firewall.ts';
import { holdMemory } from './adapters/hold-memory.ts';
import { watchHostSleep } from './adapters/host-sleep.ts';
import { createInterfaces } from './adapters/interfaces/interfaces.ts';
import { keepAwake } from './adapters/keep-awake.ts';
import { createRoutes } from './adapters/routes.ts';
import { createRemoteBinding } from './adapters/serial/remote/remote-binding.ts';
import { createSerialBinding } from './adapters/serial/serial-binding.ts';
import { loadSocketBuffers } from './adapters/socket-buffers.ts';
import { systemClock } from './adapters/system-clock.ts';
import type { Core, CoreOptions } from './core/core.ts';
import { createCore } from './core/create-core.ts';
import type { Clock, SerialBinding, SerialPortInfo, World } from './core/ports.ts';
import type { VirtualBinding } from './virtual/virtual-binding.ts';
import { createVirtualBinding, isVirtualPath } from './virtual/virtual-binding.ts';
import { createVirtualFaults } from './virtual/virtual-faults.ts';

/**
 * The core over this machine's ports and the virtual boards; `own` is what a shell does better than the system's tools.
 * @throws WorkbenchError data/in-use, data/not-writable, cert/invalid
 */
export function openCore(options: CoreOptions, own: Pick<World, 'keepAwake'> = {}): Promise<Core> {
  const { clock, virtual } = composeVirtual(options.dataDir, options.virtualDiagnosticsMs);
  const world: World = {
    clock,
    binding: joinBindings(createSerialBinding(), createRemoteBinding(), virtual),
    routes: createRoutes(clock),
    interfaces: createInterfaces(),
    firewall: createFirewall(),
    addressTool: thisAddressTool(clock),
    socketBuffers: loadSocketBuffers,
    holdMemory,
    keepAwake,
    ...own,
    watchHostSleep: (onSlept) => watchHostSleep(clock, onSlept),
    sha256,
    addVirtual: (name) => Promise.resolve(virtual.add(name)),
    powerVirtual: (port, on) => virtual.power(port, on),
    virtualFaults: createVirtualFaults(virtual),
    onNotice: noticeOnStderr,
    onBug: (thrown) => process.stderr.write(`${thrown instanceof Error ? thrown.stack : String(thrown)}\n`),
    stop: () => virtual.stop(),
  };
  return createCore(options, world);
}

/** The virtual boards of a data directory: their firmware trusts its CA, as a board flashed at this bench would. */
export function composeVirtual(
  dataDir: string,
  diagnosticsMs?: number,
): { readonly clock: Clock; readonly virtual: VirtualBinding } {
  const virtual = createVirtualBinding({
    clock: systemClock,
    socketBuffers: loadSocketBuffers,
    flashDir: path.join(dataDir, 'virtual'),
    caPem: () => readFile(path.join(dataDir, 'certs', 'ca_cert.pem'), 'utf8'),
    onNotice: noticeOnStderr,
    ...(diagnosticsMs === undefined ? {} : { options: { diagnosticsMs } }),
  });
  return { clock: systemClock, virtual };
}

/** The ports of this machine, for those who need no data directory. */
export function openPortLister(): SerialBinding {
  return createSerialBinding();
}

function noticeOnStderr(subject: string, detail: string): void {
  process.stderr.write(`${subject}: ${detail}\n`);
}

const sha256 = (data: Uint8Array): Uint8Array => createHash('sha256').update(data).digest();

/** Real ports, remote ones and virtual boards as one: the path says which it is. */
function joinBindings(real: SerialBinding, remote: SerialBinding, virtual: SerialBinding): SerialBinding {
  const of = (port: string): SerialBinding => {
    if (isVirtualPath(port)) return virtual;
    return isRemotePath(port) ? remote : real;
  };
  return {
    list: async (): Promise<readonly SerialPortInfo[]> => [...(await real.list()), ...(await virtual.list())],
    open: (port, ...rest) => of(port).open(port, ...rest),
    watch: (onChange) => {
      const stops = [real.watch?.(onChange) ?? null, virtual.watch?.(onChange) ?? null];
      const stopAll = (): void => {
        for (const stop of stops) stop?.();
      };
      if (!stops.includes(null)) return stopAll;
      stopAll();
      return null;
    },
    problems: async () => (await real.problems?.()) ?? [],
  };
}
