import { MAX_IMAGE_BYTES } from '../../../shared/contract/contract.ts';
import type { ImageEntry, PushRecord } from '../../../shared/contract/values.ts';
import { WorkbenchError } from '../../../shared/errors.ts';
import { toHex } from '../../../shared/esp/hex.ts';
import type { ImageFacts, Sha256 } from '../../../shared/esp/image-facts.ts';
import { inspectImage } from '../../../shared/esp/inspect-image.ts';
import type { Clock } from '../ports.ts';
import type { StoredBytes } from './image-bytes.ts';
import { CACHE_BYTES, ImageCache } from './image-cache.ts';
import { ImageFiles } from './image-files.ts';
import { encodeIndex } from './library-index.ts';
import { isTaken, loadLibrary } from './load-library.ts';
import { lastPart, urlNameFor } from './url-name.ts';

export interface ImageLibraryDeps {
  /** `images` in the data directory; nobody else writes there. */
  readonly dir: string;
  readonly clock: Pick<Clock, 'nowMs'>;
  readonly sha256: Sha256;
  /** What served images may weigh in memory together. */
  readonly cacheBytes?: number;
}

export interface NewImage {
  readonly fileName: string;
  readonly bytes: Uint8Array;
  /** Where it comes from: a path, "dropped", "demo". */
  readonly source: string;
}

/** What an image is now; null once it is removed. */
export type ImageListener = (imageId: string, entry: ImageEntry | null) => void;

/** Reads what the folder holds. Never fails: what cannot be read is not listed. */
export async function openImageLibrary(deps: ImageLibraryDeps): Promise<ImageLibrary> {
  return new ImageLibrary(deps, await loadLibrary(new ImageFiles(deps.dir), deps.sha256));
}

/** App images, each kept once by the SHA-256 of its file. */
export class ImageLibrary {
  readonly #deps: ImageLibraryDeps;
  readonly #files: ImageFiles;
  readonly #entries: Map<string, ImageEntry>;
  readonly #cache: ImageCache;
  readonly #listeners = new Set<ImageListener>();
  /** Writes follow each other, so that the index on disk is always the newest. */
  #writes: Promise<unknown> = Promise.resolve();

