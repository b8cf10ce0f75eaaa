import { mkdirSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';

import { goldenPart, play } from '../support/causes/play.ts';
import type { Scenario } from '../support/causes/scenario.ts';
import { SCENARIOS } from '../support/causes/scenarios.ts';
import { CoreClient } from '../support/core-client.ts';

/** Set to write the golden logs anew from what the boards and the server said. */
const FOLDER = process.env.OTA_RECORD_GOLDEN;

/** A core of their own: they stop the server or name another host. */
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
  expect(played.view.verdict?.error?.code).toBe(scenario.code);
}

test.concurrent.each(together)('a virtual board ends with $code', { timeout: 130_000 }, (scenario) =>
  ends(client, scenario),
);

test.each(alone)('a virtual board ends with $code', { timeout: 60_000 }, async (scenario) => {
  const own = await CoreClient.open();
  onTestFinished(() => own.close());
  const server = own.state('settings')?.server;
  if (scenario.own?.host !== undefined && server !== undefined)
    await own.call('settings.update', { server: { ...server, host: scenario.own.host } });
  await ends(own, scenario);
});
