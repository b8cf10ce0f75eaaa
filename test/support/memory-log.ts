import { noIndexFiles } from '../../electron/core/log/index/index-files.ts';
import { LineReader } from '../../electron/core/log/line-reader.ts';
import { LineStore } from '../../electron/core/log/line-store.ts';
import type { LogEntry, LogMark } from '../../shared/log/log-entry.ts';
import { parseLogLine } from '../../shared/log/parse-log-line.ts';

/** A log in memory: text becomes lines as a board's does, one second after another. */
export function memoryLog(startMs = 1_000_000) {
  let raw = Buffer.alloc(0);
  let atMs = startMs;
  const store = new LineStore({
    files: noIndexFiles(),
    read: async (offset, length) => ({
      bytes: new Uint8Array(raw.subarray(offset, offset + length)),
      holes: [],
    }),
    endOffset: () => raw.length,
  });
  const reader = new LineReader({
    clock: { nowMs: () => atMs, after: () => () => {} },
    onLine: ({ offset, text, cut }) => {
      const entry: LogEntry = {
        seq: store.nextSeq,
        source: 'board',
        offset,
        receivedAtMs: atMs,
        ...parseLogLine(text),
        stage: null,
        cut,
      };
      store.put(entry, text);
      atMs += 1_000;
    },
  });
  return {
    store,
    push(text: string): void {
      raw = Buffer.concat([raw, Buffer.from(text)]);
      reader.push(Buffer.from(text));
    },
    note(text: string, more: Partial<LogEntry> = {}, mark: LogMark | null = null): void {
      const entry: LogEntry = {
        seq: store.nextSeq,
        source: 'server',
        offset: raw.length,
        receivedAtMs: atMs,
        level: null,
        tag: null,
        deviceTimeMs: null,
        text,
        stage: null,
        cut: null,
        ...more,
      };
      store.put(entry, text, mark);
    },
  };
}
