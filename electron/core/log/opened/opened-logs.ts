import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import type { Input, Output } from '../../../../shared/contract/contract.ts';
import type { LogFileState } from '../../../../shared/contract/log-values.ts';
import { messageOf, WorkbenchError } from '../../../../shared/errors.ts';
import type { Mapping } from '../../../../shared/ota/mapping/mapping.ts';
import type { Cancel, Clock } from '../../ports.ts';
import type { LineStore } from '../line-store.ts';
import type { OpenedLogDeps } from './opened-log.ts';
import { OpenedLog } from './opened-log.ts';

const TELL_EVERY_MS = 200;
/** Saved logs that are open at once; the oldest are closed. */
const MAX_OPEN = 8;

export interface OpenedLogsDeps {
  readonly clock: Clock;
  readonly mappings: () => readonly Mapping[];
  readonly elfs: OpenedLogDeps['elfs'];
  readonly onStates: (states: readonly LogFileState[]) => void;
  /** A log is gone, or what is known of its lines has changed: views of it are of no use. */
  readonly onClosed: (logId: string) => void;
}

/** The saved logs that are open. */
export class OpenedLogs {
  readonly #deps: OpenedLogsDeps;
  readonly #logs = new Map<string, OpenedLog>();
  /** Files that come piece by piece, by uploadId. */
  readonly #uploads = new Map<string, string>();
  #uploadFolder: string | null = null;
  #nextId = 1;
  #timer: Cancel | null = null;

  constructor(deps: OpenedLogsDeps) {
    this.#deps = deps;
  }

  /** The lines of an opened log; null where there is none of this id. */
  storeOf(logId: string): LineStore | null {
    return this.#logs.get(logId)?.store ?? null;
  }

  /** @throws WorkbenchError log/not-a-log */
  async open(file: string, name = path.basename(file), isTemporary = false): Promise<string> {
    const logId = `file:${this.#nextId++}`;
    try {
      const onState = (): void => this.#tell();
      const { elfs } = this.#deps;
      const mappings = this.#deps.mappings();
      const log = await OpenedLog.open({ logId, file, name, isTemporary, mappings, elfs, onState });
      this.#logs.set(logId, log);
    } catch (cause) {
      throw new WorkbenchError('log/not-a-log', { file: name, detail: messageOf(cause) }, { cause });
    }
    for (const oldest of this.#logs.keys()) {
      if (this.#logs.size <= MAX_OPEN) break;
      this.close(oldest);
    }
    this.#tellNow();
    return logId;
  }

  /** Takes a piece of a file. @throws WorkbenchError log/not-a-log */
  async upload({ uploadId, fileName, bytes, isLast }: Input<'log.upload'>): Promise<Output<'log.upload'>> {
    this.#uploadFolder ??= mkdtempSync(path.join(os.tmpdir(), 'ota-workbench-upload-'));
    const id = uploadId ?? randomUUID();
    const file = this.#uploads.get(id) ?? path.join(this.#uploadFolder, randomUUID());
    if (uploadId !== null && !this.#uploads.has(uploadId)) throw new WorkbenchError('log/no-view', {});
    this.#uploads.set(id, file);
    try {
      await appendFile(file, bytes);
    } catch (cause) {
      throw new WorkbenchError('log/not-a-log', { file: fileName, detail: messageOf(cause) }, { cause });
    }
    if (!isLast) return { uploadId: id, logId: null };
    this.#uploads.delete(id);
    return { uploadId: id, logId: await this.open(file, fileName, true) };
  }

  close(logId: string): void {
    this.#logs.get(logId)?.close();
    this.#logs.delete(logId);
    this.#deps.onClosed(logId);
    this.#tellNow();
  }

  /** A program is known from now on that may decode crashes. */
  elfAdded(): void {
    for (const log of this.#logs.values()) log.explainCrashes();
  }

  stop(): void {
    this.#timer?.();
    for (const log of this.#logs.values()) log.close();
    this.#logs.clear();
    if (this.#uploadFolder !== null) rmSync(this.#uploadFolder, { recursive: true, force: true });
  }

  #tell(): void {
    this.#timer ??= this.#deps.clock.after(TELL_EVERY_MS, () => this.#tellNow());
  }

  #tellNow(): void {
    this.#timer?.();
    this.#timer = null;
    this.#deps.onStates([...this.#logs.values()].map((log) => log.state()));
  }
}
