/// <reference path="./worker-source.d.ts" />
import { Worker } from 'node:worker_threads';

import { WorkbenchError } from '../../../../shared/errors.ts';
import type { LogQuery } from '../../../../shared/log/log-filter.ts';
import type { Clock } from '../../ports.ts';
import type { LineBytes } from './search-lines.ts';
import type { SearchAnswer, SearchTask } from './search-task.ts';
import { source } from './search-worker.ts?worker-source';

/** The usual unit takes a hundredth of it; a pattern that takes longer never ends, for all anyone knows. */
export const UNIT_DEADLINE_MS = 2_000;
/** A thread without work is let go of. */
const IDLE_MS = 60_000;

interface Waiting {
  readonly resolve: (answer: SearchAnswer) => void;
  readonly reject: (error: WorkbenchError) => void;
  readonly query: LogQuery;
  readonly send: (worker: Worker) => void;
}

/**
 * Searches lines in a thread beside the core, one task after another. A pattern that passes its deadline is ended with
 * the thread; the next task starts another.
 */
export class SearchThread {
  readonly #clock: Clock;
  #worker: Worker | null = null;
  #nextId = 1;
  readonly #queue: (Waiting & { readonly id: number })[] = [];
  #stopDeadline: (() => void) | null = null;
  #stopIdle: (() => void) | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Lines (by place) that hold what is looked for; `bytes` are handed over.
   * @throws WorkbenchError log/pattern-invalid, log/pattern-too-slow
   */
  async lines(query: LogQuery, { bytes, bounds }: LineBytes): Promise<Uint32Array> {
    const answer = await this.#ask(query, (id) => ({ id, kind: 'lines', query, bytes, bounds }));
    return answer.kind === 'lines' ? answer.hits : new Uint32Array();
  }

  /** Where in each of these lines it stands. @throws as `lines` */
  async spans(
    query: LogQuery,
    texts: readonly string[],
  ): Promise<readonly (readonly (readonly [number, number])[])[]> {
    const answer = await this.#ask(query, (id) => ({ id, kind: 'spans', query, texts }));
    return answer.kind === 'spans' ? answer.spans : [];
  }

  /** Starts the thread, so that the first answer does not wait for it. */
  warm(): void {
    this.#worker ??= this.#start();
  }

  /** Ends the thread; what waits is never answered. */
  stop(): void {
    this.#stopDeadline?.();
    this.#stopIdle?.();
    void this.#worker?.terminate();
    this.#worker = null;
    this.#queue.length = 0;
  }

  #ask(query: LogQuery, taskOf: (id: number) => SearchTask): Promise<SearchAnswer> {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      const send = (worker: Worker): void => {
        const task = taskOf(id);
        worker.postMessage(task, handedOver(task));
      };
      this.#queue.push({ id, query, resolve, reject, send });
      if (this.#queue.length === 1) this.#next();
    });
  }

  #next(): void {
    const first = this.#queue[0];
    this.#stopIdle?.();
    if (first === undefined) {
      this.#stopIdle = this.#clock.after(IDLE_MS, () => this.stop());
      return;
    }
    this.#worker ??= this.#start();
    first.send(this.#worker);
    this.#stopDeadline = this.#clock.after(UNIT_DEADLINE_MS, () => this.#tooSlow());
  }

  #start(): Worker {
    const worker = new Worker(source, { eval: true });
    worker.unref();
    worker.on('message', (answer: SearchAnswer) => {
      if (worker === this.#worker) this.#take(answer);
    });
    worker.on('error', () => {
      if (worker === this.#worker) this.#tooSlow();
    });
    return worker;
  }

  #take(answer: SearchAnswer): void {
    this.#stopDeadline?.();
    const first = this.#queue.shift();
    if (first !== undefined) {
      if (answer.kind === 'failed') {
        const params = { pattern: first.query.text, detail: answer.detail };
        first.reject(new WorkbenchError('log/pattern-invalid', params));
      } else first.resolve(answer);
    }
    this.#next();
  }

  #tooSlow(): void {
    this.#stopDeadline?.();
    void this.#worker?.terminate();
    this.#worker = null;
    const first = this.#queue.shift();
    first?.reject(new WorkbenchError('log/pattern-too-slow', { pattern: first.query.text }));
    this.#next();
  }
}

/** The bytes of a task, where they have a buffer of their own. */
function handedOver(task: SearchTask): ArrayBuffer[] {
  if (task.kind !== 'lines') return [];
  const { buffer, byteLength } = task.bytes;
  return buffer instanceof ArrayBuffer && buffer.byteLength === byteLength && byteLength > 0 ? [buffer] : [];
}
