import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { buildSync } from 'esbuild';
import { onTestFinished } from 'vitest';

import { tempDir } from './temp-dir.ts';

/** What a server process has seen so far. */
export interface Seen {
  /** How often each event came; a refused connection by its reason, a request by status and outcome. */
  readonly kinds: Readonly<Record<string, number>>;
  /** Calls of `node:fs` since it listens. */
  readonly calls: readonly string[];
  readonly status: { readonly kind: string; readonly connections: number; readonly downloads: number };
}

export interface ServerProcess {
  readonly port: number;
  readonly plainPort: number;
  readonly child: ChildProcess;
  /** `probe`: after it has called a function of `node:fs` itself. */
  readonly seen: (probe?: 'probe') => Promise<Seen>;
  /** Asks until it is so. */
  readonly until: (holds: (seen: Seen) => boolean) => Promise<Seen>;
  readonly stderr: () => string;
}

/** The firmware server in a process of its own, with so many descriptors; it ends with the test. */
export async function startServerProcess(
  options: {
    readonly sizeBytes?: number;
    readonly openFiles?: number;
    /** It does not know how many files it may open. */
    readonly blind?: boolean;
  } = {},
): Promise<ServerProcess> {
  const outfile = path.join(tempDir(), 'server.mjs');
  buildSync({
    entryPoints: ['test/support/server-main.ts'],
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile,
    external: ['koffi'],
    logLevel: 'error',
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  });
  const { sizeBytes = 100_000, openFiles, blind = false } = options;
  const limit = openFiles === undefined ? '' : `ulimit -n ${openFiles}; `;
  const command = `${limit}exec '${process.execPath}' '${outfile}' ${sizeBytes} ${blind ? 'blind' : ''}`;
  const child = spawn('sh', ['-c', command], { stdio: ['pipe', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const lines = createInterface(child.stdout);
  const gone = once(child, 'close').then(([code]) => {
    throw new Error(`The server ended with ${code}: ${stderr}`);
  });
  gone.catch(() => undefined);
  const line = async (): Promise<unknown> => {
    const [text] = await Promise.race([once(lines, 'line'), gone]);
    return JSON.parse(String(text));
  };
  const seen = async (probe?: 'probe'): Promise<Seen> => {
    const answer = line();
    child.stdin.write(probe ?? '?');
    return (await answer) as Seen;
  };
  const ports = (await line()) as { readonly port: number; readonly plainPort: number };
  return {
    ...ports,
    child,
    seen,
    until: async (holds) => {
      for (;;) {
        const now = await seen();
        if (holds(now)) return now;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    stderr: () => stderr,
  };
}
