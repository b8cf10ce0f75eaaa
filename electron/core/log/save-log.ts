import { open } from 'node:fs/promises';

import type { LogTextOptions } from '../../../shared/contract/log-values.ts';
import { messageOf, WorkbenchError } from '../../../shared/errors.ts';
import { textHead } from '../../../shared/log/line-text.ts';
import type { LineStore } from './line-store.ts';
import { textOfLines } from './view/text-of-rows.ts';

const PIECE_LINES = 10_000;

/**
 * Writes every line of a log as it is now into a file; returns how many.
 * @throws WorkbenchError log/not-saved
 */
export async function saveLog(store: LineStore, file: string, options: LogTextOptions): Promise<number> {
  const { firstSeq } = store.index;
  const end = store.nextSeq;
  try {
    const handle = await open(file, 'w');
    try {
      await handle.write(textHead(options));
      for (let seq = firstSeq; seq < end; seq += PIECE_LINES) {
        await handle.write(await textOfLines(store, seq, Math.min(end, seq + PIECE_LINES), options));
      }
    } finally {
      await handle.close();
    }
  } catch (cause) {
    throw new WorkbenchError('log/not-saved', { file, detail: messageOf(cause) }, { cause });
  }
  return end - firstSeq;
}
