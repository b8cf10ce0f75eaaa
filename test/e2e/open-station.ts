import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { chromium } from '@playwright/test';

import type { OpenBench } from './bench-test.ts';

/** The station as a process of its own, and its page in a browser. */
export async function openStation(dataDir: string): Promise<OpenBench> {
  const station = spawn(process.execPath, ['dist/cli.js', 'station', '--json', '--data-dir', dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(station, 'exit');
  const [line] = await once(createInterface(station.stdout), 'line');
  const { url } = JSON.parse(String(line)) as { url: string };
  const { OTA_TEST_CHROMIUM } = process.env;
  const browser = await chromium.launch(
    OTA_TEST_CHROMIUM === undefined ? {} : { executablePath: OTA_TEST_CHROMIUM },
  );
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: 'en-US' });
  await page.goto(url);
  return {
    page,
    pid: Number(station.pid),
    saved: async (click) => {
      const downloading = page.waitForEvent('download');
      await click();
      const download = await downloading;
      return { name: download.suggestedFilename(), text: readFileSync(await download.path(), 'utf8') };
    },
    close: async () => {
      await browser.close();
      station.kill('SIGTERM');
      await exited;
    },
  };
}
