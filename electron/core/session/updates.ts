import { randomUUID } from 'node:crypto';
import type { Input } from '../../../shared/contract/contract.ts';
import type { ImageEntry } from '../../../shared/contract/values.ts';
import { WorkbenchError } from '../../../shared/errors.ts';
import type { LogEntry } from '../../../shared/log/log-entry.ts';
import type { BoardFacts } from '../../../shared/ota/board-facts.ts';
import type { DeviceEvent } from '../../../shared/ota/device/device-event.ts';
import { standingProblems } from '../../../shared/ota/file-problems.ts';
import type { ServerEvent } from '../../../shared/ota/server-event.ts';
import type { StartInput } from '../../../shared/ota/session/session.ts';
import type { SessionView } from '../../../shared/ota/session-view.ts';
import type { Board } from '../board/board.ts';
import type { LinkState } from '../board/board-link.ts';
import type { Clock } from '../ports.ts';
import type { AfterWatches } from './after-watches.ts';
import type { SessionJournal } from './session-journal.ts';
import { lastInvalidAfter, spoken } from './update-record.ts';
import { UpdateRun } from './update-run.ts';
import type { Offer, UrlSender } from './url-sender.ts';

export interface UpdatesDeps {
  readonly clock: Clock;
  readonly boards: () => readonly Board[];
  readonly image: (imageId: string) => ImageEntry;
  /** Starts the server where it is off. @throws WorkbenchError server/… */
  readonly ensureServer: () => Promise<void>;
  readonly sender: Pick<UrlSender, 'offer'>;
  /** Whether a board's URL can be made without its address. */
  readonly hostGiven: (deviceId: string) => boolean;
  readonly journal: Pick<SessionJournal, 'keep' | 'remove'>;
  readonly afterWatches: AfterWatches;
  /** How long a confirmed image is watched where a push does not say. */
  readonly watchMs: () => number;
  readonly onVerdict: (board: Board, image: ImageEntry, view: SessionView) => void;
}

type Start = Input<'push.start'>;

interface Running {
  readonly board: Board;
  readonly run: UpdateRun;
  /** Where the last line that was fed begins in the raw log. */
  offset: number;
  /** Whose certificate the board is shown; null: the one chosen for the board. */
  readonly authority: string | null;
}

/** The running updates, one a board at most: starts them and brings each what belongs to it. */
export class Updates {
  readonly #deps: UpdatesDeps;
  readonly #running = new Map<string, Running>();
  /** Boards whose update is about to begin: two requests at once make one update. */
  readonly #starting = new Set<string>();

  constructor(deps: UpdatesDeps) {
    this.#deps = deps;
  }

