import { expect, test } from 'vitest';

import { appOfBuild } from '../../../shared/esp/build-folder.ts';

const FLASHER_ARGS = {
  write_flash_args: ['--flash_mode', 'dio'],
  flash_files: {
    '0x1000': 'bootloader/bootloader.bin',
    '0x10000': 'native_ota.bin',
    '0x8000': 'partition_table/partition-table.bin',
  },
  bootloader: { offset: '0x1000', file: 'bootloader/bootloader.bin', encrypted: 'false' },
  app: { offset: '0x10000', file: 'native_ota.bin', encrypted: 'false' },
};
const found = (flasherArgs: unknown, projectDescription: unknown = null) =>
  appOfBuild({
    flasherArgs: flasherArgs === null ? null : JSON.stringify(flasherArgs),
    projectDescription: projectDescription === null ? null : JSON.stringify(projectDescription),
  });

test('flasher_args.json names the app', () => {
  expect(found(FLASHER_ARGS)).toBe('native_ota.bin');
  expect(found({ ...FLASHER_ARGS, app: { file: 'sub/app.bin' } })).toBe('sub/app.bin');
});

test('project_description.json names it where the other is missing or silent', () => {
  expect(found(null, { app_bin: 'blink.bin', project_name: 'blink' })).toBe('blink.bin');
  expect(found({ flash_files: {} }, { app_bin: 'blink.bin' })).toBe('blink.bin');
});

test('an older flasher_args.json has it at its usual offset', () => {
  const { app: _, ...older } = FLASHER_ARGS;
  expect(found(older)).toBe('native_ota.bin');
});

test.each(['../../etc/passwd', '/etc/passwd', 'C:\\windows\\x.bin', 'a/../../x.bin', '', 7, null])(
  'a path of %j is not followed',
  (file) => {
    expect(found({ app: { file } })).toBeNull();
  },
);

test('a folder without these files, or with damaged ones, names none', () => {
  expect(found(null)).toBeNull();
  expect(appOfBuild({ flasherArgs: '{"app":', projectDescription: '[]' })).toBeNull();
  expect(found([], 'text')).toBeNull();
});
