import path from 'node:path';
import { build } from 'esbuild';

/** Our server in one file, to be run in a process of its own; its path. */
export async function bundleOurs(): Promise<string> {
  const outfile = path.join('dist', 'bench', 'server', 'our-server.mjs');
  await build({
    entryPoints: ['test/bench/server/our-server.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20.18',
    format: 'esm',
    external: ['koffi'],
    logLevel: 'warning',
  });
  return path.resolve(outfile);
}
