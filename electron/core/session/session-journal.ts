import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import writeFileAtomic from 'write-file-atomic';

import { messageOf } from '../../../shared/errors.ts';
import type { Session } from '../../../shared/ota/session/session.ts';
import { isEnded } from '../../../shared/ota/session/session.ts';
import type { Board } from '../board/board.ts';

/** What is left of an update whose program ended before its verdict. */
export interface JournalEntry {
  readonly session: Session;
  /** Where the last line that was taken into account begins, in the board's whole raw log. */
  readonly offset: number;
  /** The board as it stood when the update began; missing in what an older release left. */
  readonly board?: JournalBoard;
}

/** A board as a report of its update names it, and where its log stood. */
export interface JournalBoard {
  readonly name: string;
  readonly port: string;
  readonly virtual: boolean;
  /** Of its whole raw log, in bytes: where the update began, and the board's start before it; null: none was seen. */
  readonly pushOffset: number;
  readonly startOffset: number | null;
}

export interface SessionJournalDeps {
  readonly dir: string;
  /** Ends once the reports and the history of every update that ended are written. */
  readonly evidenceKept: () => Promise<void>;
  /** Told when an entry cannot be written: updates go on without it. */
  readonly onTrouble: (file: string, detail: string) => void;
}

/** Ends the name of the file that holds an update with its verdict. */
const VERDICT = '.verdict.json';

/** The running updates on disk, so that the next start knows of those that this one did not see the end of. */
export class SessionJournal {
  readonly #deps: SessionJournalDeps;
  /** By pushId: what is to be written next; null to remove it. */
  readonly #due = new Map<string, JournalEntry | null>();
  /** By pushId, while it runs. */
  readonly #boards = new Map<string, JournalBoard>();
  #writing: Promise<void> | null = null;

  constructor(deps: SessionJournalDeps) {
    this.#deps = deps;
  }

  keep(session: Session, offset: number, board: Board): void {
    const { pushId } = session.view;
    const known = this.#boards.get(pushId) ?? journalBoard(board);
    this.#boards.set(pushId, known);
    const entry = { session, offset, board: known };
    if (isEnded(session)) this.#keepVerdict(entry);
    else this.#set(pushId, entry);
  }

  /** An update has its verdict; its entry goes once the evidence is kept elsewhere. */
  remove(pushId: string): void {
    this.#boards.delete(pushId);
    void this.#deps.evidenceKept().then(() => this.#set(pushId, null));
  }

  /** Ends once everything is on disk, or could not be written. */
  async settled(): Promise<void> {
    await this.#writing;
  }

  /** What an earlier program left, one entry an update. A file that is none, or cannot be read, is removed. */
  async readAll(): Promise<readonly JournalEntry[]> {
    const { dir } = this.#deps;
    const found = new Map<string, JournalEntry>();
    for (const name of await readdir(dir).catch(() => [])) {
      const file = path.join(dir, name);
      const entry = name.endsWith('.json') ? parse(await readFile(file, 'utf8').catch(() => '')) : null;
      if (entry === null) await rm(file, { force: true }).catch(() => undefined);
      else if (isEnded(entry.session) || !found.has(entry.session.view.pushId))
        found.set(entry.session.view.pushId, entry);
    }
    return [...found.values()];
  }

  /**
   * At once, and beside the entry that may be on its way to disk: whoever saw a verdict must find it at the next start,
   * however this program ends.
   */
  #keepVerdict(entry: JournalEntry): void {
    const { dir, onTrouble } = this.#deps;
    const file = path.join(dir, `${entry.session.view.pushId}${VERDICT}`);
    try {
      mkdirSync(dir, { recursive: true });
      writeFileSync(`${file}.new`, JSON.stringify(entry), { mode: 0o600 });
      renameSync(`${file}.new`, file);
    } catch (thrown) {
      onTrouble(file, messageOf(thrown));
    }
  }

  #set(pushId: string, entry: JournalEntry | null): void {
    this.#due.set(pushId, entry);
    this.#writing ??= this.#write();
  }

  async #write(): Promise<void> {
    const { dir, onTrouble } = this.#deps;
    for (let [next] = this.#due; next !== undefined; [next] = this.#due) {
      const [pushId, entry] = next;
      this.#due.delete(pushId);
      const file = path.join(dir, `${pushId}.json`);
      try {
        await mkdir(dir, { recursive: true });
        if (entry === null) {
          await rm(file, { force: true });
          await rm(path.join(dir, `${pushId}${VERDICT}`), { force: true });
        } else await writeFileAtomic(file, JSON.stringify(entry), { mode: 0o600 });
      } catch (thrown) {
        onTrouble(file, messageOf(thrown));
      }
    }
    this.#writing = null;
  }
}

function journalBoard(board: Board): JournalBoard {
  const { name, port } = board.state();
  const { log, startOffset } = board;
  return { name, port: port.path, virtual: port.virtual, pushOffset: log.offset, startOffset };
}

function parse(text: string): JournalEntry | null {
  try {
    const { session, offset, board } = JSON.parse(text) as Partial<JournalEntry>;
    const isWhole = typeof session?.view?.pushId === 'string' && typeof session.phase?.kind === 'string';
    return isWhole && typeof offset === 'number'
      ? { session, offset, ...(board === undefined ? {} : { board }) }
      : null;
  } catch {
    return null;
  }
}
