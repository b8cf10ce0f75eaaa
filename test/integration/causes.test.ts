import { mkdirSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';

import { goldenPart, play } from '../support/causes/play.ts';
import type { Scenario } from '../support/causes/scenario.ts';
import { SCENARIOS } from '../support/causes/scenarios.ts';
import { CoreClient } from '../support/core-client.ts';

/** Set to write the golden logs anew from what the boards and the server said. */
const FOLDER = process.env.OTA_RECORD_GOLDEN;

/** A core of their own: they stop the server, name another host or change what is let in. */
const alone = SCENARIOS.filter(({ code, own }) => code === 'host/server-stopped' || own !== undefined);
const together = SCENARIOS.filter((scenario) => !alone.includes(scenario));

let client: CoreClient;
beforeAll(async () => {
  client = await CoreClient.open();
});
afterAll(async () => {
  expect(client.bugs).toEqual([]);
  await client.close();
});

async function ends(core: CoreClient, scenario: Scenario): Promise<void> {
  const played = await play(core, scenario.code.replace('/', '-'), scenario);
  if (FOLDER !== undefined) {
    mkdirSync(FOLDER, { recursive: true });
    const idf = scenario.board?.idf ?? '5.3';
    const program = scenario.board?.program ?? 'native';
    const source = `# Synthetic: the ${program} example of ESP-IDF ${idf} as its virtual board prints it, ${scenario.code}\n`;
    const file = `${FOLDER}/synthetic-${scenario.code.replace('/', '-')}.log`;
    writeFileSync(file, `${source}${goldenPart(played, scenario)}\n`);
  }
  const { view, watch } = played;
  if (scenario.watchMs !== undefined) expect(view.verdict?.outcome).toBe('confirmed');
  expect((scenario.watchMs === undefined ? view.verdict : watch)?.error?.code).toBe(scenario.code);
}

test.concurrent.each(together)('a virtual board ends with $code', { timeout: 130_000 }, (scenario) =>
  ends(client, scenario),
);

test.each(alone)('a virtual board ends with $code', { timeout: 60_000 }, async (scenario) => {
  const { host, allowedBoards, ...machine } = scenario.own ?? {};
  const own = await CoreClient.open(machine);
  onTestFinished(() => own.close());
  const settings = own.state('settings');
  if (host !== undefined && settings !== undefined)
    await own.call('settings.update', { server: { ...settings.server, host } });
  if (allowedBoards !== undefined && settings !== undefined)
    await own.call('settings.update', {
      serving: { ...settings.serving, allowedBoards: [...allowedBoards] },
    });
  await ends(own, scenario);
});
