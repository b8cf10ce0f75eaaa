import { spawn } from 'node:child_process';

import type { BenchServer } from './bench-servers.ts';
import { end, freePort, listening, pinned, usageOf } from './bench-servers.ts';

const HERE = 'test/bench/server';

/** Express with a route that streams the file, as tutorials have it. */
export function startExpress(folder: string): Promise<BenchServer> {
  return start('Express', process.execPath, `${HERE}/express-server.mjs`, folder);
}

/** TLS of a runtime, or its HTTPS, and nothing around it: more than this no server on it can reach. */
export function startBare(kind: 'tls' | 'https', folder: string, runtime: string): Promise<BenchServer> {
  return start(`bare ${kind} ${inWords(runtime)}`, runtime, `${HERE}/bare-server.mjs`, kind, folder);
}

/** HTTPS of a runtime with the least that delivered bytes and bounded memory take. */
export function startCounted(folder: string, runtime: string): Promise<BenchServer> {
  return start(`bare counted ${inWords(runtime)}`, runtime, `${HERE}/counted-server.mjs`, folder);
}

function inWords(runtime: string): string {
  return runtime === process.execPath ? '(Node)' : '(Electron)';
}

/** Python's http.server over TLS: one connection after the other. */
export function startPython(folder: string): Promise<BenchServer> {
  return start('http.server', 'python3', `${HERE}/python_server.py`, folder);
}

async function start(name: string, runtime: string, ...words: readonly string[]): Promise<BenchServer> {
  const port = await freePort();
  const child = spawn(...pinned(runtime, [...words, String(port)]), {
    stdio: ['ignore', 'inherit', 'ignore'],
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  });
  await listening(port, child);
  return { name, port, ...usageOf(child), stop: () => end(child) };
}
