import type { ErrorPayload } from '../errors.ts';
import type { Push } from './contract.ts';

/** A reply is a value, never a rejection: Electron keeps only the message of a thrown error. */
export type Reply<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: ErrorPayload };

/** The narrow waist between page and core: each shell supplies this much and nothing else. */
export interface Transport {
  call(name: string, input: unknown): Promise<Reply<unknown>>;
  /** Calls `listener` with every push; the returned function ends that. */
  onPush(listener: (push: Push) => void): () => void;
  /** `lost` while the core cannot be reached; the client reads all states again on `open`. */
  onStatus?(listener: (status: 'open' | 'lost') => void): () => void;
  /** Where a dropped `File` lies on the core's machine; empty for one that is no file there. A browser cannot tell. */
  pathOf?(file: object): string;
}
