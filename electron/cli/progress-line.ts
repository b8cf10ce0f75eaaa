import type { Writable } from 'node:stream';

import type { Translator } from '../../shared/text/translator.ts';
import type { ProgressEvent } from './events.ts';
import { columnsOf, duration, kibibytes } from './text/quantities.ts';

export interface ProgressLineDeps {
  readonly stdout: Writable;
  readonly columns: () => number | null;
  readonly t: Translator;
}

const CLEAR_LINE = '\r\u001b[2K';
const MAX_BAR = 40;
const MIN_BAR = 8;
/** Around the bar, and the last column, which terminals wrap at. */
const MARGIN = 6;

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
  const sizes = `${delivered}${written}  / ${kibibytes(totalBytes)}`;
  // What there is no room for goes first: the bottleneck, then rate and time.
  const words = [...paceWords(progress, t), ''].map((pace) => `${sizes}${pace}`);
  const fitting = words.find((each) => columns - columnsOf(each) - MARGIN >= MIN_BAR) ?? sizes;
  const width = Math.min(MAX_BAR, columns - columnsOf(fitting) - MARGIN);
  if (width < MIN_BAR) return sizes.slice(0, columns - 1);
  const share = totalBytes === 0 ? 0 : (writtenBytes ?? deliveredBytes ?? 0) / totalBytes;
  const filled = Math.min(width - 1, Math.floor(share * width));
  return `  ${'█'.repeat(filled)}${'░'.repeat(width - filled)}  ${fitting}`;
}

/** Rate, time left and bottleneck, as far as they are known: the longest first. */
function paceWords({ bytesPerSecond, leftMs, bottleneck }: ProgressEvent, t: Translator): readonly string[] {
  if (bytesPerSecond === null) return [];
  const left = leftMs === null ? '' : ` · ${t('cli:left', { duration: duration(leftMs) })}`;
  const pace = `  ${kibibytes(bytesPerSecond)}/s${left}`;
  return bottleneck === null
    ? [pace]
    : [`${pace} · ${t('cli:heldBackBy', { what: t(`cli:heldBackBy_${bottleneck}`) })}`, pace];
}
