import type { Crash } from '../../../../shared/log/crash/crash.ts';
import { CrashReader } from '../../../../shared/log/crash/crash-reader.ts';
import { lineMark } from '../../../../shared/log/line-mark.ts';
import type { LogEntry } from '../../../../shared/log/log-entry.ts';
import type { SavedFormat } from '../../../../shared/log/saved-line.ts';
import { readSavedLine, SavedTimes } from '../../../../shared/log/saved-line.ts';
import type { StoryEvent } from '../../../../shared/log/story.ts';
import { StoryReader } from '../../../../shared/log/story.ts';
import type { Mapping } from '../../../../shared/ota/mapping/mapping.ts';
import { createRecogniser } from '../../../../shared/ota/mapping/recogniser.ts';
import { offsetOf, RECORD_WORDS, readRecord, recordOf, writeRecord } from '../index/line-record.ts';
import { TagTable } from '../index/tag-table.ts';
import { isAlike } from '../likeness.ts';
import type { FoundCrash } from './file-task.ts';

/** Reads the lines of a saved log for what they say, and writes that into their records. */
export class FileParser {
  readonly #format: SavedFormat;
  readonly #times: SavedTimes;
  readonly #tags = new TagTable();
  readonly #story: StoryReader;
  readonly #crashReader = new CrashReader();
  /** The line that named the crash that is read. */
  #crashBegan: Pick<LogEntry, 'seq' | 'receivedAtMs'> = { seq: 0, receivedAtMs: 0 };
  #before: LogEntry | null = null;

  constructor(format: SavedFormat, aboutMs: number, mappings: readonly Mapping[] = []) {
    this.#story = new StoryReader(createRecogniser(mappings));
    this.#format = format;
    this.#times = new SavedTimes(format, aboutMs);
  }

  /** Completes the records of lines `fromSeq` and on; `textOf` gives a line without its end. */
  parse(
    words: Uint32Array,
    fromSeq: number,
    textOf: (index: number) => string,
  ): {
    readonly tags: readonly string[];
    readonly story: readonly StoryEvent[];
    readonly crashes: readonly FoundCrash[];
  } {
    const story: StoryEvent[] = [];
    const crashes: FoundCrash[] = [];
    for (let index = 0; index < words.length / RECORD_WORDS; index += 1) {
      const raw = textOf(index);
      const { said: _, ...parsed } = readSavedLine(raw, this.#format);
      const entry: LogEntry = {
        seq: fromSeq + index,
        source: 'board',
        offset: offsetOf(words, index),
        receivedAtMs: this.#times.next(raw),
        ...parsed,
        stage: null,
        cut: readRecord(words, index).broken ? 'broken' : null,
      };
      const alike = this.#before !== null && isAlike(this.#before, entry);
      const tagId = this.#tags.idOf(entry.tag);
      writeRecord(words, index, recordOf(entry, { tagId, mark: lineMark(entry), alike }));
      // A crash may end at the next start, which names another program.
      crashes.push(...this.#readCrash(entry));
      story.push(...this.#story.read({ ...parsed, seq: entry.seq, atMs: entry.receivedAtMs }));
      this.#before = entry;
    }
    return { tags: this.#tags.takeNew(), story, crashes };
  }

  /** What can be said once the last line was read. */
  end(): { readonly story: readonly StoryEvent[]; readonly crashes: readonly FoundCrash[] } {
    const crash = this.#crashReader.end();
    return { crashes: crash === null ? [] : [this.#found(crash)], story: this.#story.end() };
  }

  #readCrash(entry: LogEntry): FoundCrash[] {
    const wasReading = this.#crashReader.isReading;
    const crash = this.#crashReader.read(entry.text);
    const found = crash === null ? [] : [this.#found(crash)];
    if (this.#crashReader.isReading && (!wasReading || crash !== null)) this.#crashBegan = entry;
    return found;
  }

  #found(crash: Crash): FoundCrash {
    const { seq, receivedAtMs } = this.#crashBegan;
    return { seq, atMs: receivedAtMs, crash, elfOfStart: this.#story.elfSha256Prefix };
  }
}
