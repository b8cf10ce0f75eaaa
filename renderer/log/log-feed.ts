import type { Input } from '../../shared/contract/contract.ts';
import type { LogRow, LogViewState } from '../../shared/contract/log-values.ts';
import type { ErrorPayload } from '../../shared/errors.ts';
import { toErrorPayload } from '../../shared/errors.ts';
import type { Client } from '../client/client.ts';

/** Rows that are asked for together. */
const PAGE_ROWS = 128;
/** Pages that are kept: those looked at last. */
const KEPT_PAGES = 40;

export type FeedOptions = Input<'log.view'>;

/** What a paused reader goes on seeing. */
interface Frozen {
  readonly rows: number;
  readonly lines: number;
  readonly tailFrom: number;
  readonly tail: readonly LogRow[];
}

/** A log under a filter: the rows that are looked at, out of all that the core holds. */
export class LogFeed {
  readonly #client: Client;
  readonly #options: FeedOptions;
  #state: LogViewState | null = null;
  #error: ErrorPayload | null = null;
  #frozen: Frozen | null = null;
  /** By number, the one used last at the end. */
  readonly #pages = new Map<number, readonly LogRow[]>();
  /** Asked for; true once the answer will be out of date. */
  readonly #asked = new Map<number, { stale: boolean }>();
  readonly #watchers = new Set<() => void>();
  #version = 0;
  #closed = false;

  constructor(client: Client, options: FeedOptions) {
    this.#client = client;
    this.#options = options;
  }

  get logId(): string {
    return this.#options.logId;
  }

  get viewId(): string | null {
    return this.#state?.viewId ?? null;
  }

  /** Null until the core has looked. */
  get state(): LogViewState | null {
    return this.#state;
  }

  get error(): ErrorPayload | null {
    return this.#error ?? this.#state?.error ?? null;
  }

  get version(): number {
    return this.#version;
  }

  get rows(): number {
    return this.#frozen?.rows ?? this.#state?.rows ?? 0;
  }

  /** Lines that came since it was paused. */
  get newLines(): number {
    return this.#frozen === null ? 0 : Math.max(0, (this.#state?.lines ?? 0) - this.#frozen.lines);
  }

  get isPaused(): boolean {
    return this.#frozen !== null;
  }

  /** Opens the view; again after the core was lost. */
  async open(): Promise<void> {
    this.#pages.clear();
    this.#asked.clear();
    try {
      const state = await this.#client.call('log.view', this.#options);
      if (this.#closed)
        void this.#client.call('log.closeView', { viewId: state.viewId }).catch(() => undefined);
      else {
        this.#error = null;
        this.#state = state;
        this.#tell();
      }
    } catch (thrown) {
      this.#error = toErrorPayload(thrown);
      this.#tell();
    }
  }

  close(): void {
    this.#closed = true;
    const { viewId } = this;
    if (viewId !== null) void this.#client.call('log.closeView', { viewId }).catch(() => undefined);
  }

  /** Calls `listener` after anything changed. */
  readonly watch = (listener: () => void): (() => void) => {
    this.#watchers.add(listener);
    return () => this.#watchers.delete(listener);
  };

  /** Takes what the core tells of the view. */
  take(state: LogViewState): void {
    if (state.viewId !== this.#state?.viewId) return;
    this.#forgetFrom(state.changedFrom);
    this.#state = state;
    this.#tell();
  }

  /** Keeps the rows as they are, whatever comes; or lets them go on. */
  pause(on: boolean): void {
    if (on === this.isPaused) return;
    const state = this.#state;
    this.#frozen = on && state !== null ? state : null;
    if (!on) this.#forgetFrom(state?.tailFrom ?? 0);
    this.#tell();
  }

  /** A row, where it is known. */
  row(index: number): LogRow | null {
    const { tailFrom, tail } = this.#frozen ?? this.#state ?? NO_TAIL;
    if (index >= tailFrom) return tail[index - tailFrom] ?? null;
    return this.#pages.get(Math.floor(index / PAGE_ROWS))?.[index % PAGE_ROWS] ?? null;
  }

  /** Asks for rows that are looked at and not known. */
  want(from: number, to: number): void {
    const { tailFrom } = this.#frozen ?? this.#state ?? NO_TAIL;
    const last = Math.min(to, tailFrom, this.rows) - 1;
    for (let page = Math.floor(Math.max(0, from) / PAGE_ROWS); page * PAGE_ROWS <= last; page += 1) {
      const known = this.#pages.get(page);
      if (
        known !== undefined &&
        known.length + page * PAGE_ROWS > Math.min(last, (page + 1) * PAGE_ROWS - 1)
      ) {
        this.#pages.delete(page);
        this.#pages.set(page, known);
      } else if (!this.#asked.has(page)) void this.#ask(page);
    }
  }

  async #ask(page: number): Promise<void> {
    const { viewId } = this;
    if (viewId === null) return;
    const asked = { stale: false };
    this.#asked.set(page, asked);
    try {
      const from = page * PAGE_ROWS;
      const { rows } = await this.#client.call('log.page', { viewId, from, count: PAGE_ROWS });
      if (viewId !== this.viewId) return;
      this.#asked.delete(page);
      if (!asked.stale) this.#keep(page, rows);
      this.#tell();
    } catch {
      // The view was closed for others, or the core is gone: it is opened anew.
      if (viewId === this.viewId && !this.#closed) setTimeout(() => void this.#reopen(viewId), 500);
    }
  }

  async #reopen(viewId: string): Promise<void> {
    if (viewId === this.viewId && !this.#closed) await this.open();
  }

  #keep(page: number, rows: readonly LogRow[]): void {
    this.#pages.set(page, rows);
    for (const oldest of this.#pages.keys()) {
      if (this.#pages.size <= KEPT_PAGES) break;
      this.#pages.delete(oldest);
    }
  }

  #forgetFrom(row: number): void {
    const first = Math.floor(row / PAGE_ROWS);
    for (const page of this.#pages.keys()) if (page >= first) this.#pages.delete(page);
    for (const [page, asked] of this.#asked) if (page >= first) asked.stale = true;
  }

  #tell(): void {
    this.#version += 1;
    for (const watcher of this.#watchers) watcher();
  }
}

const NO_TAIL = { tailFrom: 0, tail: [] };
