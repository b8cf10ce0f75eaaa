import type { LogBatch } from '../../shared/contract/values.ts';
import type { Client } from '../client/client.ts';
import { BoardLog } from './board-log.ts';

/** As many as `log.read` gives at once. */
const CHUNK = 5_000;
/** Lines of the past that are fetched for a board that is looked at. */
const PAST = 100_000;
/** Boards whose lines are kept, for those who go back and forth. */
const KEPT_BOARDS = 3;
const TELL_EVERY_MS = 33;

/** The logs of the boards that are looked at, outside React; the core holds those of all others. */
export class LogStore {
  readonly #client: Client;
  /** By deviceId, the one looked at last at the end. */
  readonly #logs = new Map<string, BoardLog>();
  readonly #healing = new Set<string>();
  readonly #watchers = new Set<() => void>();
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(client: Client) {
    this.#client = client;
    client.listen('log', (batch) => this.#take(batch));
    let lost = false;
    client.watch(() => {
      const { kind } = client.status();
      // The core may be another one now, whose lines are counted from the beginning.
      if (lost && kind === 'open')
        for (const [deviceId, log] of this.#logs) void this.#readPast(deviceId, log);
      lost = kind === 'lost' || (lost && kind !== 'open');
    });
  }

  /** The log of a board; from now on it is kept up to date. */
  open(deviceId: string): BoardLog {
    const known = this.#logs.get(deviceId);
    const log = known ?? new BoardLog();
    this.#logs.delete(deviceId);
    this.#logs.set(deviceId, log);
    for (const oldest of this.#logs.keys()) {
      if (this.#logs.size <= KEPT_BOARDS) break;
      this.#logs.delete(oldest);
    }
    if (known === undefined) void this.#readPast(deviceId, log);
    return log;
  }

  /** Calls `listener` after lines came, once for many. */
  readonly watch = (listener: () => void): (() => void) => {
    this.#watchers.add(listener);
    return () => this.#watchers.delete(listener);
  };

  #take({ deviceId, entries }: LogBatch): void {
    const log = this.#logs.get(deviceId);
    // An empty log waits for its past, which holds these lines too.
    if (log === undefined || (log.nextSeq === 0 && entries[0]?.seq !== 0)) return;
    const gap = log.add(entries);
    if (gap !== null) void this.#heal(deviceId, log);
    this.#tell();
  }

  /** Asks for what a slow reader missed; lines that the core has let go of leave a gap for good. */
  async #heal(deviceId: string, log: BoardLog): Promise<void> {
    if (this.#healing.has(deviceId)) return;
    this.#healing.add(deviceId);
    try {
      for (;;) {
        const { entries, dropped } = await this.#read(deviceId, log.nextSeq);
        if (dropped > 0) log.restartAt(entries);
        else log.add(entries);
        this.#tell();
        if (entries.length < CHUNK) return;
      }
    } catch {
      // The board was removed or the connection lost; the next batch shows the gap again.
    } finally {
      this.#healing.delete(deviceId);
    }
  }

  async #readPast(deviceId: string, log: BoardLog): Promise<void> {
    const end = this.#client.state('board', deviceId)?.log.entries ?? 0;
    try {
      const recent = await this.#read(deviceId, Math.max(0, end - CHUNK));
      log.restartAt(recent.entries);
      this.#tell();
      if (recent.entries.length === CHUNK) await this.#heal(deviceId, log);
      while (log.firstSeq > Math.max(0, end - PAST) && this.#logs.get(deviceId) === log) {
        const from = Math.max(0, log.firstSeq - CHUNK);
        const { entries } = await this.#read(deviceId, from);
        const before = log.firstSeq;
        log.addEarlier(entries);
        this.#tell();
        if (log.firstSeq === before) return;
      }
    } catch {
      // The board was removed meanwhile, or the connection lost: it is read when it is looked at again.
      this.#logs.delete(deviceId);
    }
  }

  #read(deviceId: string, fromSeq: number): Promise<LogBatch> {
    return this.#client.call('log.read', { deviceId, fromSeq, limit: CHUNK });
  }

  #tell(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      for (const watcher of this.#watchers) watcher();
    }, TELL_EVERY_MS);
  }
}
