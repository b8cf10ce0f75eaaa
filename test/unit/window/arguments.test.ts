import { expect, test } from 'vitest';

import { parseArguments } from '../../../electron/window/arguments.ts';

test.each<[string[], string | null, string | null]>([
  [['electron', '.'], null, null],
  [['electron', '.', '--data-dir', '/d', '--lang', 'zh-CN'], '/d', 'zh-CN'],
  [['ota-workbench', '--no-sandbox', '--lang=en', '--data-dir=/a b'], '/a b', 'en'],
  [['electron', '.', '--lang=fr', '--data-dir'], null, null],
])('of %j the window takes its folder and its language', (argv, dataDir, language) => {
  expect(parseArguments(argv)).toEqual({ dataDir, language });
});
