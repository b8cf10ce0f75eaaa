import path from 'node:path';
import { expect, test } from 'vitest';

import type { ToolSystem } from '../../../electron/adapters/addr2line/find-tool.ts';
import { findAddr2line } from '../../../electron/adapters/addr2line/find-tool.ts';

/** A machine that holds these files and nothing else. */
function machine(
  platform: NodeJS.Platform,
  files: readonly string[],
  env: Readonly<Record<string, string>> = {},
): ToolSystem {
  const paths = platform === 'win32' ? path.win32 : path.posix;
  const list = async (folder: string): Promise<string[]> => {
    const below = files
      .map((file) => paths.relative(folder, file))
      .filter((file) => !file.startsWith('..') && !paths.isAbsolute(file));
    return [...new Set(below.map((file) => file.split(paths.sep)[0] ?? ''))];
  };
  return { platform, env, home: platform === 'win32' ? 'C:\\Users\\mo' : '/home/mo', list };
}

const XTENSA = 'xtensa-esp-elf-addr2line';
const RISCV = 'riscv32-esp-elf-addr2line';
const ESPRESSIF = '/home/mo/.espressif/tools';

test('the tool on the PATH goes before an installed one', async () => {
  const installed = `${ESPRESSIF}/riscv32-esp-elf/esp-14.2.0_20241119/riscv32-esp-elf/bin/${RISCV}`;
  const system = machine('linux', [`/opt/esp/bin/${RISCV}`, installed], { PATH: '/usr/bin:/opt/esp/bin' });
  expect(await findAddr2line('riscv', system)).toBe(`/opt/esp/bin/${RISCV}`);
  expect(await findAddr2line('riscv', { ...system, env: { PATH: '/usr/bin' } })).toBe(installed);
});

test.each(['xtensa-esp-elf', 'xtensa-esp32-elf', 'xtensa-esp32s2-elf', 'xtensa-esp32s3-elf'])(
  'the tool of %s alone reads programs of Xtensa, on the PATH and installed',
  async (name) => {
    const file = `${name}-addr2line`;
    const onPath = machine('darwin', [`/opt/bin/${file}`, `/opt/bin/${RISCV}`], { PATH: '/opt/bin' });
    expect(await findAddr2line('xtensa', onPath)).toBe(`/opt/bin/${file}`);
    const there = `${ESPRESSIF}/${name}/esp-2021r2-patch5-8.4.0/${name}/bin/${file}`;
    expect(await findAddr2line('xtensa', machine('darwin', [there]))).toBe(there);
    expect(await findAddr2line('riscv', machine('darwin', [there]))).toBeNull();
  },
);

test('of several releases the one with the newest compiler is taken, and a broken one passed over', async () => {
  const of = (version: string): string =>
    `${ESPRESSIF}/xtensa-esp-elf/${version}/xtensa-esp-elf/bin/${XTENSA}`;
  const known = ['esp-2022r1-11.2.0', 'esp-13.2.0_20240530', 'esp-9.9.9', 'esp-13.2.0_20230928'].map(of);
  expect(await findAddr2line('xtensa', machine('linux', known))).toBe(of('esp-13.2.0_20240530'));
  const broken = `${ESPRESSIF}/xtensa-esp-elf/esp-14.2.0_20241119/xtensa-esp-elf/bin/xtensa-esp-elf-gcc`;
  expect(await findAddr2line('xtensa', machine('linux', [...known, broken]))).toBe(of('esp-13.2.0_20240530'));
});

test('tools lie where IDF_TOOLS_PATH says', async () => {
  const there = `/data/idf/tools/riscv32-esp-elf/esp-14.2.0_20241119/riscv32-esp-elf/bin/${RISCV}`;
  expect(await findAddr2line('riscv', machine('linux', [there]))).toBeNull();
  const told = machine('linux', [there], { IDF_TOOLS_PATH: '/data/idf' });
  expect(await findAddr2line('riscv', told)).toBe(there);
});

test('on Windows it is a program, in quoted folders of the PATH too', async () => {
  const folder = 'C:\\Espressif\\tools\\bin';
  const env = { PATH: `C:\\Windows;"${folder}"` };
  const program = machine('win32', [`${folder}\\${XTENSA}.exe`], env);
  expect(await findAddr2line('xtensa', program)).toBe(`${folder}\\${XTENSA}.exe`);
  const script = machine('win32', [`${folder}\\${XTENSA}`, `${folder}\\${XTENSA}.bat`], env);
  expect(await findAddr2line('xtensa', script)).toBeNull();
  const installed =
    'C:\\Users\\mo\\.espressif\\tools\\xtensa-esp-elf\\esp-14.2.0_20241119\\xtensa-esp-elf\\bin';
  expect(await findAddr2line('xtensa', machine('win32', [`${installed}\\${XTENSA}.exe`]))).toBe(
    `${installed}\\${XTENSA}.exe`,
  );
});

test('a relative folder names no tool', async () => {
  const list = async (): Promise<string[]> => [RISCV];
  const system = { ...machine('linux', [], { PATH: '.::bin', IDF_TOOLS_PATH: 'idf' }), list, home: 'mo' };
  expect(await findAddr2line('riscv', system)).toBeNull();
});
