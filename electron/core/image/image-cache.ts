import type { Body, StoredBytes } from './image-bytes.ts';

/** What images in memory may weigh together: 32 of 4 MiB. Those beyond are read from the library while they are sent. */
export const CACHE_BYTES = 128 * 1024 * 1024;

export interface ImageCacheDeps {
  /** The image's bytes, compared with its id. @throws WorkbenchError image/unknown, image/altered */
  readonly load: (imageId: string) => Promise<Uint8Array>;
  /** Some bytes of the image's file. Rejects where it is gone or shorter. */
  readonly readPart: (imageId: string, start: number, end: number) => Promise<Uint8Array>;
  readonly capBytes: number;
}

/**
 * Images that are served, each once in memory however many boards read it, and no more of them than the cap allows: the
 * one that was read longest ago goes first. One that went is read from its file, in the middle of a download too.
 */
export class ImageCache {
  readonly #deps: ImageCacheDeps;
  /** The one that was read longest ago comes first. */
  readonly #kept = new Map<string, Uint8Array>();
  readonly #loading = new Map<string, Promise<StoredBytes>>();
  #bytes = 0;

  constructor(deps: ImageCacheDeps) {
    this.#deps = deps;
  }

  /** What lies in memory. */
  get bytes(): number {
    return this.#bytes;
  }

  /** An image to be served; its file is compared with its id first, once for all who ask at a time. */
  open(imageId: string): Promise<StoredBytes> {
    const running = this.#loading.get(imageId);
    if (running !== undefined) return running;
    const loading = this.#deps
      .load(imageId)
      .then((bytes) => {
        this.#keep(imageId, bytes);
        return this.#range(imageId, 0, bytes.length);
      })
      .finally(() => this.#loading.delete(imageId));
    this.#loading.set(imageId, loading);
    return loading;
  }

  #keep(imageId: string, bytes: Uint8Array): void {
    if (this.#peek(imageId) !== undefined || bytes.length > this.#deps.capBytes) return;
    for (const [oldest, { length }] of this.#kept) {
      if (this.#bytes + bytes.length <= this.#deps.capBytes) break;
      this.#kept.delete(oldest);
      this.#bytes -= length;
    }
    this.#kept.set(imageId, bytes);
    this.#bytes += bytes.length;
  }

  #peek(imageId: string): Uint8Array | undefined {
    const bytes = this.#kept.get(imageId);
    if (bytes === undefined) return undefined;
    this.#kept.delete(imageId);
    this.#kept.set(imageId, bytes);
    return bytes;
  }

  #range(imageId: string, from: number, to: number): StoredBytes {
    const part = (start: number, end: number): Body => this.#range(imageId, from + start, from + end);
    const subarray = (start: number, end: number): Uint8Array | Promise<Uint8Array> => {
      const [first, last] = [from + start, Math.min(from + end, to)];
      return (
        this.#peek(imageId)?.subarray(first, last) ??
        this.#deps.readPart(imageId, first, Math.max(first, last))
      );
    };
    return { length: to - from, part, subarray };
  }
}
