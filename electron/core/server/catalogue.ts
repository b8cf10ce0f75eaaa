import { randomBytes } from 'node:crypto';

/** An image as it is served. The bytes are one shared buffer, kept alive while anybody reads them. */
export interface ServedImage {
  /** The file's SHA-256, lower-case hex. */
  readonly imageId: string;
  readonly fileName: string;
  /** `<name>` in `/firmware/<name>.bin`. */
  readonly urlName: string;
  readonly bytes: Uint8Array;
}

export interface PublishOptions {
  /** The push whose requests these are; null for plain serving. */
  readonly pushId: string | null;
  /** True asks for a path that nobody else has. */
  readonly ownPath?: boolean;
  /** Exact paths besides, such as `/hello_world.bin`, for firmware with a URL of its own. */
  readonly aliases?: readonly string[];
  /** Only this address is served; others do not find it. Lets two boards ask for one alias. */
  readonly peer?: string | null;
}

export interface Publication {
  /** What stands after the host in the URL. */
  readonly path: string;
  /** Takes the paths back. Downloads that run go on; a second call does nothing. */
  withdraw(): void;
}

/** What a request finds. */
export interface ServedFile {
  readonly image: ServedImage;
  readonly pushId: string | null;
}

interface Entry extends ServedFile {
  readonly peer: string | null;
}

/** Everything the server gives away: an exact table from URL path to bytes in memory, with no file behind it. */
export class Catalogue {
  readonly #entries = new Map<string, Entry[]>();

  /**
   * Serves an image under its plain path, or under `/firmware/<token>/<name>.bin` where the plain one would not tell
   * whose request it is: another push holds it, or another image lies there.
   */
  publish(image: ServedImage, options: PublishOptions): Publication {
    const { pushId, peer = null, aliases = [], ownPath = false } = options;
    const name = `${encodeURIComponent(image.urlName)}.bin`;
    const plain = `/firmware/${name}`;
    const free = !ownPath && (pushId === null || this.#isFree(plain, image.imageId));
    const path = free ? plain : `/firmware/${randomBytes(8).toString('hex')}/${name}`;
    const entry: Entry = { image, pushId, peer };
    const paths = [...new Set([path, ...aliases])];
    for (const each of paths) this.#entries.set(each, [...(this.#entries.get(each) ?? []), entry]);
    return { path, withdraw: () => this.#withdraw(paths, entry) };
  }

  /** Looks a path up letter by letter. What was published for this peer goes first, then the newest. */
  find(path: string, peer: string): ServedFile | null {
    const entries = this.#entries.get(path) ?? [];
    return (
      entries.findLast((entry) => entry.peer === peer) ??
      entries.findLast((entry) => entry.peer === null) ??
      null
    );
  }

  /** Whether any path leads to this image. */
  has(imageId: string): boolean {
    return [...this.#entries.values()].flat().some((entry) => entry.image.imageId === imageId);
  }

  #isFree(path: string, imageId: string): boolean {
    const entries = this.#entries.get(path) ?? [];
    return entries.every((entry) => entry.pushId === null && entry.image.imageId === imageId);
  }

  #withdraw(paths: readonly string[], entry: Entry): void {
    for (const path of paths) {
      const left = (this.#entries.get(path) ?? []).filter((other) => other !== entry);
      if (left.length === 0) this.#entries.delete(path);
      else this.#entries.set(path, left);
    }
  }
}
