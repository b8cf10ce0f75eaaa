import type { IndexFiles } from './index-files.ts';
import { FILE_LINES, jsonLines } from './index-places.ts';

/** Texts of the lines that are not the board's: they lie beside the raw log, in files that go with those of the index. */
export class NoteTexts {
  readonly #files: IndexFiles;
  /** By first seq of the index file; the one used last at the end. */
  readonly #byFile = new Map<number, Map<number, string>>();
  #waiting: { readonly seq: number; readonly text: string }[] = [];

  constructor(files: IndexFiles) {
    this.#files = files;
  }

  add(seq: number, text: string): void {
    this.#of(seq).set(seq, text);
    this.#waiting.push({ seq, text });
  }

  /** Empty for a note whose text is gone. */
  get(seq: number): string {
    return this.#of(seq).get(seq) ?? '';
  }

  /** Brings to disk what is new; rejects as the file system does, and tries again at the next call. */
  async flush(): Promise<void> {
    while (this.#waiting.length > 0) {
      const firstSeq = fileOf((this.#waiting[0] as { seq: number }).seq);
      const other = this.#waiting.findIndex(({ seq }) => fileOf(seq) !== firstSeq);
      const notes = this.#waiting.slice(0, other < 0 ? this.#waiting.length : other);
      const text = notes.map((note) => `${JSON.stringify(note)}\n`).join('');
      await this.#files.appendText(nameOf(firstSeq), text);
      this.#waiting = this.#waiting.slice(notes.length);
    }
  }

  remove(firstSeq: number): void {
    this.#byFile.delete(firstSeq);
    this.#files.remove(nameOf(firstSeq));
  }

  #of(seq: number): Map<number, string> {
    const firstSeq = fileOf(seq);
    const known = this.#byFile.get(firstSeq) ?? this.#read(firstSeq);
    this.#byFile.delete(firstSeq);
    this.#byFile.set(firstSeq, known);
    for (const each of this.#byFile.keys()) {
      if (this.#byFile.size <= 2) break;
      if (!this.#waiting.some((note) => fileOf(note.seq) === each)) this.#byFile.delete(each);
      else break;
    }
    return known;
  }

  #read(firstSeq: number): Map<number, string> {
    const notes = new Map<number, string>();
    for (const line of jsonLines(this.#files.readText(nameOf(firstSeq)))) {
      const { seq, text } = line as { seq?: unknown; text?: unknown };
      if (typeof seq === 'number' && typeof text === 'string') notes.set(seq, text);
    }
    return notes;
  }
}

function fileOf(seq: number): number {
  return seq - (seq % FILE_LINES);
}

function nameOf(firstSeq: number): string {
  return `notes-${String(firstSeq).padStart(12, '0')}.ndjson`;
}
