import type { ErrorPayload } from '../../../shared/errors.ts';
import type { HistoryStore } from './history-store.ts';

/** What the thread is asked: a method of the store with its arguments. */
export type HistoryMethod =
  | 'open'
  | 'record'
  | 'recordRun'
  | 'linkToRun'
  | 'setWatch'
  | 'list'
  | 'read'
  | 'stats'
  | 'close';
export type HistoryArguments<M extends HistoryMethod> = Parameters<HistoryStore[M]>;
export type HistoryResult<M extends HistoryMethod> = ReturnType<HistoryStore[M]>;

export interface HistoryTask {
  readonly id: number;
  readonly method: HistoryMethod;
  readonly args: readonly unknown[];
}

/** What comes back: an answer to a task, or that a damaged file was put aside. */
export type HistoryAnswer =
  | { readonly kind: 'done'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failed'; readonly id: number; readonly error: ErrorPayload }
  | { readonly kind: 'damaged'; readonly keptAs: string; readonly detail: string };

/** What the thread is started with. */
export interface HistoryThreadData {
  readonly file: string;
  readonly sqlite: string;
}
