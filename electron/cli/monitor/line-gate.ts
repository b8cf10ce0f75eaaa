import type { LogEvent, NoteEvent } from '../monitor-events.ts';
import type { Output } from '../output.ts';

/** A reader that is this far behind loses lines: memory stays bounded, and capture is never held up. */
const MAX_BACKLOG_BYTES = 1024 * 1024;

type Line = LogEvent | NoteEvent;

/** Gives lines to stdout as fast as its reader takes them; what it is too slow for is counted and said. */
export class LineGate {
  readonly #out: Pick<Output, 'emit' | 'backlogBytes' | 'onDrained'>;
  readonly #say: (line: Line) => void;
  #dropped = 0;

  /** `say` writes one line to stdout. */
  constructor(out: Pick<Output, 'emit' | 'backlogBytes' | 'onDrained'>, say: (line: Line) => void) {
    this.#out = out;
    this.#say = say;
    out.onDrained(() => this.tellDropped());
  }

  add(line: Line): void {
    if (this.#out.backlogBytes > MAX_BACKLOG_BYTES) {
      this.drop(1);
      return;
    }
    this.tellDropped();
    this.#say(line);
  }

  /** Lines that never came this far. */
  drop(lines: number): void {
    this.#dropped += lines;
  }

  tellDropped(): void {
    if (this.#dropped === 0) return;
    this.#out.emit({ event: 'dropped', lines: this.#dropped });
    this.#dropped = 0;
  }
}
