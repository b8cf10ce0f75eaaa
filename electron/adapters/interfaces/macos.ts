import type { InterfaceFacts } from '../../core/ports.ts';
import { kindOfName } from './name-kind.ts';

/** Reads `networksetup -listallhardwareports`: by device, what the port is called and what it is. */
export function parseHardwarePorts(output: string): ReadonlyMap<string, InterfaceFacts> {
  const ports = new Map<string, InterfaceFacts>();
  let label: string | null = null;
  for (const line of output.split(/\r?\n/)) {
    const [, key, value = ''] = /^(Hardware Port|Device): (.*)$/.exec(line.trim()) ?? [];
    if (key === 'Hardware Port') label = value;
    if (key !== 'Device' || label === null) continue;
    // Ports with names of their own are adapters that plug in; Thunderbolt ones carry Ethernet.
    ports.set(value, { label, kind: kindOfName(label) ?? kindOfName(value) ?? 'ethernet' });
    label = null;
  }
  return ports;
}
