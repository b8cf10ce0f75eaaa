import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';

/** The command as people start it, in a process of its own. */
export interface Command {
  readonly child: ChildProcess;
  /** Exit code; null where a signal ended it. */
  readonly code: Promise<number | null>;
  /** The JSON lines so far; a line that is none fails the test. */
  readonly events: () => readonly Record<string, unknown>[];
  readonly stderr: () => string;
  /** The first event of this kind, as soon as it is there. */
  readonly said: (event: string) => Promise<Record<string, unknown>>;
}

const PROGRAM = path.resolve('electron/launch/cli.mjs');

/** Starts `ota-workbench ARGS --json`; ended at the latest with the test. */
export function startCommand(args: readonly string[]): Command {
  const child = spawn(process.execPath, [PROGRAM, ...args, '--json'], { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  const look = (): void => {
    for (const action of [...waiting]) action();
  };
  createInterface(child.stdout).on('line', (line) => {
    lines.push(line);
    look();
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const events = () => lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  const code = once(child, 'close').then(([status]) => status as number | null);
  return {
    child,
    code,
    events,
    stderr: () => stderr,
    said: (event) =>
      new Promise((resolve, reject) => {
        const action = (): void => {
          const found = events().find((line) => line.event === event);
          if (found === undefined) return;
          waiting.delete(action);
          resolve(found);
        };
        waiting.add(action);
        void code.then((status) =>
          reject(new Error(`ended with ${status} without ${event}: ${lines.join('\n')}\n${stderr}`)),
        );
        action();
      }),
  };
}
