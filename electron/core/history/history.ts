import type { HistoryFilter } from '../../../shared/contract/history-contract.ts';
import type {
  HistoryPage,
  HistoryPush,
  HistoryStat,
  HistoryState,
} from '../../../shared/contract/history-values.ts';
import type { ErrorPayload } from '../../../shared/errors.ts';
import { toErrorPayload } from '../../../shared/errors.ts';
import type { SessionView } from '../../../shared/ota/session-view.ts';
import type { KeptPush } from './history-store.ts';
import type { HistoryArguments, HistoryMethod, HistoryResult } from './history-task.ts';
import { HistoryThread } from './history-thread.ts';
import type { KeptCase, KeptRun } from './run-rows.ts';

export interface HistoryDeps {
  /** The database file. */
  readonly file: string;
  /** Pushes that were kept elsewhere before there was a history. */
  readonly earlier: () => readonly HistoryPush[];
  readonly onState: (state: HistoryState) => void;
  readonly onDamaged: (keptAs: string, detail: string) => void;
}

/** Updates that wait for a disk that takes none: many days of them, and little memory. */
const MAX_UNWRITTEN = 2_000;

/**
 * Every push and run, kept in SQLite in a thread of its own and opened at its first use. What is written never throws:
 * an error of it is told as a state; what is read rejects with WorkbenchError history/….
 */
export class History {
  readonly #deps: HistoryDeps;
  readonly #thread: HistoryThread;
  #opening: Promise<void> | null = null;
  readonly #unwritten: (() => Promise<unknown>)[] = [];
  #writing: Promise<void> = Promise.resolve();
  #state: HistoryState = { revision: 0, error: null, reportError: null };

  constructor(deps: HistoryDeps) {
    this.#deps = deps;
    this.#thread = new HistoryThread(deps);
  }

  get state(): HistoryState {
    return this.#state;
  }

  /** Opens it ahead of its use, so that a verdict finds it open. */
  warm(): void {
    this.#open().catch(() => undefined);
  }

  /** Keeps an update that ended; one of the same id is replaced. */
  record(push: HistoryPush, session: SessionView | null): Promise<void> {
    return this.#write('record', [{ push, session }]);
  }

  /** Keeps a run and those of its cases that are given, by their numbers. */
  recordRun(run: KeptRun, cases: readonly KeptCase[]): Promise<void> {
    return this.#write('recordRun', run, cases);
  }

  /** Updates that a run made besides its cases. */
  linkToRun(runId: string, pushIds: readonly string[]): Promise<void> {
    return this.#write('linkToRun', runId, pushIds);
  }

  /** What was seen of a board after its verdict. */
  setWatch(pushId: string, watch: NonNullable<HistoryPush['watch']>): Promise<void> {
    return this.#write('setWatch', pushId, watch);
  }

  /** No report could be written for an update, or one was. */
  setReportError(error: ErrorPayload | null): void {
    if (error === null && this.#state.reportError === null) return;
    this.#tell({ reportError: error });
  }

  list(filter: HistoryFilter, offset: number, limit: number): Promise<HistoryPage> {
    return this.#ask('list', filter, offset, limit);
  }

  /** The start of an id will do where it names one. @throws WorkbenchError history/unknown, history/ambiguous */
  read(id: string): Promise<KeptPush> {
    return this.#ask('read', id);
  }

  stats(by: 'board' | 'image', filter: HistoryFilter): Promise<readonly HistoryStat[]> {
    return this.#ask('stats', by, filter);
  }

  /** Ends once everything that was to be kept is, or could not be. */
  async close(): Promise<void> {
    await this.#writing;
    if (this.#unwritten.length > 0) await this.#writeOut();
    if (this.#thread.isRunning) await this.#thread.ask('close').catch(() => undefined);
    await this.#thread.stop();
    this.#opening = null;
  }

  #write<M extends HistoryMethod>(method: M, ...args: HistoryArguments<M>): Promise<void> {
    if (this.#unwritten.length < MAX_UNWRITTEN) this.#unwritten.push(() => this.#ask(method, ...args));
    this.#writing = this.#writing.then(() => this.#writeOut());
    return this.#writing;
  }

  /** In order: what could not be written, because the disk is full, waits for the next write or the end. */
  async #writeOut(): Promise<void> {
    try {
      for (let next = this.#unwritten[0]; next !== undefined; next = this.#unwritten[0]) {
        await next();
        this.#unwritten.shift();
      }
      this.#tell({ error: null });
    } catch (thrown) {
      const error = toErrorPayload(thrown);
      // One that no disk would take must not stand in the way of the others.
      if (/constraint/i.test(String(error.params.detail))) this.#unwritten.shift();
      this.#tell({ error });
    }
  }

  async #ask<M extends HistoryMethod>(method: M, ...args: HistoryArguments<M>): Promise<HistoryResult<M>> {
    await this.#open();
    return this.#thread.ask(method, ...args);
  }

  /** A try that failed is tried again with the next question. */
  #open(): Promise<void> {
    this.#opening ??= this.#openNew().catch((thrown: unknown) => {
      this.#opening = null;
      throw thrown;
    });
    return this.#opening;
  }

  async #openNew(): Promise<void> {
    const isNew = await this.#thread.ask('open');
    const earlier = isNew ? this.#deps.earlier() : [];
    if (earlier.length > 0) {
      await this.#thread.ask(
        'record',
        earlier.map((push) => ({ push, session: null })),
      );
    }
  }

  #tell(change: Partial<HistoryState>): void {
    this.#state = { ...this.#state, ...change, revision: this.#state.revision + 1 };
    this.#deps.onState(this.#state);
  }
}
