import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

/** What each area may import: prefixes of project paths, or package names (`node:` stands for Node's own). */
const RULES: readonly { readonly area: string; readonly may: readonly string[] }[] = [
  { area: 'electron/window/preload.ts', may: ['shared/', 'electron'] },
  {
    area: 'electron/window/main.ts',
    may: [
      'shared/',
      'electron/core/',
      'electron/window/',
      'electron/compose.ts',
      'electron/main',
      'node:',
      'package.json',
    ],
  },
  {
    area: 'electron/window/',
    may: ['shared/', 'electron/core/', 'electron/window/', 'electron/main', 'node:'],
  },
  {
    area: 'electron/core/tls/',
    may: ['shared/', 'electron/core/', 'certs/', 'node:', 'node-forge', 'write-file-atomic'],
  },
  {
    area: 'electron/core/log/',
    may: ['shared/', 'electron/core/', 'node:', '@serialport/parser-readline'],
  },
  { area: 'electron/core/history/', may: ['shared/', 'electron/core/', 'node:', 'node-sqlite3-wasm'] },
  {
    area: 'electron/core/report/',
    may: ['shared/', 'electron/core/', 'node:', 'write-file-atomic', 'yazl', 'yauzl'],
  },
  { area: 'electron/core/', may: ['shared/', 'electron/core/', 'node:', 'node-forge', 'write-file-atomic'] },
  {
    area: 'electron/adapters/',
    may: [
      'shared/',
      'electron/core/ports.ts',
      'electron/adapters/',
      'node:',
      'serialport',
      '@serialport/',
      'koffi',
    ],
  },
  {
    area: 'electron/virtual/',
    may: [
      'shared/',
      'electron/core/ports.ts',
      'electron/virtual/',
      'node:',
      'node-forge',
      'write-file-atomic',
    ],
  },
  {
    area: 'electron/compose.ts',
    may: ['shared/', 'electron/core/', 'electron/adapters/', 'electron/virtual/', 'node:'],
  },
  { area: 'electron/station/', may: ['shared/', 'electron/core/', 'electron/station/', 'node:', 'ws'] },
  {
    area: 'electron/cli/',
    may: [
      'shared/',
      'electron/core/',
      'electron/station/',
      'electron/cli/',
      'electron/compose.ts',
      'node:',
      'commander',
      'package.json',
    ],
  },
  { area: 'electron/launch/', may: ['electron/launch/', 'node:', 'esbuild', 'vite', 'dist/', 'electron'] },
  { area: 'shared/', may: ['shared/', 'zod', 'yaml', 're2js', 'i18next'] },
  {
    area: 'renderer/',
    may: [
      'shared/',
      'renderer/',
      'react',
      'react-dom',
      '@mantine/',
      '@tabler/',
      '@tanstack/react-virtual',
      'vite',
      '@vitejs/',
      'node:',
    ],
  },
  { area: 'certs/', may: [] },
];

const ROOTS = ['shared', 'electron', 'renderer', 'certs'];
const SOURCE = /\.(ts|tsx|mts|mjs)$/;
/** Files over this length fail; 150 is the point to think. */
const MAX_LINES = 250;

const files = ROOTS.flatMap((root) =>
  readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && SOURCE.test(entry.name))
    .map((entry) => path.posix.join(entry.parentPath.replaceAll('\\', '/'), entry.name)),
);

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\b[^'"`;]*?\bfrom\s*['"]([^'"]+)['"]|(?:^|\n)\s*import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/g;

/** Project paths as they are; packages by name. */
function importsOf(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(IMPORT)].map((match) => {
    const name = (match[1] ?? match[2] ?? match[3]) as string;
    return name.startsWith('.')
      ? path.posix.normalize(path.posix.join(path.posix.dirname(file), name))
      : name;
  });
}

test('every file lies in an area of the table', () => {
  expect(files.filter((file) => ruleOf(file) === undefined)).toEqual([]);
});

test('every import is one its area may make', () => {
  const broken = files.flatMap((file) => {
    const may = ruleOf(file)?.may ?? [];
    return importsOf(file)
      .filter(
        (name) =>
          !may.some(
            (prefix) =>
              name === prefix ||
              name.startsWith(prefix.endsWith('/') || prefix.endsWith(':') ? prefix : `${prefix}/`),
          ),
      )
      .map((name) => `${file} imports ${name}`);
  });
  expect(broken).toEqual([]);
});

test('no file imports itself through others', () => {
  const graph = new Map(files.map((file) => [file, importsOf(file).filter((name) => files.includes(name))]));
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (file: string, trail: readonly string[]): void => {
    if (trail.includes(file)) cycles.push([...trail.slice(trail.indexOf(file)), file].join(' → '));
    if (done.has(file) || trail.includes(file)) return;
    for (const next of graph.get(file) ?? []) visit(next, [...trail, file]);
    done.add(file);
  };
  for (const file of files) visit(file, []);
  expect(cycles).toEqual([]);
});

test(`no file is longer than ${MAX_LINES} lines`, () => {
  const long = files
    .map((file) => ({ file, lines: readFileSync(file, 'utf8').split('\n').length - 1 }))
    .filter(({ lines }) => lines > MAX_LINES);
  expect(long).toEqual([]);
});

function ruleOf(file: string): (typeof RULES)[number] | undefined {
  return RULES.find(({ area }) => (area.endsWith('/') ? file.startsWith(area) : file === area));
}
