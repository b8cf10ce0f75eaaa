// Pictures of the scripted states, for looking at them: node test/preview/shoot.mjs OUT [state,…] [theme,…] [lang,…] [WxH,…]
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { build, preview } from 'vite';

const [, , out = 'preview', states, themes = 'light', languages = 'en', sizes = '1440x900'] = process.argv;
const configFile = fileURLToPath(new URL('./vite.config.ts', import.meta.url));
const ALL = 'first,empty,ready,pushing,waiting,confirmed,refused,failed,rolledBack,interrupted';

mkdirSync(out, { recursive: true });
await build({ configFile, logLevel: 'error' });
const server = await preview({ configFile, preview: { port: 0, host: '127.0.0.1' }, logLevel: 'error' });
const url = server.resolvedUrls.local[0];
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
for (const size of sizes.split(',')) {
  const [width, height] = size.split('x').map(Number);
  for (const state of (states || ALL).split(',')) {
    for (const theme of themes.split(',')) {
      for (const language of languages.split(',')) {
        const page = await browser.newPage({ viewport: { width, height } });
        page.on('console', (message) => {
          if (['error', 'warning'].includes(message.type())) console.log(`${state}: ${message.text()}`);
        });
        page.on('pageerror', (error) => console.log(`${state}: ${error.message}`));
        await page.goto(`${url}?state=${state}&theme=${theme}&lang=${language}`);
        await page.waitForTimeout(900);
        await page.screenshot({ path: path.join(out, `${state}-${theme}-${language}-${size}.png`) });
        await page.close();
      }
    }
  }
}
await browser.close();
await server.close();
