import { randomBytes } from 'node:crypto';

import type { Delivery } from '../../../shared/ota/delivery.ts';
import { PLAIN_DELIVERY } from '../../../shared/ota/delivery.ts';
import type { ImageBytes } from '../image/image-bytes.ts';
import type { Credentials } from './access-grant.ts';
import { AccessGrant } from './access-grant.ts';

/** An image as it is served; its bytes are the same for everybody who reads them. */
export interface ServedImage {
  /** The file's SHA-256, lower-case hex. */
  readonly imageId: string;
  readonly fileName: string;
  /** `<name>` in `/firmware/<name>.bin`. */
  readonly urlName: string;
  readonly bytes: ImageBytes;
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
  /** In which form, to whom and over which scheme; with its length, to anyone, over TLS where left out. */
  readonly delivery?: Delivery;
  /** The board's address, for a link that is for one board. */
  readonly board?: string | null;
}

export interface Publication {
  /** What stands after the host in the URL. */
  readonly path: string;
  /** What the board must send; null where no password is asked for. */
  readonly credentials: Credentials | null;
  /** Takes the paths back. Downloads that run go on; a second call does nothing. */
  withdraw(): void;
}

/** What a request finds. */
export interface ServedFile {
  readonly image: ServedImage;
  readonly pushId: string | null;
  readonly delivery: Delivery;
  readonly grant: AccessGrant;
}

interface Entry extends ServedFile {
  readonly peer: string | null;
}

/** Everything the server gives away: an exact table from URL path to bytes in memory, with no file behind it. */
export class Catalogue {
  readonly #entries = new Map<string, Entry[]>();
  readonly #nowMs: () => number;

  /** `nowMs`: the time by which links expire. */
  constructor(nowMs: () => number = Date.now) {
    this.#nowMs = nowMs;
  }

  /**
   * Serves an image under its plain path, or under `/firmware/<token>/<name>.bin` where the plain one would not tell
   * whose request it is (another push holds it, or another image lies there) or anyone could guess it.
   */
  publish(image: ServedImage, options: PublishOptions): Publication {
    const { pushId, peer = null, aliases = [], ownPath = false, delivery = PLAIN_DELIVERY } = options;
    const grant = new AccessGrant(delivery.access, this.#nowMs, options.board ?? null);
    const name = `${encodeURIComponent(image.urlName)}.bin`;
    const plain = `/firmware/${name}`;
    const isOpen = delivery.access.kind === 'open';
    const free = !ownPath && ((pushId === null && isOpen) || this.#isFree(plain, image.imageId, isOpen));
    const token = grant.token ?? (free ? null : randomBytes(8).toString('hex'));
    const path = token === null ? plain : `/firmware/${token}/${name}`;
    const entry: Entry = { image, pushId, peer, delivery, grant };
    const paths = [...new Set([path, ...(grant.token === null ? aliases : [])])];
    for (const each of paths) this.#entries.set(each, [...(this.#entries.get(each) ?? []), entry]);
    const { credentials } = grant;
    return { path, credentials, withdraw: () => this.#withdraw(paths, entry) };
  }

  /**
   * Looks a path up letter by letter. What was published for this peer goes first, then the newest. Without TLS only
   * what was published for that is found.
   */
  find(path: string, peer: string, secure = true): ServedFile | null {
    const all = this.#entries.get(path) ?? [];
    const entries = secure ? all : all.filter(({ delivery }) => delivery.scheme === 'http');
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

  /** What asks for a password takes over no path that does not. */
  #isFree(path: string, imageId: string, isOpen: boolean): boolean {
    const entries = this.#entries.get(path) ?? [];
    if (!isOpen && entries.length > 0) return false;
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
