import path from 'node:path';

import type { ElfFile } from '../../../shared/esp/elf/elf-file.ts';

/** What decides where tools lie. */
export interface ToolSystem {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The user's home folder. */
  readonly home: string;
  /** Names of what lies in a folder; empty where there is none. */
  readonly list: (folder: string) => Promise<readonly string[]>;
}

/** The toolchains by name, the newest kind first. Any of a machine's reads every program for that machine. */
const TOOLCHAINS: Readonly<Record<ElfFile['machine'], readonly string[]>> = {
  xtensa: ['xtensa-esp-elf', 'xtensa-esp32-elf', 'xtensa-esp32s3-elf', 'xtensa-esp32s2-elf'],
  riscv: ['riscv32-esp-elf'],
};

/** The `addr2line` for a machine, as an absolute path: on the PATH, else where ESP-IDF installs its tools. */
export async function findAddr2line(machine: ElfFile['machine'], system: ToolSystem): Promise<string | null> {
  const paths = system.platform === 'win32' ? path.win32 : path.posix;
  const toolchains = TOOLCHAINS[machine].map((name) => ({ name, file: toolFile(name, system.platform) }));
  // A relative folder would name a tool by the folder that this program was started in.
  const onPath = (system.env.PATH ?? '').split(paths.delimiter).map((folder) => folder.replaceAll('"', ''));
  const folders = await Promise.all(
    onPath
      .filter((folder) => paths.isAbsolute(folder))
      .map(async (folder) => ({ folder, names: await system.list(folder) })),
  );
  for (const { file } of toolchains) {
    const found = folders.find(({ names }) => names.includes(file));
    if (found !== undefined) return paths.join(found.folder, file);
  }
  const roots = [system.env.IDF_TOOLS_PATH ?? '', paths.join(system.home, '.espressif')];
  for (const root of roots.filter((folder) => paths.isAbsolute(folder))) {
    for (const { name, file } of toolchains) {
      // As in `tools/xtensa-esp-elf/esp-14.2.0_20241119/xtensa-esp-elf/bin`.
      const installed = paths.join(root, 'tools', name);
      for (const version of (await system.list(installed)).toSorted(newestFirst)) {
        const bin = paths.join(installed, version, name, 'bin');
        if ((await system.list(bin)).includes(file)) return paths.join(bin, file);
      }
    }
  }
  return null;
}

function toolFile(toolchain: string, platform: NodeJS.Platform): string {
  return `${toolchain}-addr2line${platform === 'win32' ? '.exe' : ''}`;
}

/** By the version of GCC, which stands last in `esp-2022r1-11.2.0` and first in `esp-13.2.0_20240530`. */
function newestFirst(one: string, other: string): number {
  const byNumber = (left: string, right: string): number =>
    left.localeCompare(right, 'en', { numeric: true });
  return byNumber(gccVersion(other), gccVersion(one)) || byNumber(other, one);
}

function gccVersion(folder: string): string {
  return folder.match(/\d+\.\d+\.\d+/g)?.at(-1) ?? '';
}
