import type { Writable } from 'node:stream';

import type { Translator } from '../../shared/text/translator.ts';
import type { ProgressEvent } from './events.ts';
import { kibibytes } from './text/quantities.ts';

export interface ProgressLineDeps {
  readonly stdout: Writable;
  readonly columns: () => number | null;
  readonly t: Translator;
}

const CLEAR_LINE = '\r\u001b[2K';
const MAX_BAR = 40;

/** One line of a terminal that is drawn over itself; elsewhere nothing is shown. */
export class ProgressLine {
  readonly #deps: ProgressLineDeps;
  #shown = false;

  constructor(deps: ProgressLineDeps) {
    this.#deps = deps;
  }

  show(progress: ProgressEvent): void {
    const columns = this.#deps.columns();
    if (columns === null) return;
    this.#shown = true;
    this.#deps.stdout.write(`${CLEAR_LINE}${progressText(progress, this.#deps.t, columns)}`);
  }

  clear(): void {
    if (this.#shown) this.#deps.stdout.write(CLEAR_LINE);
    this.#shown = false;
  }
}

/**
 * A bar of what the board has written, or where its firmware does not say, of what was delivered. It is never
 * full: that the image is whole on the board is said by the next stage.
 */
export function progressText(progress: ProgressEvent, t: Translator, columns: number): string {
  const { deliveredBytes, writtenBytes, totalBytes } = progress;
  const delivered = t(progress.bytesAre === 'delivered' ? 'cli:delivered' : 'cli:handed', {
    size: kibibytes(deliveredBytes ?? 0),
  });
  const written = writtenBytes === null ? '' : `  ${t('cli:written', { size: kibibytes(writtenBytes) })}`;
  const words = `${delivered}${written}  / ${kibibytes(totalBytes)}`;
  const width = Math.min(MAX_BAR, columns - words.length - 6);
  if (width < 8) return words.slice(0, columns - 1);
  const share = totalBytes === 0 ? 0 : (writtenBytes ?? deliveredBytes ?? 0) / totalBytes;
  const filled = Math.min(width - 1, Math.floor(share * width));
  return `  ${'█'.repeat(filled)}${'░'.repeat(width - filled)}  ${words}`;
}
