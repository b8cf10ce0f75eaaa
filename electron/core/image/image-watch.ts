import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';

import { MAX_IMAGE_BYTES } from '../../../shared/contract/contract.ts';
import type { ImageFacts, Sha256 } from '../../../shared/esp/image-facts.ts';
import { isSoundApp } from '../../../shared/esp/image-facts.ts';
import { inspectImage } from '../../../shared/esp/inspect-image.ts';
import type { Cancel, Clock } from '../ports.ts';
import { findAppInFolder } from './find-build.ts';

export interface ImageWatchDeps {
  readonly clock: Clock;
  readonly sha256: Sha256;
  /** An app image, or the folder of a build or project. */
  readonly path: string;
  /** Called for each build that differs from the one before. */
  readonly onBuild: (build: WatchedBuild) => void;
}

/** A sound app image, whole on disk. */
export interface WatchedBuild {
  readonly path: string;
  readonly fileName: string;
  readonly bytes: Uint8Array;
  readonly facts: ImageFacts;
  readonly builtAtMs: number;
}

/** Looking is cheap and works on every file system; notifications do not. */
const LOOK_MS = 500;

/** Follows the app image of a build. A file that is missing or half written is waited for. */
export class ImageWatch {
  readonly #deps: ImageWatchDeps;
  #cancel: Cancel = () => undefined;
  #stopped = false;
  /** Path, time and size: at the last look, and when the file was last read. */
  #seen: string | null = null;
  #read: string | null = null;
  #lastSha256: string | null = null;

  constructor(deps: ImageWatchDeps) {
    this.#deps = deps;
  }

  /** What is there now, which is not reported again; builds from here on are. */
  async start(): Promise<WatchedBuild | null> {
    const file = await this.#find();
    this.#seen = file?.stamp ?? null;
    const build = file === null ? null : await this.#readBuild(file);
    this.#again();
    return build;
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel();
  }

  #again(): void {
    if (this.#stopped) return;
    this.#cancel = this.#deps.clock.after(LOOK_MS, () => void this.#look().finally(() => this.#again()));
  }

  async #look(): Promise<void> {
    const file = await this.#find();
    // Two looks must agree: a file that still grows is not read.
    const isSettled = file !== null && file.stamp === this.#seen;
    this.#seen = file?.stamp ?? null;
    if (!isSettled || file.stamp === this.#read) return;
    const build = await this.#readBuild(file);
    if (build !== null && !this.#stopped) this.#deps.onBuild(build);
  }

  async #find(): Promise<FoundFile | null> {
    try {
      const named = this.#deps.path;
      const isFolder = (await stat(named)).isDirectory();
      const file = isFolder ? await findAppInFolder(named) : named;
      if (file === null) return null;
      const { mtimeMs, size } = await stat(file);
      return size > MAX_IMAGE_BYTES ? null : { file, mtimeMs, stamp: `${file}\n${mtimeMs}\n${size}` };
    } catch {
      return null;
    }
  }

  /** Null where it is no sound app, or the same bytes as before. */
  async #readBuild({ file, mtimeMs, stamp }: FoundFile): Promise<WatchedBuild | null> {
    const bytes = await readFile(file).catch(() => null);
    if (bytes === null) return null;
    this.#read = stamp;
    const fileName = path.basename(file);
    const facts = inspectImage(bytes, this.#deps.sha256, fileName);
    if (!isSoundApp(facts) || facts.fileSha256 === this.#lastSha256) return null;
    this.#lastSha256 = facts.fileSha256;
    return { path: file, fileName, bytes, facts, builtAtMs: Math.round(mtimeMs) };
  }
}

interface FoundFile {
  readonly file: string;
  readonly mtimeMs: number;
  readonly stamp: string;
}
