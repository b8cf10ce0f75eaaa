import type { Crash } from '../../../../shared/log/crash/crash.ts';
import type { StoryEvent } from '../../../../shared/log/story.ts';
import type { Mapping } from '../../../../shared/ota/mapping/mapping.ts';

/** What the thread that reads a saved log is given. */
export interface FileTask {
  readonly file: string;
  /** A time of the file's last day. */
  readonly aboutMs: number;
  readonly mappings: readonly Mapping[];
}

/** A crash that stands in the file. */
export interface FoundCrash {
  /** Of the line that names it. */
  readonly seq: number;
  readonly atMs: number;
  readonly crash: Crash;
  /** As much of the program's SHA-256 as the board printed at its last start. */
  readonly elfOfStart: string | null;
}

/** What it tells, in this order: all `lines`, then all `parsed`, then `end`. */
export type FileNews =
  /** Records of the next lines, with nothing but where they begin. */
  | { readonly kind: 'lines'; readonly words: Uint32Array; readonly readBytes: number }
  /** The same records again, whole; `tags` are those that are new, numbered on from the last. */
  | {
      readonly kind: 'parsed';
      readonly fromSeq: number;
      readonly words: Uint32Array;
      readonly tags: readonly string[];
      readonly story: readonly StoryEvent[];
      readonly crashes: readonly FoundCrash[];
      readonly readBytes: number;
    }
  | { readonly kind: 'end'; readonly story: readonly StoryEvent[]; readonly crashes: readonly FoundCrash[] }
  | { readonly kind: 'failed'; readonly detail: string };
