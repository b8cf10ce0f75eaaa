// What is built, from which sources, by which tool.
import { cp, mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';

import { DIST, ROOT } from './paths.mjs';
import { workerSource } from './worker-source.mjs';

/** Loaded as they are: Electron itself, and packages with native code that finds its files by its own place. */
const EXTERNAL = ['electron', 'electron/*', 'serialport', '@serialport/*', 'koffi', 'node-sqlite3-wasm'];

/** CommonJS packages inside an ES module call `require` for Node's own modules, and write-file-atomic reads `__filename`. */
const REQUIRE_FOR_COMMONJS =
  "import { createRequire as createRequireHere } from 'node:module'; const require = createRequireHere(import.meta.url); const __filename = import.meta.filename;";

/** Every source of the core and of what it is put together from. */
const CORE_SOURCES = [
  'shared',
  'certs',
  'electron/core',
  'electron/adapters',
  'electron/virtual',
  'electron/compose.ts',
];

/** @typedef {{ sources: readonly string[], output: string, build: () => Promise<void> }} Target */

/** @type {Readonly<Record<'main' | 'preload' | 'cli' | 'page', Target>>} */
export const TARGETS = {
  main: {
    sources: [...CORE_SOURCES, 'electron/window'],
    output: 'main.js',
    build: () => bundle('electron/window/main.ts', 'main.js', 'esm'),
  },
  preload: {
    sources: ['shared', 'electron/window'],
    output: 'preload.cjs',
    build: () => bundle('electron/window/preload.ts', 'preload.cjs', 'cjs'),
  },
  cli: {
    sources: [...CORE_SOURCES, 'electron/cli', 'electron/station'],
    output: 'cli.js',
    build: () => bundle('electron/cli/main.ts', 'cli.js', 'esm'),
  },
  page: { sources: ['shared', 'renderer'], output: 'page/index.html', build: buildPage },
};

async function bundle(entry, output, format) {
  const { build } = await import('esbuild');
  const outfile = path.join(DIST, output);
  const draft = `${outfile}.${process.pid}.tmp`;
  await build({
    absWorkingDir: ROOT,
    entryPoints: [entry],
    outfile: draft,
    bundle: true,
    platform: 'node',
    target: 'node20.18',
    format,
    external: EXTERNAL,
    plugins: [workerSource],
    banner: format === 'esm' ? { js: REQUIRE_FOR_COMMONJS } : {},
    legalComments: 'none',
    logLevel: 'silent',
  });
  // In one step, so that a program that starts meanwhile never reads half a file.
  await rename(draft, outfile);
}

async function buildPage() {
  const { build } = await import('vite');
  const draft = path.join(DIST, `page.${process.pid}.tmp`);
  await build({
    root: path.join(ROOT, 'renderer'),
    configFile: path.join(ROOT, 'renderer', 'vite.config.ts'),
    logLevel: 'silent',
    build: { outDir: draft, emptyOutDir: true },
  });
  const page = path.join(DIST, 'page');
  await mkdir(DIST, { recursive: true });
  await rm(page, { recursive: true, force: true });
  await rename(draft, page).catch(async () => {
    // Windows refuses the rename while a scanner holds a file of it.
    await cp(draft, page, { recursive: true });
    await rm(draft, { recursive: true, force: true });
  });
}
