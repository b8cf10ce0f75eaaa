import type { ErrorPayload } from '../../../shared/errors.ts';
import { toErrorPayload } from '../../../shared/errors.ts';
import type { PreflightName } from '../../../shared/ota/preflight.ts';
import type { Line, Session, SessionEvent, StartInput } from '../../../shared/ota/session/session.ts';
import { isEnded, startSession } from '../../../shared/ota/session/session.ts';
import { dueAtMs, step } from '../../../shared/ota/session/step.ts';
import type { SessionView } from '../../../shared/ota/session-view.ts';
import type { WayFacts } from '../../../shared/ota/way-facts.ts';
import type { Cancel, Clock } from '../ports.ts';

/** What became of the attempt to send the URL. */
export type Sending =
  | {
      readonly kind: 'sent';
      readonly url: string;
      readonly line: Line;
      readonly overridden: readonly PreflightName[];
      /** What was known of the way to the board; left out where somebody else serves it. */
      readonly way?: WayFacts;
    }
  | { readonly kind: 'refused'; readonly error: ErrorPayload };

export interface UpdateRunDeps {
  readonly clock: Clock;
  /** Drives DTR and RTS. @throws WorkbenchError */
  readonly reset: () => Promise<void>;
  /** Checks, chooses and writes the URL. @throws WorkbenchError */
  readonly send: (session: Session) => Promise<Sending>;
  /** Writes the same URL once more. @throws WorkbenchError */
  readonly resend: (url: string) => Promise<Line>;
  /** The update as it stands: at once on every change but progress, and for progress ten times a second. */
  readonly onView: (view: SessionView) => void;
  /** Where it stands, whenever that changes: for the journal. */
  readonly onPhase: (session: Session) => void;
  readonly onEnd: (view: SessionView) => void;
}

const PROGRESS_MS = 100;

/** Runs one session: feeds it, keeps its deadlines, and does what it asks for. */
export class UpdateRun {
  readonly #deps: UpdateRunDeps;
  #session: Session;
  #cancelDeadline: Cancel = () => undefined;
  #cancelProgress: Cancel | null = null;
  /** An event that an action raises is queued behind the one being handled. */
  readonly #queue: SessionEvent[] = [];
  #busy = false;

  constructor(deps: UpdateRunDeps, input: StartInput) {
    this.#deps = deps;
    this.#session = startSession(input);
    deps.onView(this.#session.view);
    deps.onPhase(this.#session);
    this.#arm();
  }

  get view(): SessionView {
    return this.#session.view;
  }

  /** Feeds one event; one that an action of its own raises waits its turn. */
  feed(event: SessionEvent): void {
    this.#queue.push(event);
    if (this.#busy) return;
    this.#busy = true;
    for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) this.#step(next);
    this.#busy = false;
  }

  #step(event: SessionEvent): void {
    const before = this.#session;
    const after = step(before, event, this.#deps.clock.nowMs());
    if (after === before) {
      // A timer may fire a little before the millisecond it was set for.
      if (event.kind === 'tick') this.#arm();
      return;
    }
    this.#session = after;
    this.#arm();
    const moved = after.phase.kind !== before.phase.kind;
    // Its verdict too is in the journal when it is told: a program that dies then must not call it unknown.
    if (moved) this.#deps.onPhase(after);
    this.#publish(before.view, after.view);
    if (moved) this.#enter(after);
  }

  #arm(): void {
    this.#cancelDeadline();
    const due = dueAtMs(this.#session);
    if (due === null) return;
    const inMs = Math.max(0, due - this.#deps.clock.nowMs());
    this.#cancelDeadline = this.#deps.clock.after(inMs, () => this.feed({ kind: 'tick' }));
  }

  #publish(before: SessionView, after: SessionView): void {
    if (after === before) return;
    const { progress, ...rest } = after;
    const changed = Object.entries(rest).some(([name, value]) => before[name as keyof SessionView] !== value);
    if (changed) {
      this.#cancelProgress?.();
      this.#cancelProgress = null;
      this.#deps.onView(after);
    } else if (this.#cancelProgress === null && progress !== before.progress) {
      this.#cancelProgress = this.#deps.clock.after(PROGRESS_MS, () => {
        this.#cancelProgress = null;
        this.#deps.onView(this.#session.view);
      });
    }
  }

  #enter(session: Session): void {
    switch (session.phase.kind) {
      case 'resetting':
        this.#try(async () => {
          await this.#deps.reset();
          return { kind: 'linesReset' };
        });
        break;
      case 'sending':
        this.#try(() => this.#send(session));
        break;
      case 'resending':
        this.#try(async () => {
          const url = session.view.url ?? '';
          return { kind: 'urlSent', url, line: await this.#deps.resend(url) };
        });
        break;
      default:
        if (isEnded(session)) this.#deps.onEnd(session.view);
    }
  }

  async #send(session: Session): Promise<SessionEvent> {
    const sending = await this.#deps.send(session);
    if (sending.kind === 'refused') return { kind: 'refusedBeforeSending', error: sending.error };
    if (sending.overridden.length > 0) this.feed({ kind: 'overridden', checks: sending.overridden });
    return { kind: 'urlSent', url: sending.url, line: sending.line, way: sending.way ?? null };
  }

  #try(action: () => Promise<SessionEvent>): void {
    action().then(
      (event) => this.feed(event),
      (thrown: unknown) => this.feed({ kind: 'sendFailed', error: toErrorPayload(thrown) }),
    );
  }
}
