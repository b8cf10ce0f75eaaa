import { spawn } from 'node:child_process';

import type { Cancel } from '../core/ports.ts';

const REASON = 'OTA Workbench updates boards';

/** The command that keeps a system awake for as long as it runs; null where none is known. It ends with its stdin. */
export function awakeCommand(platform: string, pid: number): readonly [string, ...string[]] | null {
  switch (platform) {
    case 'linux':
      return [
        'systemd-inhibit',
        '--what=idle:sleep:handle-lid-switch',
        '--who=OTA Workbench',
        `--why=${REASON}`,
        '--mode=block',
        'cat',
      ];
    case 'darwin':
      return ['caffeinate', '-i', '-s', '-w', String(pid)];
    case 'win32':
      // ES_CONTINUOUS and ES_SYSTEM_REQUIRED hold while the thread lives.
      return [
        'powershell.exe',
        '-NoProfile',
        '-NonInteractive',
        '-Command',
        "$k = Add-Type -PassThru -Name Power -Namespace OtaWorkbench -MemberDefinition '[DllImport(\"kernel32.dll\")] public static extern uint SetThreadExecutionState(uint flags);'; [void]$k::SetThreadExecutionState([uint32]'0x80000001'); [void][Console]::In.ReadToEnd()",
      ];
    default:
      return null;
  }
}

/** Keeps this computer awake until the returned function is called. Where it cannot, it does nothing. */
export function keepAwake(): Cancel {
  const command = awakeCommand(process.platform, process.pid);
  if (command === null) return () => undefined;
  const [program, ...args] = command;
  const child = spawn(program, args, { stdio: ['pipe', 'ignore', 'ignore'], windowsHide: true });
  // A system without the tool stays as it is.
  child.on('error', () => undefined);
  child.stdin.on('error', () => undefined);
  child.unref();
  return () => {
    child.stdin.end();
    child.kill();
  };
}
