import { deflateRawSync, inflateRawSync } from 'node:zlib';

import type { LogEntry } from '../../../shared/log/log-entry.ts';

/** An entry without its seq, which its place tells; offset and times are differences to the row before. */
type Row = readonly [
  LogEntry['source'],
  number,
  number,
  LogEntry['level'],
  string | null,
  number | null,
  string,
  LogEntry['stage'],
  LogEntry['cut'],
];

/** Packs consecutive entries. Differences are what makes them small: the same few digits again and again. */
export function pack(entries: readonly LogEntry[]): Uint8Array {
  const last = { offset: 0, receivedAtMs: 0, deviceTimeMs: 0 };
  const rows = entries.map((entry): Row => {
    const { offset, receivedAtMs, deviceTimeMs } = entry;
    const row: Row = [
      entry.source,
      offset - last.offset,
      receivedAtMs - last.receivedAtMs,
      entry.level,
      entry.tag,
      deviceTimeMs === null ? null : deviceTimeMs - last.deviceTimeMs,
      entry.text,
      entry.stage,
      entry.cut,
    ];
    Object.assign(last, { offset, receivedAtMs, deviceTimeMs: deviceTimeMs ?? last.deviceTimeMs });
    return row;
  });
  // Copied, since zlib hands out a part of a larger buffer.
  return new Uint8Array(deflateRawSync(JSON.stringify(rows), { level: 1 }));
}

/** The entries of `pack`, numbered from `firstSeq` on. */
export function unpack(packed: Uint8Array, firstSeq: number): LogEntry[] {
  const rows = JSON.parse(inflateRawSync(packed).toString('utf8')) as readonly Row[];
  const last = { offset: 0, receivedAtMs: 0, deviceTimeMs: 0 };
  return rows.map(([source, offset, receivedAtMs, level, tag, deviceTimeMs, text, stage, cut], place) => {
    last.offset += offset;
    last.receivedAtMs += receivedAtMs;
    last.deviceTimeMs += deviceTimeMs ?? 0;
    return {
      seq: firstSeq + place,
      source,
      offset: last.offset,
      receivedAtMs: last.receivedAtMs,
      level,
      tag,
      deviceTimeMs: deviceTimeMs === null ? null : last.deviceTimeMs,
      text,
      stage,
      cut,
    };
  });
}
