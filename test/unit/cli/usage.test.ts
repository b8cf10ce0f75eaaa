import { expect, test } from 'vitest';

import { readManner } from '../../../electron/cli/global-options.ts';
import { startCli } from '../../support/cli-world.ts';

test.each<[string, string[], string]>([
  ['an unknown option', ['ports', '--speed', '3'], 'There is no option --speed.'],
  ['an unknown command', ['flash'], 'There is no command flash.'],
  ['a missing argument', ['image'], 'The argument file is missing.'],
  ['a missing option', ['push', 'a.bin'], 'The option --port <path> is missing.'],
  ['an option without its value', ['push', 'a.bin', '--port'], 'The option --port <path> needs a value.'],
  ['too many arguments', ['ports', 'x'], 'There are more arguments than this command takes.'],
  ['no command', [], 'Name a command.'],
  [
    'a number out of range',
    ['serve', 'a.bin', '--port', '70000'],
    '--port cannot be "70000": it takes a whole number from 1 to 65535.',
  ],
  [
    'a fraction for a whole number',
    ['monitor', '--port', 'p', '--baud', '1e5'],
    '--baud cannot be "1e5": it takes a whole number from 50 to 12000000.',
  ],
  [
    'a time that is none',
    ['push', 'a', '--port', 'p', '--timeout', '-1'],
    '--timeout cannot be "-1": it takes a number above 0.',
  ],
  ['a language that is none', ['ports', '--lang', 'fr'], '--lang cannot be "fr": it takes en or zh-CN.'],
  [
    'an address that is none',
    ['serve', 'a', '--bind', 'here'],
    '--bind cannot be "here": it takes an IP address.',
  ],
  [
    'a host that is none',
    ['serve', 'a', '--host', 'a b'],
    '--host cannot be "a b": it takes a host name or an IP address.',
  ],
  [
    'a watch in a soak, which goes on with the next update',
    ['soak', 'a', 'b', '--port', 'p', '--cycles', '2', '--watch', '5'],
    '--watch cannot be "5": a run goes on with its next update and watches no image; "push --watch" watches one.',
  ],
  [
    'a watch in a fleet',
    ['fleet', 'a', '--all', '--watch', '60'],
    '--watch cannot be "60": a run goes on with its next update and watches no image; "push --watch" watches one.',
  ],
  ['a watch of a plan', ['run', 'plan.yaml', '--watch', '5'], 'There is no option --watch.'],
  ['a watch without its board', ['watch', 'build'], 'The option --port <path> is missing.'],
  ['a watch of nothing', ['watch', '', '--port', 'p'], 'dir cannot be "": it takes a path.'],
  ['an empty folder', ['station', '--allow-dir', ''], '--allow-dir cannot be "": it takes a path.'],
])('%s ends with exit 2 and an error line', async (_what, argv, message) => {
  const cli = startCli([...argv, '--json']);
  expect(await cli.code).toBe(2);
  expect(cli.events()).toEqual([
    { event: 'error', code: 'usage/invalid', message, hint: 'Run "ota-workbench --help" for the options.' },
  ]);
  expect(cli.opened).toEqual([]);
});

test('a check that is none is named with those that are', async () => {
  const cli = startCli(['push', 'a', '--port', 'p', '--force=digest,cat', '--json']);
  expect(await cli.code).toBe(2);
  expect(cli.events()[0]?.message).toMatch(/^--force cannot be "cat": .*checksum, digest/);
});

test('misuse is told in Chinese where that is the language', async () => {
  const cli = startCli(['ports', '--speed'], { env: { LANG: 'zh_CN.UTF-8' } });
  expect(await cli.code).toBe(2);
  expect(cli.stdout()).toBe('');
  expect(cli.stderr()).toMatch(/^错误：没有选项 --speed。\n.*ota-workbench --help.*\n$/);
});

test('help is shown in the language asked for and ends well', async () => {
  const english = startCli(['push', '--help']);
  expect(await english.code).toBe(0);
  expect(english.stdout()).toContain('--no-url');
  expect(english.stdout()).toContain('--data-dir <dir>');
  const chinese = startCli(['--lang', 'zh-CN', '--help']);
  expect(await chinese.code).toBe(0);
  expect(chinese.stdout()).toContain('命令：');
  expect(chinese.stdout()).not.toMatch(/Usage:|Options:|Commands:|display help/);
});

test('the language is the system’s for people and English for programs, unless it is named', () => {
  const world = { env: { LANG: 'zh_CN.UTF-8' }, locale: 'en-US' };
  expect(readManner(['ports'], world)).toEqual({ json: false, language: 'zh-CN' });
  expect(readManner(['ports', '--json'], world)).toEqual({ json: true, language: 'en' });
  expect(readManner(['--json', 'ports', '--lang=zh-CN'], world)).toEqual({ json: true, language: 'zh-CN' });
  expect(readManner(['ports', '--lang', 'en'], world)).toEqual({ json: false, language: 'en' });
  expect(readManner([], { env: {}, locale: 'zh-Hans-CN' }).language).toBe('zh-CN');
  expect(readManner([], { env: { LC_ALL: 'C', LANG: 'zh_CN' }, locale: 'zh-CN' }).language).toBe('en');
});
