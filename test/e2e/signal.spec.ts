import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

import { addVirtualBoard } from './bench-page.ts';
import { expect, test } from './bench-test.ts';

test('a signal ends the program with the boards’ flash written and the data directory free', async ({
  bench,
}) => {
  const { page, dataDir, pid } = bench;
  await addVirtualBoard(page);
  process.kill(pid, 'SIGTERM');
  await expect.poll(() => existsSync(path.join(dataDir, 'lock'))).toBe(false);
  expect(readdirSync(path.join(dataDir, 'virtual'))).toEqual(['esp32-1.flash']);
});
