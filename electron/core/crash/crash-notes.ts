import type { ElfEntry } from '../../../shared/contract/crash-contract.ts';
import type { Crash } from '../../../shared/log/crash/crash.ts';
import { crashCallsText } from '../../../shared/log/crash/crash-calls.ts';
import { CrashReader } from '../../../shared/log/crash/crash-reader.ts';
import type { LogEntry } from '../../../shared/log/log-entry.ts';
import type { Translator } from '../../../shared/text/translator.ts';
import type { Cancel, Clock } from '../ports.ts';
import { crashCalls } from './crash-calls.ts';
import type { ElfStore } from './elf-store.ts';

export interface CrashNotesDeps {
  readonly clock: Clock;
  readonly elfs: Pick<ElfStore, 'find'>;
  /** The ELF of the firmware that runs on a board, as it printed it at its start. */
  readonly elfOf: (deviceId: string) => string | null;
  readonly text: () => Translator;
  /** Writes a line into the board's log. */
  readonly note: (deviceId: string, text: string) => void;
}

/** A crash whose end is not printed is over after this: a watchdog that only warns does not restart the board. */
const LONGEST_MS = 3_000;

interface Following {
  readonly reader: CrashReader;
  cancelEnd: Cancel;
}

/** Explains crashes in the logs of the boards: what happened in one sentence, and the calls that led to it. */
export class CrashNotes {
  readonly #deps: CrashNotesDeps;
  readonly #boards = new Map<string, Following>();
  /** By board: the last crash whose program is not known yet. */
  readonly #waiting = new Map<string, { readonly crash: Crash; readonly prefix: string }>();

  constructor(deps: CrashNotesDeps) {
    this.#deps = deps;
  }

  /** Every line of a board as it comes. */
  see(deviceId: string, entry: LogEntry): void {
    if (entry.source !== 'board' || entry.cut === 'partial') return;
    const following = this.#of(deviceId);
    const wasReading = following.reader.isReading;
    const crash = following.reader.read(entry.text);
    if (crash !== null) this.#explain(deviceId, crash);
    if (following.reader.isReading === wasReading && crash === null) return;
    following.cancelEnd();
    if (!following.reader.isReading) return;
    following.cancelEnd = this.#deps.clock.after(LONGEST_MS, () => {
      const ended = following.reader.end();
      if (ended !== null) this.#explain(deviceId, ended);
    });
  }

  /** A program is known from now on: the crashes that waited for it are decoded. */
  async elfAdded({ elfSha256, fileName }: ElfEntry): Promise<void> {
    const t = this.#deps.text();
    for (const [deviceId, { crash, prefix }] of this.#waiting) {
      if (!elfSha256.startsWith(prefix)) continue;
      this.#waiting.delete(deviceId);
      this.#deps.note(deviceId, t('crash:elfAdded', { file: fileName }));
      for (const line of await this.#calls(deviceId, crash, t)) this.#deps.note(deviceId, line);
    }
  }

  forget(deviceId: string): void {
    this.#boards.get(deviceId)?.cancelEnd();
    this.#boards.delete(deviceId);
    this.#waiting.delete(deviceId);
  }

  #of(deviceId: string): Following {
    const known = this.#boards.get(deviceId);
    if (known !== undefined) return known;
    const fresh = { reader: new CrashReader(), cancelEnd: () => undefined };
    this.#boards.set(deviceId, fresh);
    return fresh;
  }

  #explain(deviceId: string, crash: Crash): void {
    const { note, text } = this.#deps;
    const t = text();
    note(deviceId, t(`crash:${crash.kind}`));
    void this.#calls(deviceId, crash, t).then((lines) => {
      for (const line of lines) note(deviceId, line);
    });
  }

  async #calls(deviceId: string, crash: Crash, t: Translator): Promise<readonly string[]> {
    const found = await crashCalls(crash, this.#deps.elfOf(deviceId), this.#deps.elfs);
    if (found.kind === 'elfMissing') this.#waiting.set(deviceId, { crash, prefix: found.elf });
    return crashCallsText(t, found);
  }
}
