import { access, readFile } from 'node:fs/promises';

import type { FirewallState } from '../../../shared/contract/network-values.ts';
import type { Firewall } from '../../core/ports.ts';
import type { RunTool } from '../run-tool.ts';
import { runTool } from '../run-tool.ts';
import type { FirewallWord } from './firewall-state.ts';
import { NO_WORD } from './firewall-state.ts';
import { parseFirewalldState, parseFirewalldZone } from './firewalld.ts';
import { parseApplicationFirewall } from './macos.ts';
import { parseUfwConf, parseUfwStatus } from './ufw.ts';
import { parseAllProfiles, parseConnectionProfiles, RULE_NAME, ruleHolds, windowsWord } from './windows.ts';

export interface FirewallDeps {
  readonly platform: NodeJS.Platform;
  readonly run: RunTool;
  /** Null where the file cannot be read. */
  readonly read: (file: string) => Promise<string | null>;
  readonly exists: (file: string) => Promise<boolean>;
  /** The program that macOS would let in. */
  readonly program: string;
}

const SYSTEM: FirewallDeps = {
  platform: process.platform,
  run: runTool,
  read: (file) => readFile(file, 'utf8').catch(() => null),
  exists: (file) =>
    access(file).then(
      () => true,
      () => false,
    ),
  program: process.execPath,
};

const SOCKET_FILTER = '/usr/libexec/ApplicationFirewall/socketfilterfw';
const UFW = '/usr/sbin/ufw';
const FIREWALL_CMD = '/usr/bin/firewall-cmd';

/** Asks the system's firewall what it lets in. What cannot be asked is not known; it never fails. */
export function createFirewall(deps: Partial<FirewallDeps> = {}): Firewall {
  const whole = { ...SYSTEM, ...deps };
  return {
    look: async (port) => {
      const nothing: FirewallState = { tool: null, ...NO_WORD, port, command: null };
      try {
        if (whole.platform === 'win32') return await askWindows(whole, port);
        if (whole.platform === 'darwin') return await askMacos(whole, port);
        return whole.platform === 'linux' ? await askLinux(whole, port) : nothing;
      } catch {
        return nothing;
      }
    },
  };
}

async function askWindows({ run }: FirewallDeps, port: number): Promise<FirewallState> {
  const [profiles, networks, rule] = await Promise.all([
    run('netsh', ['advfirewall', 'show', 'allprofiles']),
    run('powershell.exe', ['-NoProfile', '-NonInteractive', '-Command', 'Get-NetConnectionProfile']),
    run('netsh', ['advfirewall', 'firewall', 'show', 'rule', `name=${RULE_NAME}`]),
  ]);
  const word = windowsWord(
    parseAllProfiles(profiles.stdout),
    parseConnectionProfiles(networks.stdout),
    ruleHolds(rule.exitCode, rule.stdout, port),
  );
  const command = `netsh advfirewall firewall add rule name="${RULE_NAME}" dir=in action=allow protocol=TCP localport=${port}`;
  return state('windows', word, port, command);
}

async function askMacos({ run, program }: FirewallDeps, port: number): Promise<FirewallState> {
  const [global, all, app] = await Promise.all([
    run(SOCKET_FILTER, ['--getglobalstate']),
    run(SOCKET_FILTER, ['--getblockall']),
    run(SOCKET_FILTER, ['--getappblocked', program]),
  ]);
  const word = parseApplicationFirewall(global.stdout, all.stdout, app.stdout);
  const quoted = `"${program}"`;
  const command = `sudo ${SOCKET_FILTER} --add ${quoted} --unblockapp ${quoted}`;
  return state('macos', word, port, command);
}

async function askLinux({ run, read, exists }: FirewallDeps, port: number): Promise<FirewallState> {
  if (await exists(FIREWALL_CMD)) {
    const running = parseFirewalldState((await run(FIREWALL_CMD, ['--state'])).stdout);
    if (running === true) {
      const zone = await run(FIREWALL_CMD, ['--list-all']);
      const command = `sudo firewall-cmd --add-port=${port}/tcp && sudo firewall-cmd --permanent --add-port=${port}/tcp`;
      return state('firewalld', parseFirewalldZone(zone.stdout, port), port, command);
    }
  }
  if (await exists(UFW)) {
    // Only root may ask for the rules; whether it is on stands in a file.
    const asked = parseUfwStatus((await run(UFW, ['status'])).stdout, port);
    const word = asked.on === null ? parseUfwConf((await read('/etc/ufw/ufw.conf')) ?? '') : asked;
    return state('ufw', word, port, `sudo ufw allow ${port}/tcp`);
  }
  return state(null, NO_WORD, port, '');
}

function state(
  tool: FirewallState['tool'],
  word: FirewallWord,
  port: number,
  command: string,
): FirewallState {
  const needed = tool !== null && word.on !== false && word.letsIn !== true;
  return { tool, ...word, port, command: needed && word.on !== null ? command : null };
}
