import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import writeFileAtomic from 'write-file-atomic';

import { messageOf } from '../../../shared/errors.ts';
import type { Session } from '../../../shared/ota/session/session.ts';
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
  /** Told when an entry cannot be written: updates go on without it. */
  readonly onTrouble: (file: string, detail: string) => void;
}

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
    this.#set(pushId, { session, offset, board: known });
  }

  remove(pushId: string): void {
    this.#boards.delete(pushId);
    this.#set(pushId, null);
  }

  /** Ends once everything is on disk, or could not be written. */
  async settled(): Promise<void> {
    await this.#writing;
  }

  /** What an earlier program left. A file that cannot be read is passed over and removed. */
  async readAll(): Promise<readonly JournalEntry[]> {
    const { dir } = this.#deps;
    const names = (await readdir(dir).catch(() => [])).filter((name) => name.endsWith('.json'));
    const entries = await Promise.all(
      names.map(async (name) => {
        const entry = parse(await readFile(path.join(dir, name), 'utf8').catch(() => ''));
        if (entry === null) await rm(path.join(dir, name), { force: true }).catch(() => undefined);
        return entry;
      }),
    );
    return entries.filter((entry) => entry !== null);
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
        if (entry === null) await rm(file, { force: true });
        else await writeFileAtomic(file, JSON.stringify(entry), { mode: 0o600 });
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
