/// <reference path="../log/search/worker-source.d.ts" />
import { Worker } from 'node:worker_threads';

import { messageOf, WorkbenchError } from '../../../shared/errors.ts';
import type {
  HistoryAnswer,
  HistoryArguments,
  HistoryMethod,
  HistoryResult,
  HistoryTask,
  HistoryThreadData,
} from './history-task.ts';
import { source } from './history-worker.ts?worker-source';
import { sqlitePath } from './sqlite.ts';

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: WorkbenchError) => void;
}

export interface HistoryThreadDeps {
  readonly file: string;
  readonly onDamaged: (keptAs: string, detail: string) => void;
}

/** The store of the history, asked from this side; started at the first question, and again should it ever die. */
export class HistoryThread {
  readonly #deps: HistoryThreadDeps;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | null = null;
  #nextId = 1;

  constructor(deps: HistoryThreadDeps) {
    this.#deps = deps;
  }

  get isRunning(): boolean {
    return this.#worker !== null;
  }

  /** @throws WorkbenchError as the store's method, history/unavailable where the thread cannot run */
  async ask<M extends HistoryMethod>(method: M, ...args: HistoryArguments<M>): Promise<HistoryResult<M>> {
    const id = this.#nextId++;
    const answer = await new Promise<unknown>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      try {
        this.#worker ??= this.#start();
        const task: HistoryTask = { id, method, args };
        this.#worker.postMessage(task);
      } catch (thrown) {
        this.#fail(thrown);
      }
    });
    return answer as HistoryResult<M>;
  }

  async stop(): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    await worker?.terminate();
  }

  #start(): Worker {
    const workerData: HistoryThreadData = { file: this.#deps.file, sqlite: sqlitePath() };
    const worker = new Worker(source, { eval: true, workerData });
    worker.unref();
    worker.on('message', (answer: HistoryAnswer) => this.#take(answer));
    worker.once('error', (thrown) => this.#fail(thrown));
    worker.once('exit', () => {
      if (this.#worker === worker) this.#fail(new Error('its thread ended'));
    });
    return worker;
  }

  #take(answer: HistoryAnswer): void {
    if (answer.kind === 'damaged') {
      this.#deps.onDamaged(answer.keptAs, answer.detail);
      return;
    }
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if (answer.kind === 'done') waiting?.resolve(answer.value);
    else waiting?.reject(new WorkbenchError(answer.error.code, answer.error.params));
  }

  #fail(cause: unknown): void {
    const { file } = this.#deps;
    this.#worker = null;
    const all = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of all) {
      reject(new WorkbenchError('history/unavailable', { file, detail: messageOf(cause) }, { cause }));
    }
  }
}