  constructor(deps: ImageLibraryDeps, entries: readonly ImageEntry[]) {
    this.#deps = deps;
    this.#files = new ImageFiles(deps.dir);
    this.#entries = new Map(entries.map((entry) => [entry.imageId, entry]));
    this.#cache = new ImageCache({
      load: (imageId) => this.bytes(imageId),
      readPart: (imageId, start, end) => this.#files.readPart(imageId, start, end),
      capBytes: deps.cacheBytes ?? CACHE_BYTES,
    });
  }

  /** The newest first. */
  list(): readonly ImageEntry[] {
    return [...this.#entries.values()].reverse().sort((a, b) => b.addedAtMs - a.addedAtMs);
  }

  /** Null where it was removed, or never was. */
  find(imageId: string): ImageEntry | null {
    return this.#entries.get(imageId) ?? null;
  }

  /** @throws WorkbenchError image/unknown */
  get(imageId: string): ImageEntry {
    const entry = this.#entries.get(imageId);
    if (entry === undefined) throw new WorkbenchError('image/unknown', { imageId });
    return entry;
  }

  /** What an app image is, without keeping it. @throws WorkbenchError image/too-big-file, image/not-an-app, … */
  inspect(fileName: string, bytes: Uint8Array): ImageFacts {
    const file = fileName;
    const sizeBytes = bytes.length;
    // Before the reader, which would hash it all first.
    if (sizeBytes > MAX_IMAGE_BYTES) {
      throw new WorkbenchError('image/too-big-file', { file, sizeBytes, maxBytes: MAX_IMAGE_BYTES });
    }
    const facts = inspectImage(bytes, this.#deps.sha256, fileName);
    const [problem] = facts.problems;
    if (facts.kind !== 'app' && problem !== undefined) throw new WorkbenchError(problem.code, problem.params);
    return facts;
  }

  /**
   * Keeps an app image, sound or not: what is wrong with it is for the pre-flight to say. Bytes that are
   * kept already give their entry.
   * @throws WorkbenchError image/empty, image/too-big-file, image/not-an-app, data/not-writable
   */
  add({ fileName, bytes, source }: NewImage): Promise<ImageEntry> {
    return this.#inTurn(async () => {
      const name = lastPart(fileName).replaceAll(/\p{Cc}/gu, '\uFFFD');
      const facts = this.inspect(name, bytes);
      const known = this.#entries.get(facts.fileSha256);
      if (known?.available) return known;
      const entry = known === undefined ? this.#newEntry(name, source, facts) : { ...known, available: true };
      await this.#files.write(entry.imageId, bytes);
      this.#entries.set(entry.imageId, entry);
      try {
        await this.#save();
      } catch (thrown) {
        if (known === undefined) await this.#forget(entry.imageId);
        throw thrown;
      }
      this.#tell(entry.imageId);
      return entry;
    });
  }

  /**
   * The bytes that were added, compared with their digest.
   * @throws WorkbenchError image/unknown; image/altered when the kept file is missing or changed
   */
  async bytes(imageId: string): Promise<Uint8Array> {
    const { fileName } = this.get(imageId);
    const bytes = await this.#files.read(imageId);
    const available = bytes !== null && toHex(this.#deps.sha256(bytes)) === imageId;
    this.#change(imageId, (entry) => (entry.available === available ? entry : { ...entry, available }));
    if (!available) throw new WorkbenchError('image/altered', { file: fileName });
    return bytes;
  }

  /**
   * The same bytes to be served: once in memory for everybody, or read from the file where memory is for others.
   * @throws WorkbenchError image/unknown, image/altered
   */
  served(imageId: string): Promise<StoredBytes> {
    return this.#cache.open(imageId);
  }

  /** What is being served of it goes on while it is in memory, and is cut off otherwise. @throws WorkbenchError image/unknown, data/not-writable */
  remove(imageId: string): Promise<void> {
    return this.#inTurn(async () => {
      this.get(imageId);
      await this.#files.remove(imageId);
      this.#entries.delete(imageId);
      this.#tell(imageId);
      await this.#save();
    });
  }

  /** In effect at once, on disk when the promise ends. @throws WorkbenchError image/unknown, data/not-writable */
  setNotes(imageId: string, notes: string): Promise<void> {
    return this.#update(imageId, (entry) => ({ ...entry, notes }));
  }

  /** In effect at once, on disk when the promise ends. @throws WorkbenchError image/unknown, data/not-writable */
  recordPush(imageId: string, record: PushRecord): Promise<void> {
    return this.#update(imageId, (entry) => ({ ...entry, pushes: [...entry.pushes, record] }));
  }

  /** Calls `listener` after every change of an image; the returned function ends that. */
  onChange(listener: ImageListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Ends once everything that was changed is on disk, or could not be written. */
  async settled(): Promise<void> {
    await this.#writes;
  }

  #newEntry(fileName: string, source: string, facts: ImageFacts): ImageEntry {
    const imageId = facts.fileSha256;
    const taken = (urlName: string): boolean => isTaken(this.#entries.values(), urlName);
    const urlName = urlNameFor(fileName, facts.projectName, imageId, taken);
    const addedAtMs = this.#deps.clock.nowMs();
    return { imageId, fileName, urlName, notes: '', addedAtMs, source, facts, pushes: [], available: true };
  }

  /** After a failed write: nothing of an image that was not added stays. */
  async #forget(imageId: string): Promise<void> {
    this.#entries.delete(imageId);
    await this.#files.remove(imageId).catch(() => undefined);
  }

  async #update(imageId: string, change: (entry: ImageEntry) => ImageEntry): Promise<void> {
    this.get(imageId);
    this.#change(imageId, change);
    await this.#inTurn(() => this.#save());
  }

  #change(imageId: string, change: (entry: ImageEntry) => ImageEntry): void {
    const entry = this.#entries.get(imageId);
    if (entry === undefined) return;
    const changed = change(entry);
    if (changed === entry) return;
    this.#entries.set(imageId, changed);
    this.#tell(imageId);
  }

  #tell(imageId: string): void {
    const entry = this.#entries.get(imageId) ?? null;
    for (const listener of this.#listeners) listener(imageId, entry);
  }

  async #save(): Promise<void> {
    const images = [...this.#entries.values()].map(({ available: _, ...kept }) => kept);
    await this.#files.writeIndex(encodeIndex(images));
  }

  #inTurn<T>(action: () => Promise<T>): Promise<T> {
    const turn = this.#writes.then(action, action);
    this.#writes = turn.catch(() => undefined);
    return turn;
  }
}
