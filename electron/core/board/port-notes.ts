import type { BoardLog } from '../log/board-log.ts';
import type { Clock, ModemLines, SerialPortInfo } from '../ports.ts';
import { BoardAdvice } from './board-advice.ts';
import type { PortSettings } from './board-deps.ts';
import type { LinkState } from './board-link.ts';
import { TalkWatch } from './talk-watch.ts';

export interface PortNotesDeps {
  readonly clock: Clock;
  readonly log: Pick<BoardLog, 'mark' | 'note'>;
  readonly settings: () => PortSettings;
  readonly port: () => SerialPortInfo;
  readonly baudRate: () => number;
  readonly onChange: () => void;
}

/** What happens to a board's port, noted in its log, and what is advised about it. */
export class PortNotes {
  readonly advice: BoardAdvice;
  readonly #deps: PortNotesDeps;
  readonly #talk: TalkWatch;
  #lines: ModemLines | null = null;
  #goneAtMs: number | null = null;

  constructor(deps: PortNotesDeps) {
    this.#deps = deps;
    const { clock, settings, port, onChange } = deps;
    this.advice = new BoardAdvice(onChange);
    this.#talk = new TalkWatch({
      clock,
      stallMs: () => settings().stallSeconds * 1000,
      onStalled: (stalled) => this.advice.stalled(stalled, port().path, settings().stallSeconds),
    });
  }

  /** What is asserted now; null where there are no lines. */
  get lines(): ModemLines | null {
    return this.#lines;
  }

  setLines(lines: ModemLines | null): void {
    this.#lines = lines;
    this.#deps.onChange();
  }

  /** Bytes came. */
  heard(): void {
    this.#talk.heard();
  }

  /** Somebody opens it: no gap is counted. */
  opening(): void {
    this.#goneAtMs = null;
    this.advice.readable();
  }

  otherRate(): void {
    const { log, baudRate } = this.#deps;
    this.advice.readable();
    log.mark('baud', { baudRate: baudRate() });
    log.note('workbench', `${baudRate()} baud`);
  }

  /** We reset it; what follows in the log is another start. */
  reset(into: 'reset' | 'download'): void {
    this.#deps.log.mark('reset', into === 'download' ? { into } : {});
  }

  /** Another board is here than before. */
  replaced(before: string, mac: string): void {
    const { log } = this.#deps;
    log.mark('board', { mac, before });
    log.note('workbench', `Another board is here: MAC ${mac}, before ${before}`, { level: 'W' });
    this.advice.replaced(before, mac);
  }

  /** True when it is open again after it had disappeared. */
  linked(before: LinkState['kind'], now: LinkState['kind']): boolean {
    if (before === 'open') this.#ended(now);
    return now === 'open' && this.#opened();
  }

  /** From here on there may be a gap in the log. */
  #ended(now: LinkState['kind']): void {
    const { log, clock } = this.#deps;
    this.#talk.stop();
    log.mark(now === 'closed' ? 'close' : 'gone', {});
    if (now === 'closed') return;
    this.#goneAtMs = clock.nowMs();
    log.note('workbench', now === 'gone' ? 'Port gone' : 'Port gone: the chip was reset over USB');
  }

  #opened(): boolean {
    const { log, clock, baudRate, port } = this.#deps;
    const { path } = port();
    log.mark('open', { baudRate: baudRate(), path });
    this.#talk.start();
    if (this.#goneAtMs === null) return false;
    const seconds = Math.max(0, clock.nowMs() - this.#goneAtMs) / 1000;
    this.#goneAtMs = null;
    log.note('workbench', `Port open again after ${seconds.toFixed(1)} s: ${path}`);
    return true;
  }
}
