import { spawn } from 'node:child_process';

import { messageOf, WorkbenchError } from '../../../shared/errors.ts';

const KEPT_OUTPUT = 2_000;

/** A command of the user's, for the system's shell. */
export interface ShellCommand {
  readonly command: string;
  /** Each is in its environment as `OTA_<NAME>`. */
  readonly values: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** Null: where this program runs. */
  readonly folder: string | null;
}

/**
 * Runs a command of the user's between two updates: a relay, a programmable supply. It goes through the system's shell,
 * with the board's port and the cycle in its environment.
 * @throws WorkbenchError run/command-failed, run/command-timeout; the signal's reason when it is called off
 */
export async function runBetween(
  { command, values, timeoutMs, folder }: ShellCommand,
  signal: AbortSignal,
): Promise<void> {
  const environment = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [`OTA_${name}`, value]),
  );
  const child = spawn(command, {
    shell: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
    ...(folder === null ? {} : { cwd: folder }),
    // A group of its own, so that what the shell started ends with it.
    detached: process.platform !== 'win32',
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (bytes: Buffer) => {
      said = (said + bytes.toString()).slice(-KEPT_OUTPUT);
    });
  let isLate = false;
  const end = (): void => endGroup(child.pid);
  const timer = setTimeout(() => {
    isLate = true;
    end();
  }, timeoutMs);
  signal.addEventListener('abort', end, { once: true });
  if (signal.aborted) end();
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    }).catch((thrown: unknown) => {
      throw new WorkbenchError('run/command-failed', { command, status: -1, detail: messageOf(thrown) });
    });
    signal.throwIfAborted();
    if (isLate) throw new WorkbenchError('run/command-timeout', { command, seconds: timeoutMs / 1_000 });
    if (code !== 0)
      throw new WorkbenchError('run/command-failed', { command, status: code ?? -1, detail: said.trim() });
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
  }
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
