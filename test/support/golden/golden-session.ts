import { parseLogLine } from '../../../shared/log/parse-log-line.ts';
import type { AfterWatch } from '../../../shared/ota/after-watch.ts';
import { startAfterWatch, watchEvent, watchTick } from '../../../shared/ota/after-watch.ts';
import type { BoardFacts } from '../../../shared/ota/board-facts.ts';
import { NO_FACTS } from '../../../shared/ota/board-facts.ts';
import { readBoard } from '../../../shared/ota/device/read-board.ts';
import { recognise } from '../../../shared/ota/device/recognise.ts';
import type { ServerEvent } from '../../../shared/ota/server-event.ts';
import type { Session, SessionEvent, StartInput } from '../../../shared/ota/session/session.ts';
import { startSession } from '../../../shared/ota/session/session.ts';
import { dueAtMs, step } from '../../../shared/ota/session/step.ts';
import type { WayFacts } from '../../../shared/ota/way-facts.ts';

/**
 * One update in a golden file: `# session {…}` begins it, then come the board's lines as it printed them and, as
 * comments, what the rest of the world did: `# start`, `# wait 500`, `# server {…}`, `# event {…}`.
 */
export interface GoldenPart {
  readonly head: GoldenHead;
  readonly steps: readonly GoldenStep[];
}

export interface GoldenHead {
  readonly outcome: string;
  readonly code: string | null;
  readonly proof: string | null;
  readonly version: string | null;
  readonly sizeBytes: number;
  readonly sha256: string | null;
  readonly elfSha256: string | null;
  readonly options?: Partial<StartInput['options']>;
  readonly way?: WayFacts;
  readonly overridden?: Extract<SessionEvent, { kind: 'overridden' }>['checks'];
  /** The confirmed image is watched for so long; the watch ends with this code, null: stable. */
  readonly watch?: { readonly forMs: number; readonly code: string | null };
}

export type GoldenStep =
  | { readonly kind: 'line'; readonly text: string }
  | { readonly kind: 'start' }
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'server'; readonly event: Partial<ServerEvent>; readonly certain?: boolean }
  | { readonly kind: 'event'; readonly event: SessionEvent };

const PUSH = /^# (session|start|wait|server|guess|event) ?(.*)$/;

/** The updates of a golden file; its first line is a comment of where it is from. */
export function readGolden(text: string): readonly GoldenPart[] {
  const parts: { head: GoldenHead; steps: GoldenStep[] }[] = [];
  for (const line of text.trimEnd().split('\n').slice(1)) {
    const [, word, value = ''] = PUSH.exec(line) ?? [];
    const steps = parts.at(-1)?.steps ?? [];
    if (word === 'session') parts.push({ head: JSON.parse(value) as GoldenHead, steps: [] });
    else if (word === 'start') steps.push({ kind: 'start' });
    else if (word === 'wait') steps.push({ kind: 'wait', ms: Number(value) });
    else if (word === 'server') steps.push({ kind: 'server', event: JSON.parse(value) as ServerEvent });
    else if (word === 'guess')
      steps.push({ kind: 'server', event: JSON.parse(value) as ServerEvent, certain: false });
    else if (word === 'event') steps.push({ kind: 'event', event: JSON.parse(value) as SessionEvent });
    else if (!line.startsWith('# ')) steps.push({ kind: 'line', text: line });
  }
  return parts;
}

const START_MS = 1_000_000;

/** The update at its end, as the lines and events of a part make it, on a clock of its own. */
export function replayGolden(part: GoldenPart): Session {
  const { session } = replayed(part);
  if (session === null) throw new Error('A golden part has no "# start".');
  return session;
}

/** The watch after the verdict at its end; null where the part asks for none. */
export function replayWatch(part: GoldenPart): AfterWatch | null {
  return replayed(part).watch;
}

function replayed({ head, steps }: GoldenPart): Replay {
  const replay = new Replay(head);
  for (const each of steps) replay.take(each);
  return replay;
}

class Replay {
  session: Session | null = null;
  watch: AfterWatch | null = null;
  #facts: BoardFacts = NO_FACTS;
  #nowMs = START_MS;
  #seq = 0;
  readonly #head: GoldenHead;

  constructor(head: GoldenHead) {
    this.#head = head;
  }

  take(given: GoldenStep): void {
    switch (given.kind) {
      case 'start':
        this.#start();
        break;
      case 'wait':
        this.#after(given.ms);
        break;
      case 'server': {
        const of = { connectionId: 1, peer: '192.168.1.77', peerPort: 54_322, atMs: this.#nowMs };
        const event = { ...of, ...given.event } as ServerEvent;
        this.#step({ kind: 'server', event, certain: given.certain ?? true });
        break;
      }
      case 'event':
        this.#step(given.event);
        break;
      case 'line':
        this.#line(given.text);
    }
  }

  #line(text: string): void {
    this.#after(10);
    this.#seq += 1;
    const event = recognise(parseLogLine(text));
    if (event === null) return;
    this.#facts = readBoard(this.#facts, event);
    if (this.watch !== null) this.watch = watchEvent(this.watch, event);
    const line = { text, atMs: this.#nowMs, seq: this.#seq };
    this.#step({ kind: 'device', event, facts: this.#facts, line });
  }

  #start(): void {
    const { version, sizeBytes, sha256, elfSha256, options } = this.#head;
    this.session = startSession({
      pushId: 'golden',
      deviceId: 'port-golden',
      image: {
        imageId: 'ab'.repeat(32),
        fileName: 'app.bin',
        projectName: 'native_ota_example',
        version,
        sizeBytes,
      },
      expectedSha256: sha256,
      facts: this.#facts,
      options: {
        mayReset: false,
        sendUrl: true,
        hostGiven: false,
        appElfSha256: elfSha256,
        ...options,
        endAtMs:
          options?.endAtMs === undefined || options.endAtMs === null ? null : this.#nowMs + options.endAtMs,
      },
      nowMs: this.#nowMs,
    });
  }

  #after(ms: number): void {
    const until = this.#nowMs + ms;
    for (let due = this.#due(); due !== null && due <= until; due = this.#due()) {
      this.#nowMs = Math.max(this.#nowMs, due);
      this.#step({ kind: 'tick' });
    }
    this.#nowMs = until;
    if (this.watch !== null) this.watch = watchTick(this.watch, until);
  }

  #watchConfirmed({ pushId, verdict, after, expected }: Session['view']): void {
    const { watch } = this.#head;
    if (watch === undefined || this.watch !== null || verdict?.outcome !== 'confirmed') return;
    this.watch = startAfterWatch(pushId, after.offset ?? expected.offset, this.#nowMs, watch.forMs);
  }

  #due(): number | null {
    return this.session === null ? null : dueAtMs(this.session);
  }

  #step(event: SessionEvent): void {
    if (this.session === null) return;
    this.session = step(this.session, event, this.#nowMs);
    this.#watchConfirmed(this.session.view);
    const { kind } = this.session.phase;
    const url = 'https://192.168.1.23:8002/firmware/app.bin';
    const line = { text: `Sent ${url}`, atMs: this.#nowMs, seq: null };
    if (kind === 'resetting') this.#step({ kind: 'linesReset' });
    if (kind !== 'sending' && kind !== 'resending') return;
    const { overridden, way = null } = this.#head;
    if (overridden !== undefined && kind === 'sending')
      this.session = step(this.session, { kind: 'overridden', checks: overridden }, this.#nowMs);
    this.#step({ kind: 'urlSent', url, line, way });
  }
}
