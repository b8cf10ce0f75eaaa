import path from 'node:path';
import type { Page } from '@playwright/test';
import { chromium } from '@playwright/test';

import { startStation } from '../../../electron/station/station.ts';
import type { CoreClient } from '../../support/core-client.ts';

/** How a page felt to whoever used it meanwhile, in milliseconds. */
export interface PageFeel {
  readonly framesPerSecond: number;
  readonly frameGapP95: number;
  readonly longestFrameGap: number;
  /** Keys that were pressed, and how long the page took to begin with one, and to show what it did. */
  readonly keys: number;
  readonly inputDelayP95: number;
  readonly longestInputDelay: number;
  readonly longestKeyToFrame: number;
}

export interface FleetPage {
  /** Presses a key four times a second and watches every frame until `work` has ended. */
  during(work: () => Promise<void>): Promise<PageFeel>;
  close(): Promise<void>;
}

const KEY_EVERY_MS = 250;

/** The station's page in a Chromium of its own, open on the fleet's grid. */
export async function openFleetPage(client: CoreClient): Promise<FleetPage> {
  const station = await startStation(client.core, { pageDir: path.resolve('dist/page'), port: 0 });
  const browser = await chromium.launch({
    executablePath: process.env.OTA_TEST_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
  const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
  await page.goto(station.url);
  const screens = page.getByRole('navigation', { name: 'Screens' });
  await screens.getByRole('button', { name: 'Fleet', exact: true }).click();
  await page.getByTestId('fleet-grid').waitFor();
  return {
    during: async (work) => {
      await beginWatching(page);
      let isOver = false;
      const keys = pressKeys(page, () => isOver);
      await work().finally(() => {
        isOver = true;
      });
      await keys;
      return feelOf(await page.evaluate(() => (window as unknown as { watched: Watched }).watched));
    },
    close: async () => {
      await browser.close();
      await station.close();
    },
  };
}

interface Watched {
  readonly gaps: number[];
  readonly delays: number[];
  readonly toFrame: number[];
}

/** A key's time stamp is when the browser took it in: what lies between is what a hand feels. */
function beginWatching(page: Page): Promise<void> {
  return page.evaluate(() => {
    const watched: Watched = { gaps: [], delays: [], toFrame: [] };
    Object.assign(window, { watched });
    let last = performance.now();
    const frame = (now: number): void => {
      watched.gaps.push(now - last);
      last = now;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    const onKey = ({ timeStamp }: KeyboardEvent): void => {
      watched.delays.push(performance.now() - timeStamp);
      requestAnimationFrame(() => setTimeout(() => watched.toFrame.push(performance.now() - timeStamp)));
    };
    addEventListener('keydown', onKey, true);
  });
}

/** Tab walks over the tiles and changes nothing. */
async function pressKeys(page: Page, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    await page.keyboard.press('Tab');
    await new Promise((resolve) => setTimeout(resolve, KEY_EVERY_MS));
  }
}

function feelOf({ gaps, delays, toFrame }: Watched): PageFeel {
  const wholeMs = gaps.reduce((sum, gap) => sum + gap, 0);
  return {
    framesPerSecond: gaps.length / (wholeMs / 1_000),
    frameGapP95: shareOf(gaps, 0.95),
    longestFrameGap: shareOf(gaps, 1),
    keys: delays.length,
    inputDelayP95: shareOf(delays, 0.95),
    longestInputDelay: shareOf(delays, 1),
    longestKeyToFrame: shareOf(toFrame, 1),
  };
}

function shareOf(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN;
}