  isServing(imageId: string): boolean {
    return [...this.#running.values()].some(({ run }) => run.view.image.imageId === imageId);
  }

  /**
   * @throws WorkbenchError push/running, board/not-open, serial/no-modem-lines, image/… for an unsound file that is
   *   not overridden, server/… when it cannot listen
   */
  async start(board: Board, start: Start): Promise<string> {
    const { deviceId } = board;
    const image = this.#deps.image(start.imageId);
    if (this.#running.has(deviceId) || this.#starting.has(deviceId))
      throw new WorkbenchError('push/running', { device: board.state().name });
    this.#check(board, image, start);
    this.#starting.add(deviceId);
    try {
      // One with a fault has a server of its own.
      if (start.fault === undefined) await this.#deps.ensureServer();
      this.#check(board, image, start);
      return await this.#begin(board, image, start);
    } finally {
      this.#starting.delete(deviceId);
    }
  }

  async #begin(board: Board, image: ImageEntry, start: Start): Promise<string> {
    const { deviceId } = board;
    const pushId = randomUUID();
    const ownPath = (): boolean => this.#needsOwnPath(board, image);
    const offer = await this.#deps.sender.offer(board, image, pushId, start, ownPath);
    this.#deps.afterWatches.end(deviceId);
    board.setAfterWatch(null);
    const running = { offset: board.log.offset, authority: start.authority ?? null };
    const run = new UpdateRun(
      {
        clock: this.#deps.clock,
        reset: () => board.link.reset(),
        send: (session) => offer.send(session),
        resend: (url) => offer.resend(url),
        onView: (view) => this.#publish(board, view),
        onPhase: (session) => this.#deps.journal.keep(session, running.offset, board),
        onEnd: (view) => {
          this.#running.delete(deviceId);
          offer.withdraw();
          this.#conclude(board, image, view);
          this.#deps.journal.remove(pushId);
          this.#deps.afterWatches.start(view, start.watchMs ?? this.#deps.watchMs());
        },
      },
      this.#input(board, image, pushId, start, offer.served),
    );
    this.#running.set(deviceId, Object.assign(running, { board, run }));
    return pushId;
  }

  /** What `push.start` was given for the board's running update; undefined without one. */
  authorityOf({ deviceId }: Board): string | null | undefined {
    return this.#running.get(deviceId)?.authority;
  }

  cancel(deviceId: string): void {
    this.#running.get(deviceId)?.run.feed({ kind: 'cancelled' });
  }

  cancelAll(): void {
    for (const { run } of this.#running.values()) run.feed({ kind: 'cancelled' });
  }

  fromBoard(board: Board, event: DeviceEvent, entry: LogEntry, facts: BoardFacts): void {
    const line = { text: spoken(entry), atMs: entry.receivedAtMs, seq: entry.seq };
    this.#deps.afterWatches.see(board.deviceId, event);
    const running = this.#running.get(board.deviceId);
    if (running === undefined) return;
    running.offset = entry.offset;
    running.run.feed({ kind: 'device', event, facts, line });
  }

  /** A request belongs to a push by its URL or its port (`ofPush`), then by its peer's address; never by guess. */
  fromServer(event: ServerEvent, ofPush: string | null = null): void {
    const pushId = 'pushId' in event ? event.pushId : ofPush;
    const all = [...this.#running.values()];
    if (pushId !== null) {
      all.find(({ run }) => run.view.pushId === pushId)?.run.feed({ kind: 'server', event, certain: true });
      return;
    }
    if ('requestId' in event) return;
    const certain = this.boardsAt(event.peer).length === 1;
    for (const { board, run } of all) {
      if (board.facts.ipv4 === event.peer) run.feed({ kind: 'server', event, certain });
    }
  }

  boardsAt(address: string): readonly Board[] {
    return this.#deps.boards().filter((board) => board.facts.ipv4 === address);
  }

  /** This machine slept: what the boards did meanwhile was not heard. */
  hostSlept(seconds: number): void {
    for (const { run } of this.#running.values()) run.feed({ kind: 'hostSlept', seconds });
  }

  /** Whether an update runs, or is about to. */
  get isRunning(): boolean {
    return this.#running.size + this.#starting.size > 0;
  }

  /** The server is gone for every push but these. */
  serverStopped(except: ReadonlySet<string>): void {
    for (const { run } of this.#running.values()) {
      if (!except.has(run.view.pushId)) run.feed({ kind: 'serverStopped' });
    }
  }

  fromLink(board: Board, state: LinkState): void {
    if (state.kind !== 'gone' && state.kind !== 'closed') return;
    const run = this.#running.get(board.deviceId)?.run;
    if (run === undefined) return;
    run.feed({
      kind: 'portGone',
      error: state.error ?? { code: 'serial/port-gone', params: { path: board.port.path } },
    });
  }

  #check(board: Board, image: ImageEntry, start: Start): void {
    if (!board.isOpen) throw new WorkbenchError('board/not-open', { device: board.state().name });
    if (start.reset && !board.link.hasModemLines)
      throw new WorkbenchError('serial/no-modem-lines', { path: board.port.path });
    const problem = standingProblems(image.facts, start.override)[0];
    if (problem !== undefined) throw new WorkbenchError(problem.code, problem.params);
  }

  /** While its image is pushed to another board, or its address is shared, a push gets a path of its own. */
  #needsOwnPath(board: Board, image: ImageEntry): boolean {
    const { ipv4 } = board.facts;
    const others = [...this.#running.values()].filter((other) => other.board !== board);
    const shared = others.some(({ run }) => run.view.image.imageId === image.imageId);
    return shared || (ipv4 !== null && this.boardsAt(ipv4).length > 1);
  }

  #input(board: Board, image: ImageEntry, pushId: string, start: Start, served: Offer['served']): StartInput {
    const { facts, imageId, fileName } = image;
    const nowMs = this.#deps.clock.nowMs();
    return {
      pushId,
      deviceId: board.deviceId,
      image: {
        imageId,
        fileName,
        projectName: facts.projectName,
        version: served?.version ?? facts.version,
        sizeBytes: served?.sizeBytes ?? facts.sizeBytes,
      },
      expectedSha256: served?.sha256 ?? facts.partitionSha256,
      facts: board.facts,
      options: {
        mayReset: start.reset,
        sendUrl: start.sendUrl,
        servedHere: start.sendUrl,
        hostGiven: this.#deps.hostGiven(board.deviceId),
        endAtMs: start.timeoutMs === null ? null : nowMs + start.timeoutMs,
        appElfSha256: served?.appElfSha256 ?? facts.appElfSha256,
      },
      fault: start.fault?.name ?? null,
      nowMs,
    };
  }

  #publish(board: Board, view: SessionView): void {
    const known = board.session?.pushId === view.pushId ? board.session.stages.length : 0;
    for (const { stage, logSeq } of view.stages.slice(known)) {
      if (logSeq !== null) board.log.markStage(logSeq, stage);
    }
    board.setSession(view);
  }

  #conclude(board: Board, image: ImageEntry, view: SessionView): void {
    const { verdict } = view;
    if (verdict === null) return;
    if (verdict.outcome === 'confirmed') {
      const stages = view.stages.map(({ stage, atMs }) => ({ stage, atMs }));
      board.setLastRun({ stages, durationMs: verdict.durationMs });
    }
    board.setLastInvalid(lastInvalidAfter(view, board.facts.lastInvalidVersion));
    this.#deps.onVerdict(board, image, view);
  }
}
