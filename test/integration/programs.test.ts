import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';

import type { VirtualBoardOptions } from '../../electron/virtual/board-options.ts';
import { IDF_RELEASES } from '../../electron/virtual/idf-release.ts';
import { goldenPart, offered, play } from '../support/causes/play.ts';
import type { Scenario } from '../support/causes/scenario.ts';
import { CoreClient } from '../support/core-client.ts';

const PROGRAMS = ['native', 'simple', 'advanced'] as const;
/** Set to write the golden logs anew from what the boards and the server said. */
const FOLDER = process.env.OTA_RECORD_GOLDEN;

let client: CoreClient;
beforeAll(async () => {
  client = await CoreClient.open();
});
afterAll(async () => {
  expect(client.bugs).toEqual([]);
  await client.close();
}, 30_000);

/** One update that goes through and one of which the last byte is damaged, on a board of one release line. */
async function both(program: (typeof PROGRAMS)[number], idf: VirtualBoardOptions['idf']): Promise<string[]> {
  const rollback = program === 'simple' ? false : null;
  const board = { program, idf, rollback, recvTimeoutMs: 5_000 };
  const image = offered({ idfVersion: `v${idf}` });
  const scenarios: readonly Omit<Scenario, 'code'>[] = [
    { board, image },
    { board, image, fault: { name: 'flipped-bit' } },
  ];
  const parts: string[] = [];
  const seen: string[] = [];
  for (const [index, scenario] of scenarios.entries()) {
    const whole: Scenario = { code: 'image/corrupt', ...scenario };
    const name = `${program}-${idf.replace('.', '-')}-${index}`;
    const played = await play(client, name, whole);
    const { verdict } = played.view;
    seen.push(`${verdict?.outcome} ${verdict?.error?.code ?? verdict?.proof}`);
    parts.push(goldenPart(played, whole));
  }
  if (FOLDER !== undefined) {
    const source = `# Synthetic: the ${program} example of ESP-IDF ${idf} as its virtual board prints it; an update that goes through, and one with a flipped bit\n`;
    writeFileSync(`${FOLDER}/synthetic-${program}-${idf}.log`, `${source}${parts.join('\n')}\n`);
  }
  return seen;
}

test('the examples of every release line are followed to their confirmation, and to their failure', {
  timeout: 120_000,
}, async () => {
  const all = PROGRAMS.flatMap((program) => IDF_RELEASES.map((idf) => [program, idf] as const));
  const left = [...all];
  const wrong: unknown[] = [];
  const some = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      const seen = await both(...next);
      // The advanced example confirms itself before it prints its digest.
      const proof = next[0] === 'advanced' ? 'elf' : 'digest';
      if (seen.join() !== `confirmed ${proof},failed image/corrupt`) wrong.push([...next, ...seen]);
    }
  };
  await Promise.all(Array.from({ length: 8 }, some));
  expect(wrong).toEqual([]);
});
