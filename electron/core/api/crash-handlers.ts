import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { ElfEntry } from '../../../shared/contract/crash-contract.ts';
import { WorkbenchError } from '../../../shared/errors.ts';
import { MAX_ELF_BYTES } from '../../../shared/esp/elf/elf-file.ts';
import { throwReadError } from '../image/path-access.ts';
import type { Services } from './services.ts';

/** Requests about the programs that decode crashes. */
export function crashHandlers({ elfs, crashes, logFiles, pathAccess }: Services) {
  const add = async (fileName: string, bytes: Uint8Array): Promise<ElfEntry> => {
    const added = await elfs.add(fileName, bytes);
    void crashes.elfAdded(added);
    logFiles.elfAdded();
    return added;
  };
  return {
    'crash.addElf': ({ fileName, bytes }: { fileName: string; bytes: Uint8Array }) => add(fileName, bytes),
    'crash.addElfPath': async ({ path: given }: { path: string }) => {
      const file = await pathAccess.resolve(given);
      const { size } = await stat(file).catch((cause: unknown) => throwReadError(file, cause));
      if (size > MAX_ELF_BYTES) throw new WorkbenchError('crash/not-an-elf', { file });
      const bytes = await readFile(file).catch((cause: unknown) => throwReadError(file, cause));
      return add(path.basename(file), bytes);
    },
  };
}
