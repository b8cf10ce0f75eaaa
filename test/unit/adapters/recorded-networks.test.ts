import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

import { parseConnectionProfiles } from '../../../electron/adapters/firewall/windows.ts';

/** What Windows answered on other people's machines; the first line of each fixture names its source. */
const FOLDER = path.join(import.meta.dirname, '../../fixtures/network');

test.each(readdirSync(FOLDER))('%s: the network it is in is private', (name) => {
  const [source, ...output] = readFileSync(path.join(FOLDER, name), 'utf8').split('\n');
  expect(source).toMatch(/^# https:\/\/github\.com\//);
  expect(parseConnectionProfiles(output.join('\r\n'))).toEqual(['Private']);
  const alias = output.find((line) => line.startsWith('InterfaceAlias')) ?? '';
  const inside = output.join('\r\n').replace(alias, alias.replace(/: .*/, ': vEthernet (WSL)'));
  expect(parseConnectionProfiles(inside)).toEqual([]);
});
