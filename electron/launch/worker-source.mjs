// Bundles a module into one CommonJS script that is imported as text: `import { source } from './thread.ts?worker-source'`.
// A thread started from text needs no file beside the program, packed or not.
import path from 'node:path';

const SUFFIX = '?worker-source';

async function scriptOf(file) {
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    entryPoints: [file],
    bundle: true,
    write: false,
    platform: 'node',
    target: 'node20.18',
    format: 'cjs',
    minify: true,
    logLevel: 'silent',
  });
  return `export const source = ${JSON.stringify(outputFiles[0].text)};`;
}

/** For esbuild. @type {import('esbuild').Plugin} */
export const workerSource = {
  name: 'worker-source',
  setup(build) {
    build.onResolve({ filter: /\?worker-source$/ }, ({ path: name, resolveDir }) => ({
      path: path.resolve(resolveDir, name.slice(0, -SUFFIX.length)),
      namespace: 'worker-source',
    }));
    build.onLoad({ filter: /.*/, namespace: 'worker-source' }, async ({ path: file }) => ({
      contents: await scriptOf(file),
      loader: 'js',
    }));
  },
};

/** For Vite, which runs the tests. @type {import('vite').Plugin} */
export const workerSourceForVite = {
  name: 'worker-source',
  enforce: 'pre',
  resolveId: (name, importer) =>
    name.endsWith(SUFFIX) && importer ? path.resolve(path.dirname(importer), name) : null,
  load: (id) => (id.endsWith(SUFFIX) ? scriptOf(id.slice(0, -SUFFIX.length)) : null),
};
