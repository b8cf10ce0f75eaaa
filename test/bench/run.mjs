// Bundles one bench and runs it: node test/bench/run.mjs server/against-nginx [its options]
import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));
const [name, ...options] = process.argv.slice(2);
if (name === undefined) throw new Error('Name a bench: server/against-nginx');
const outfile = path.join(root, 'dist', 'bench', `${name}.mjs`);
await build({
  absWorkingDir: root,
  entryPoints: [`test/bench/${name}.ts`],
  outfile,
  bundle: true,
  platform: 'node',
  target: 'node20.18',
  format: 'esm',
  external: ['serialport', '@serialport/*', 'koffi', 'electron', 'esbuild'],
  banner: {
    js: "import { createRequire as createRequireHere } from 'node:module'; const require = createRequireHere(import.meta.url); const __filename = import.meta.filename;",
  },
  logLevel: 'warning',
});
const child = spawn(process.execPath, [outfile, ...options], { stdio: 'inherit' });
child.on('exit', (code) => {
  process.exitCode = code ?? 1;
});
