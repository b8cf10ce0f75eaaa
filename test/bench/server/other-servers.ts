import { spawn } from 'node:child_process';

import type { BenchServer } from './bench-servers.ts';
import { end, freePort, listening, pinned, usageOf } from './bench-servers.ts';

const HERE = 'test/bench/server';

/** Express with a route that streams the file, as tutorials have it. */
export function startExpress(folder: string): Promise<BenchServer> {
  return start('Express', folder, process.execPath, `${HERE}/express-server.mjs`);
}

/** TLS of a runtime and nothing around it: more than this no server on it can reach. */
export function startBareTls(folder: string, runtime: string): Promise<BenchServer> {
  const name = runtime === process.execPath ? 'bare tls (Node)' : 'bare tls (Electron)';
  return start(name, folder, runtime, `${HERE}/bare-tls-server.mjs`);
}

/** Python's http.server over TLS: one connection after the other. */
export function startPython(folder: string): Promise<BenchServer> {
  return start('http.server', folder, 'python3', `${HERE}/python_server.py`);
}

async function start(name: string, folder: string, runtime: string, script: string): Promise<BenchServer> {
  const port = await freePort();
  const child = spawn(...pinned(runtime, [script, folder, String(port)]), {
    stdio: ['ignore', 'inherit', 'ignore'],
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  });
  await listening(port, child);
  return { name, port, ...usageOf(child), stop: () => end(child) };
}
