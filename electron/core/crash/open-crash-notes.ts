import { createTranslator } from '../../../shared/text/translator.ts';
import type { Board } from '../board/board.ts';
import type { Boards } from '../board/boards.ts';
import type { CoreOptions } from '../core.ts';
import type { Parts } from '../open-parts.ts';
import type { World } from '../ports.ts';
import { CrashNotes } from './crash-notes.ts';
import { ElfStore } from './elf-store.ts';

/** What a crash is explained with. */
export interface CrashSources {
  readonly boards: () => Pick<Boards, 'all'>;
  /** App images of the builds that are followed. */
  readonly watched: () => readonly string[];
}

/** Explains the crashes of a core's boards in their logs, in the language that the page has. */
export function openCrashNotes(
  { paths, library, settings }: Parts,
  options: CoreOptions,
  { clock, sha256, addressTool }: World,
  { boards, watched }: CrashSources,
): { readonly elfs: ElfStore; readonly crashes: CrashNotes } {
  const elfs = new ElfStore({
    dir: paths.elfs,
    sha256,
    addressTool: addressTool ?? null,
    watched,
    images: () => library.list().map(({ facts, source }) => ({ appElfSha256: facts.appElfSha256, source })),
  });
  // A board may be removed while its crash is decoded.
  const board = (deviceId: string): Board | undefined =>
    boards()
      .all()
      .find((one) => one.deviceId === deviceId);
  const crashes = new CrashNotes({
    clock,
    elfs,
    elfOf: (deviceId) => board(deviceId)?.facts.elfSha256Prefix ?? null,
    text: () => {
      const { language } = settings.current;
      return createTranslator(language === 'system' ? options.language : language);
    },
    note: (deviceId, text) => void board(deviceId)?.log.note('workbench', text),
  });
  return { elfs, crashes };
}
