import { execFileSync } from 'node:child_process';
import { buildSync } from 'esbuild';
import { expect, test } from 'vitest';

/** Makes objects of which many outlive a collection, first held, then not, and prints the largest new space of each. */
const PROGRAM = `
  import { getHeapSpaceStatistics } from 'node:v8';
  import { holdMemory } from './electron/adapters/hold-memory.ts';
  const sizeOfNew = () => getHeapSpaceStatistics().find((each) => each.space_name === 'new_space').space_size;
  for (const on of [true, false]) {
    holdMemory(on);
    const kept = [];
    let most = 0;
    for (let i = 0; i < 2_000_000; i += 1) {
      kept[i % 50_000] = { i, list: [i] };
      if (i % 10_000 === 0) most = Math.max(most, sizeOfNew());
    }
    console.log(most);
  }
`;

test('the memory for new objects grows, but not while it is held', () => {
  const { outputFiles } = buildSync({
    stdin: { contents: PROGRAM, resolveDir: process.cwd() },
    bundle: true,
    platform: 'node',
    format: 'esm',
    write: false,
  });
  const program = outputFiles[0]?.text ?? '';
  const printed = execFileSync(process.execPath, ['--input-type=module', '-e', program], {
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  const [held = 0, free = 0] = printed.trim().split('\n').map(Number);
  expect(held).toBeGreaterThan(0);
  // Not to the byte: later releases of V8 begin with a larger one.
  expect(free).toBeGreaterThanOrEqual(4 * held);
});
