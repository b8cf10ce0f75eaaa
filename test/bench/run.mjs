// Bundles one bench and runs it: node test/bench/run.mjs server/against-nginx [its options]
import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

import { workerSource } from '../../electron/launch/worker-source.mjs';

const BENCHES = {
  'app/start': 'from process start to usable page in Electron, beside an empty window',
  'app/demo': "demo's first update and the whole of it",
  'app/image-add': 'a 4 MiB image added and inspected through the core',
  'app/memory': 'private memory of the main process with ten boards printing, beside an empty window',
  'app/proof-runs': '200 updates in a row, sixty boards at once, a thousand cycles with random faults',
  'app/night': 'some thousands of cycles of a soak at full speed: misses, memory',
  'server/against-nginx': 'one client downloads 4 MiB over TLS, beside nginx',
  'server/matrix':
    'clients, sizes, TLS versions and keys, beside nginx, Express and http.server; 200 slow readers',
  'server/after-pause': 'the first seconds after a pause without a request, beside node:https and nginx',
  'server/honest': 'delivered bytes beside what a slow client has read; kernel memory of 200 slow readers',
  'server/loop-delay': 'how late the event loop runs while 60 boards download; memory after 10,000 downloads',
  'server/under-attack': 'a good client beside a thousand bad ones',
  'server/self-test': 'the self-test before a push, alone and for 60 boards at once',
  'server/certificates': 'first and later starts of certificates and server',
  faults: 'the fault lab on a virtual board of each device program, at the speed of a real one',
  image: 'the image reader and its library',
  'image-states': 'what a library of 1,000 images costs a page',
  history: 'what 1,000 and 20,000 updates in the history cost',
  'log/board-log': "a board's log",
  'log/page': 'a board at 50,000 lines/s with the page in a browser: frames, heap, disk, byte to pixel',
  'log/search': 'a million lines in the core: pages, filters, search, copy',
  'log/serial': 'a pty at 3 Mbaud through serialport, beside pyserial',
  'log/day': 'ten boards for eight hours, time-compressed: memory',
  'log/open': 'a saved log of 500 MB',
  'log/in-react': 'the page beside a list of all lines in React state, as the Arduino IDE has it',
  'serial/port-watch': 'what noticing plugs costs while nothing happens',
  'serial/return': 'how soon a board that comes back is open again, and a plug is noticed',
  'serial/bad-input': 'a minute of random bytes at full rate, through the seam and through a pty',
};

const root = fileURLToPath(new URL('../..', import.meta.url));
const [name, ...options] = process.argv.slice(2);
if (name === undefined || !Object.hasOwn(BENCHES, name)) {
  const list = Object.entries(BENCHES).map(([each, what]) => `  ${each.padEnd(22)}${what}\n`);
  process.stderr.write(`Name a bench:\n${list.join('')}`);
  process.exit(2);
}
const outfile = path.join(root, 'dist', 'bench', `${name}.mjs`);
await build({
  absWorkingDir: root,
  entryPoints: [`test/bench/${name}.ts`],
  outfile,
  bundle: true,
  platform: 'node',
  target: 'node20.18',
  format: 'esm',
  external: [
    'serialport',
    '@serialport/*',
    'koffi',
    'node-sqlite3-wasm',
    'electron',
    'esbuild',
    '@playwright/test',
    'vite',
  ],
  banner: {
    js: "import { createRequire as createRequireHere } from 'node:module'; const require = createRequireHere(import.meta.url); const __filename = import.meta.filename;",
  },
  plugins: [workerSource],
  logLevel: 'warning',
});
const { prefix, env } = name.startsWith('app/') ? await wholeProgram() : { prefix: [], env: {} };
if (name === 'log/page') await buildPage();
if (name.startsWith('server/') && options.join().includes('electron'))
  process.env.OTA_BENCH_ELECTRON ??= await electronPath();
const [command, ...args] = [...prefix, process.execPath, outfile, ...options];
const child = spawn(command, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
child.on('exit', (code) => {
  process.exitCode = code ?? 1;
});

/** Benches of the program as people start it need it built, and most of them Electron and a display. */
async function wholeProgram() {
  const { buildStale } = await import('../../electron/launch/build.mjs');
  const { TARGETS } = await import('../../electron/launch/targets.mjs');
  const { findDisplay, findElectron } = await import('../runtimes.mjs');
  await buildStale(Object.keys(TARGETS));
  const electron = await findElectron();
  const { prefix = [] } = findDisplay();
  return { prefix, env: electron === null ? {} : { OTA_BENCH_ELECTRON: electron } };
}

/** Electron's executable; empty where there is none. */
async function electronPath() {
  const { findElectron } = await import('../runtimes.mjs');
  return (await findElectron()) ?? '';
}

/** Benches of the page over a core of their own. */
async function buildPage() {
  const { buildStale } = await import('../../electron/launch/build.mjs');
  await buildStale(['page']);
}
