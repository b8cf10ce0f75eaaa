import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

import type { CliWorld } from '../../electron/cli/world.ts';
import type { AppState } from '../../shared/contract/values.ts';
import { startCli } from '../support/cli-world.ts';
import { CoreClient } from '../support/core-client.ts';
import { tempDir } from '../support/temp-dir.ts';

/** Opens real cores with what the command line asks for, and remembers them. */
function opening() {
  const cores: CoreClient[] = [];
  const openCore: CliWorld['openCore'] = async ({ shell, allowedFolders = [] }) => {
    const client = await CoreClient.open({ shell, allowedFolders });
    onTestFinished(() => client.close());
    cores.push(client);
    return client.core;
  };
  const paths = (): AppState['paths'] | undefined => cores[0]?.state('app')?.paths;
  return { openCore, paths };
}

test('a station takes no path of its page but below the folders it was started with', async () => {
  const [one, two] = [tempDir(), tempDir()];
  const named = opening();
  const cli = startCli(['station', '--allow-dir', one, `--allow-dir=${two}`, '--json'], named);
  await cli.said('station');
  expect(named.paths()).toEqual([one, two]);
  cli.signal();
  expect(await cli.code).toBe(0);

  const plain = opening();
  const without = startCli(['station', '--json'], plain);
  await without.said('station');
  expect(plain.paths()).toBe('none');
  without.signal();
  expect(await without.code).toBe(0);
});

test('a folder that is none ends a station before it opens', async () => {
  const dir = path.join(tempDir(), 'none');
  const cli = startCli(['station', '--allow-dir', dir, '--json'], opening());
  expect(await cli.code).toBe(2);
  expect(cli.events()).toMatchObject([
    { event: 'error', code: 'path/not-a-folder', message: expect.stringContaining(dir) },
  ]);
});

test.each([
  ['en', 'let the page read and watch files below this folder', 'push each rebuild of a project'],
  ['zh-CN', '允许页面读取并监视此文件夹下的文件', '把项目的每次重新构建推送到开发板'],
])('the help names both in %s', async (language, allowDir, watch) => {
  const station = startCli(['station', '--help', '--lang', language]);
  expect(await station.code).toBe(0);
  expect(station.stdout().replaceAll(/\s+/g, ' ')).toContain(allowDir);
  const all = startCli(['--help', '--lang', language]);
  expect(await all.code).toBe(0);
  expect(all.stdout()).toContain(watch);
});
