import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

import type { IdfRelease } from '../../../electron/virtual/idf-release.ts';
import { fakeBench } from '../../support/virtual-fake.ts';

const golden = (release: IdfRelease): string =>
  readFileSync(fileURLToPath(new URL(`golden/boot-${release}.txt`, import.meta.url)), 'latin1');

test.each(['4.4', '5.1', '5.3', '5.5'] as const)(
  'a first start under ESP-IDF %s prints ROM, bootloader and program to the last byte',
  async (release) => {
    const { clock, taken } = await fakeBench({ idf: release });
    await clock.advanceAsync(3_000);
    expect(taken()).toBe(golden(release));
  },
);
