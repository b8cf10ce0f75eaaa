import type { LogBatch } from '../../../shared/contract/values.ts';
import type { LogEntry } from '../../../shared/log/log-entry.ts';
import type { LogEvent, NoteEvent } from '../monitor-events.ts';
import type { Output } from '../output.ts';
import { describeLog, describeNote } from '../text/describe-log.ts';
import { LineGate } from './line-gate.ts';
import type { TextLog } from './text-log.ts';

/** What `monitor` shows of the log: everything, until it is paused. Nothing of this touches the capture. */
export class MonitorView {
  readonly #out: Output;
  readonly #textLog: TextLog;
  readonly #gate: LineGate;
  #paused = false;
  #hidden = 0;
  #stamped = false;
  /** The unfinished line on the terminal. */
  #partial: { readonly seq: number; readonly text: string } | null = null;

  constructor(out: Output, textLog: TextLog) {
    this.#out = out;
    this.#textLog = textLog;
    this.#gate = new LineGate(out, (line) => this.#say(line));
  }

  add({ deviceId, entries, dropped }: LogBatch): void {
    if (dropped > 0) this.#gate.drop(dropped);
    for (const entry of entries) {
      if (entry.cut === 'partial') this.#showPartial(deviceId, entry);
      else this.#add(eventOf(deviceId, entry));
    }
  }

  /** True when it is paused now. */
  togglePause(): boolean {
    this.#paused = !this.#paused;
    return this.#paused;
  }

  /** Lines that were not shown since it was paused; counted anew from here. */
  takeHidden(): number {
    const hidden = this.#hidden;
    this.#hidden = 0;
    return hidden;
  }

  /** True when host times stand before the lines now. */
  toggleTimestamps(): boolean {
    this.#stamped = !this.#stamped;
    return this.#stamped;
  }

  end(): void {
    this.#gate.tellDropped();
  }

  #add(line: LogEvent | NoteEvent): void {
    this.#textLog.write(`${line.receivedAt} ${text(line, false)}\n`);
    if (this.#paused) this.#hidden += 1;
    else this.#gate.add(line);
  }

  #say(line: LogEvent | NoteEvent): void {
    const partial = this.#partial;
    this.#partial = null;
    if (this.#out.isJson) {
      this.#out.emit(line);
      return;
    }
    const whole = this.#stampedText(line);
    if (partial === null) this.#out.write(`${whole}\n`);
    else if (partial.seq === line.seq && whole.startsWith(partial.text))
      this.#out.write(`${whole.slice(partial.text.length)}\n`);
    else this.#out.write(`\n${whole}\n`);
  }

  /** On a terminal a prompt shows before its line has ended. */
  #showPartial(deviceId: string, entry: LogEntry): void {
    if (!this.#out.isTerminal || this.#paused || entry.source !== 'board') return;
    const whole = this.#stampedText(eventOf(deviceId, entry));
    // A colour at the end would be part of what the whole line repeats.
    if (whole.includes('\u001b')) return;
    const before = this.#partial;
    if (before !== null && (before.seq !== entry.seq || !whole.startsWith(before.text))) return;
    this.#out.write(whole.slice(before?.text.length ?? 0));
    this.#partial = { seq: entry.seq, text: whole };
  }

  #stampedText(line: LogEvent | NoteEvent): string {
    const stamp = this.#stamped ? `${line.receivedAt.replace('T', ' ').replace('Z', '')} ` : '';
    return stamp + text(line, this.#out.isTerminal);
  }
}

function text(line: LogEvent | NoteEvent, colour: boolean): string {
  return line.event === 'line' ? describeLog(line, colour) : describeNote(line, colour);
}

function eventOf(deviceId: string, entry: LogEntry): LogEvent | NoteEvent {
  const { seq, source, offset, level, tag, deviceTimeMs, text: said } = entry;
  const receivedAt = new Date(entry.receivedAtMs).toISOString();
  if (source !== 'board') return { event: 'note', deviceId, seq, receivedAt, source, text: said };
  return { event: 'line', deviceId, seq, offset, receivedAt, level, tag, deviceTimeMs, text: said };
}
