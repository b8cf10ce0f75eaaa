import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { expect, test } from 'vitest';
import { openCore } from '../../electron/compose.ts';
import { startCli } from '../support/cli-world.ts';
import { freePort } from '../support/core-client.ts';
import { soundApp } from '../support/images.ts';
import { tempDir } from '../support/temp-dir.ts';

function images(...names: string[]): string[] {
  const folder = tempDir();
  return names.map((name, index) => {
    const file = path.join(folder, name);
    writeFileSync(file, soundApp({ version: `1.0.${index}` }));
    return file;
  });
}

/** `serve` at a port of its own on loopback, with the real core. */
async function serve(files: readonly string[], ...options: string[]) {
  const server = ['--port', String(await freePort()), '--bind', '127.0.0.1', '--data-dir', tempDir()];
  return startCli(['serve', ...files, ...server, ...options, '--json'], { openCore });
}

test('an alias of host, path and port is served, named in the certificate and told', async () => {
  const port = await freePort();
  const cli = await serve(
    images('app.bin'),
    ...['--alias-host', 'OTA.example.org', '--alias-path', '/hello_world.bin', '--alias-port', String(port)],
  );
  await cli.said('listening');
  expect(cli.events()[0]).toMatchObject({ aliases: [`https://ota.example.org:${port}/hello_world.bin`] });
  cli.signal();
  expect(await cli.code).toBe(0);
});

test('of several images the path names one; without a host every address leads there', async () => {
  const files = images('a.bin', 'b.bin');
  const cli = await serve(files, '--alias-path', '/one.bin=b.bin', '--alias-path', '/two.bin=a.bin');
  await cli.said('listening');
  expect(cli.events()[0]?.aliases).toEqual([
    expect.stringMatching(/^https:\/\/127\.0\.0\.1:\d+\/one\.bin$/),
    expect.stringMatching(/^https:\/\/127\.0\.0\.1:\d+\/two\.bin$/),
  ]);
  cli.signal();
  expect(await cli.code).toBe(0);
});

test.each([
  [['--alias-path', '/one.bin'], 'alias/no-image'],
  [['--alias-path', '/one.bin=c.bin'], 'alias/no-image'],
  [['--alias-path', 'one.bin'], 'alias/bad-path'],
  [['--alias-path', '/health'], 'alias/path-taken'],
  [['--alias-host', 'a b'], 'alias/bad-host'],
  [['--alias-port', '0'], 'usage/invalid'],
])('%o ends with exit 2, %s', async (options, code) => {
  const cli = await serve(images('a.bin', 'b.bin'), ...options);
  expect(await cli.code).toBe(2);
  expect(cli.events().at(-1)).toMatchObject({ event: 'error', code });
});

test('an alias port that is taken ends with exit 3 and names it', async () => {
  const port = await freePort();
  const other = createServer().listen(port, '127.0.0.1');
  try {
    const cli = await serve(images('app.bin'), '--alias-port', String(port));
    expect(await cli.code).toBe(3);
    const last = cli.events().at(-1);
    expect(last).toMatchObject({ event: 'error', code: 'server/address-in-use' });
    expect(last?.message).toContain(String(port));
  } finally {
    other.close();
  }
});

test('without aliases the first line is as it always was', async () => {
  const cli = await serve(images('app.bin'));
  await cli.said('listening');
  expect(Object.keys(cli.events()[0] ?? {})).toEqual(['event', 'port', 'urls', 'leftOut']);
  cli.signal();
  expect(await cli.code).toBe(0);
});
