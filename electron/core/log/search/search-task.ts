import type { LogQuery } from '../../../../shared/log/log-filter.ts';

/** What the search thread is asked. */
export type SearchTask =
  | {
      readonly id: number;
      readonly kind: 'lines';
      readonly query: LogQuery;
      readonly bytes: Uint8Array;
      readonly bounds: Uint32Array;
    }
  | {
      readonly id: number;
      readonly kind: 'spans';
      readonly query: LogQuery;
      readonly texts: readonly string[];
    };

export type SearchAnswer =
  | { readonly id: number; readonly kind: 'lines'; readonly hits: Uint32Array }
  | {
      readonly id: number;
      readonly kind: 'spans';
      readonly spans: readonly (readonly (readonly [number, number])[])[];
    }
  /** `detail`: a pattern that is none. */
  | { readonly id: number; readonly kind: 'failed'; readonly detail: string };
