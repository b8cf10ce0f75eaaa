import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';

import { until } from './pty.ts';

/** A command on a terminal of its own, as a person at a keyboard has it. */
export interface TerminalCommand {
  /** Everything the terminal shows so far. */
  readonly shown: () => string;
  readonly type: (keys: string) => void;
  /** Waits until the terminal shows this. */
  readonly shows: (text: string) => Promise<void>;
  /** Exit code; the terminal is closed by then. */
  readonly code: Promise<number | null>;
}

/** Puts a command on a pty and copies between that and our pipes. */
const ON_A_PTY = `
import os, pty, select, sys
pid, master = pty.fork()
if pid == 0:
    os.execvp(sys.argv[1], sys.argv[1:])
inputs = [0, master]
while True:
    ready, _, _ = select.select(inputs, [], [])
    if 0 in ready:
        keys = os.read(0, 4096)
        if keys: os.write(master, keys)
        else: inputs = [master]
    if master in ready:
        try: shown = os.read(master, 65536)
        except OSError: shown = b''
        if not shown: break
        os.write(1, shown)
_, status = os.waitpid(pid, 0)
sys.exit(os.waitstatus_to_exitcode(status) & 255)
`;

/** Starts `ota-workbench ARGS` on a terminal. */
export function startOnTerminal(args: readonly string[], cwd: string): TerminalCommand {
  const program = new URL('../../electron/launch/cli.mjs', import.meta.url).pathname;
  const child = spawn('python3', ['-c', ON_A_PTY, process.execPath, program, ...args], { cwd });
  onTestFinished(() => void child.kill('SIGKILL'));
  let shown = '';
  const keep = (text: string): void => {
    shown += text;
  };
  child.stdout.setEncoding('utf8').on('data', keep);
  child.stderr.setEncoding('utf8').on('data', keep);
  return {
    shown: () => shown,
    type: (keys) => void child.stdin.write(keys),
    shows: (text) => until(() => shown.includes(text), `the terminal shows "${text}": ${shown}`, 20_000),
    code: once(child, 'close').then(([status]) => status as number | null),
  };
}
