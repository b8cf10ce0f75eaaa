import type { InterfaceFacts, Interfaces } from '../../core/ports.ts';
import type { RunTool } from '../run-tool.ts';
import { runTool } from '../run-tool.ts';
import { hasSysfs, kindFromSysfs, readSysfs } from './linux.ts';
import { parseHardwarePorts } from './macos.ts';
import { kindOfName } from './name-kind.ts';
import { GET_ADAPTERS, parseAdapters } from './windows.ts';

/** Tells what the system's interfaces are. Where it will not tell, their names do. */
export function createInterfaces(
  platform: NodeJS.Platform = process.platform,
  run: RunTool = runTool,
): Interfaces {
  return {
    describe: async (names) => {
      const told = await ask(platform, run, names).catch(() => new Map<string, InterfaceFacts>());
      return new Map(names.map((name) => [name, told.get(name) ?? byName(name)]));
    },
  };
}

async function ask(
  platform: NodeJS.Platform,
  run: RunTool,
  names: readonly string[],
): Promise<ReadonlyMap<string, InterfaceFacts>> {
  if (platform === 'darwin') {
    return parseHardwarePorts((await run('/usr/sbin/networksetup', ['-listallhardwareports'])).stdout);
  }
  if (platform === 'win32') {
    const options = ['-NoProfile', '-NonInteractive', '-Command', GET_ADAPTERS];
    return parseAdapters((await run('powershell.exe', options)).stdout);
  }
  if (!(await hasSysfs())) return new Map();
  const facts = await Promise.all(names.map((name) => readSysfs(name)));
  return new Map(facts.map((each) => [each.name, { kind: kindFromSysfs(each), label: null }]));
}

function byName(name: string): InterfaceFacts {
  return { kind: kindOfName(name) ?? 'other', label: null };
}
