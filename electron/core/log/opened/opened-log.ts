import { mkdtempSync, rmSync } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';

import type { LogFileState, SavedCrash } from '../../../../shared/contract/log-values.ts';
import { readSavedLine } from '../../../../shared/log/saved-line.ts';
import type { StoryEvent } from '../../../../shared/log/story.ts';
import type { Mapping } from '../../../../shared/ota/mapping/mapping.ts';
import { crashCalls } from '../../crash/crash-calls.ts';
import type { ElfStore } from '../../crash/elf-store.ts';
import { captureFiles } from '../capture-files.ts';
import type { IndexFiles } from '../index/index-files.ts';
import { indexFiles } from '../index/index-files.ts';
import { LineStore } from '../line-store.ts';
import type { FileNews, FileTask, FoundCrash } from './file-task.ts';
import { source } from './file-worker.ts?worker-source';
import type { SavedText } from './saved-text.ts';
import { linesInUtf8, readSavedText } from './saved-text.ts';

/** Things that happened beyond these are not told. */
const MAX_STORY = 5_000;
/** A log of a board in a crash loop has more. */
const MAX_CRASHES = 100;

export interface OpenedLogDeps {
  readonly logId: string;
  readonly file: string;
  readonly name: string;
  /** The file is ours and goes when the log is closed. */
  readonly isTemporary: boolean;
  /** Teach the lines of firmware of one's own. */
  readonly mappings: readonly Mapping[];
  /** The programs that decode crashes. */
  readonly elfs: Pick<ElfStore, 'find'>;
  readonly onState: () => void;
}

/**
 * A saved log, read in a thread of its own: soon it can be looked at from end to end, and later its lines are known by
 * level, tag and time, with what happened in them.
 */
export class OpenedLog {
  readonly #deps: OpenedLogDeps;
  readonly #sizeBytes: number;
  readonly #folder: string;
  readonly #files: IndexFiles;
  readonly #text: SavedText;
  readonly #worker: Worker;
  #store: LineStore;
  #readBytes = 0;
  #phase: LogFileState['phase'] = 'lines';
  #story: StoryEvent[] = [];
  #found: readonly FoundCrash[] = [];
  #crashes: readonly SavedCrash[] = [];
  #error: string | null = null;
  #closed = false;
  #writing: Promise<void> = Promise.resolve();

  private constructor(deps: OpenedLogDeps, sizeBytes: number, aboutMs: number, text: SavedText) {
    this.#deps = deps;
    this.#sizeBytes = sizeBytes;
    this.#text = text;
    this.#folder = mkdtempSync(path.join(os.tmpdir(), 'ota-workbench-log-'));
    this.#files = indexFiles(this.#folder);
    this.#store = this.#openStore();
    const workerData: FileTask = { file: deps.file, aboutMs, mappings: deps.mappings };
    this.#worker = new Worker(source, { eval: true, workerData });
    this.#worker.on('message', (news: FileNews) => {
      if (!this.#closed) this.#take(news);
    });
    this.#worker.on('error', (error) => this.#take({ kind: 'failed', detail: error.message }));
  }

  /** Begins to read a file. Rejects as the file system does. */
  static async open(deps: OpenedLogDeps): Promise<OpenedLog> {
    const { size, mtimeMs } = await stat(deps.file);
    const handle = await open(deps.file, 'r');
    try {
      return new OpenedLog(deps, size, mtimeMs, await readSavedText(handle, size));
    } finally {
      await handle.close();
    }
  }

  get logId(): string {
    return this.#deps.logId;
  }

  /** Its lines as far as they are read; another one once what they say is known. */
  get store(): LineStore {
    return this.#store;
  }

  state(): LogFileState {
    const { logId, name } = this.#deps;
    return {
      logId,
      name,
      sizeBytes: this.#sizeBytes,
      readBytes: this.#readBytes,
      lines: this.#store.nextSeq,
      phase: this.#phase,
      story: this.#story,
      crashes: this.#crashes,
      error: this.#error,
    };
  }

  close(): void {
    this.#closed = true;
    void this.#worker.terminate();
    rmSync(this.#folder, { recursive: true, force: true });
    if (this.#deps.isTemporary) rmSync(this.#deps.file, { force: true });
  }

  #openStore(): LineStore {
    const { file } = this.#deps;
    return new LineStore({
      files: this.#files,
      read: async (offset, length) => {
        // The file may go while it is looked at: its lines are then told as not kept.
        const found = await captureFiles.read(file, offset, length);
        if (found.length === length) return { bytes: found, holes: [] };
        const bytes = new Uint8Array(length);
        bytes.set(found);
        return { bytes, holes: [[offset + found.length, offset + length] as const] };
      },
      // Half a character at the end of a file that broke off says nothing.
      endOffset: () => this.#sizeBytes - (this.#sizeBytes % this.#text.encoding.unitBytes),
      readLine: (raw) => readSavedLine(raw, this.#text.format),
      inUtf8: (lines) => linesInUtf8(lines, this.#text.encoding),
    });
  }

  #take(news: FileNews): void {
    if (news.kind === 'end' || news.kind === 'parsed') {
      this.#story = [...this.#story, ...news.story].slice(0, MAX_STORY);
      this.#found = [...this.#found, ...news.crashes].slice(0, MAX_CRASHES);
    }
    if (news.kind === 'lines') {
      this.#readBytes = news.readBytes;
      this.#store.putRecords(news.words);
      this.#write(async () => {});
    } else if (news.kind === 'parsed') {
      this.#phase = 'parsing';
      this.#readBytes = news.readBytes;
      for (const tag of news.tags) this.#store.index.tags.idOf(tag);
      this.#write(() => this.#store.index.replaceAll(news.fromSeq, news.words));
    } else if (news.kind === 'end') {
      this.#write(async () => {});
      void this.#writing.then(() => this.#finish());
      return;
    } else {
      this.#error = news.detail;
      this.#phase = 'done';
    }
    this.#deps.onState();
  }

  /** Looks for the calls of every crash, again where a program has become known. */
  explainCrashes(): void {
    const known = new Map<string, ReturnType<ElfStore['find']>>();
    const find = (prefix: string): ReturnType<ElfStore['find']> => {
      const elf = known.get(prefix) ?? this.#deps.elfs.find(prefix);
      known.set(prefix, elf);
      return elf;
    };
    const explained = this.#found.map(async ({ seq, atMs, crash, elfOfStart }) => {
      const { kind, text } = crash;
      return { seq, atMs, kind, text, calls: await crashCalls(crash, elfOfStart, { find }) };
    });
    void Promise.all(explained).then((crashes) => {
      if (this.#closed) return;
      this.#crashes = crashes;
      this.#deps.onState();
    });
  }

  /** One after another: a record is replaced only where it was written before. */
  #write(work: () => Promise<void>): void {
    this.#writing = this.#writing
      .then(() => this.#store.flush())
      .then(work)
      .catch(() => undefined);
  }

  #finish(): void {
    if (this.#closed) return;
    // Levels and marks are counted anew, now that they are known.
    this.#store = this.#openStore();
    this.#phase = 'done';
    this.#deps.onState();
    if (this.#found.length > 0) this.explainCrashes();
  }
}
