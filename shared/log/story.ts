import type { BoardFacts } from '../ota/board-facts.ts';
import { NO_FACTS } from '../ota/board-facts.ts';
import type { DeviceEvent } from '../ota/device/device-event.ts';
import { readBoard } from '../ota/device/read-board.ts';
import { recognise } from '../ota/device/recognise.ts';
import type { Recogniser } from '../ota/mapping/recogniser.ts';
import type { ParsedLine } from './parse-log-line.ts';

/** Something that happened in a log, as far as the board's lines tell it. */
export interface StoryEvent {
  /** The line that tells it. */
  readonly seq: number;
  /** Host clock; 0 where the log does not say. */
  readonly atMs: number;
  readonly kind: StoryKind;
  readonly params: Readonly<Record<string, string | number>>;
}

export const STORY_KINDS = [
  'boot',
  'app',
  'partition',
  'push',
  'offered',
  'written',
  'refused',
  'failed',
  'restarting',
  'panic',
  'confirmed',
  'diagnosticsFailed',
  'verdictConfirmed',
  'verdictRolledBack',
  'verdictRuns',
  'verdictFailed',
  'verdictRefused',
  'verdictUnknown',
] as const;
export type StoryKind = (typeof STORY_KINDS)[number];

type Line = Pick<ParsedLine, 'tag' | 'text'> & { readonly seq: number; readonly atMs: number };

/** An update that the log shows, until its verdict. */
interface Push {
  readonly before: { readonly version: string | null; readonly partition: string | null };
  offered: string | null;
  /** The board restarted into the new image, or said that it does. */
  restarting: boolean;
  /** The new image has started. */
  booted: boolean;
}

/** Reads what happened out of a board's lines, one after another: starts, updates, panics, and how each update ended. */
export class StoryReader {
  readonly #recognise: Recogniser;
  #facts: BoardFacts = NO_FACTS;
  #push: Push | null = null;
  #told: StoryEvent[] = [];
  #line: Line = { seq: 0, atMs: 0, tag: null, text: '' };
  #saidBoot = -1;

  /** `read`: what lines mean; by ESP-IDF's words where left out. */
  constructor(read: Recogniser = recognise) {
    this.#recognise = read;
  }

  /** As much of the running program's SHA-256 as the board printed at its last start. */
  get elfSha256Prefix(): string | null {
    return this.#facts.elfSha256Prefix;
  }

  /** What a line adds to the story. */
  read(line: Line): readonly StoryEvent[] {
    const event = this.#recognise(line);
    if (event === null) return NOTHING;
    this.#line = line;
    const before = this.#facts;
    this.#facts = readBoard(before, event);
    this.#told = [];
    this.#take(event, before);
    return this.#told;
  }

  /** What can be said once the log is over. */
  end(): readonly StoryEvent[] {
    this.#told = [];
    if (this.#push?.booted === true) this.#conclude('verdictRuns');
    else if (this.#push !== null) this.#conclude('verdictUnknown');
    return this.#told;
  }

  #tell(kind: StoryKind, params: StoryEvent['params'] = {}): void {
    this.#told.push({ seq: this.#line.seq, atMs: this.#line.atMs, kind, params });
  }

  #conclude(kind: StoryKind): void {
    this.#tell(kind, { version: this.#facts.version ?? '?' });
    this.#push = null;
  }

  /** The update that a line belongs to; it begins here where the log did not show its beginning. */
  #pushNow(before: BoardFacts): Push {
    if (this.#push === null) {
      this.#push = {
        before: { version: before.version, partition: before.runningPartition },
        offered: null,
        restarting: false,
        booted: false,
      };
      this.#tell('push');
    }
    return this.#push;
  }

  #take(event: DeviceEvent, before: BoardFacts): void {
    const { text } = this.#line;
    switch (event.kind) {
      case 'reset':
        this.#boot(event.reason);
        break;
      case 'bootloader':
        // The ROM's lines are lost where the port was opened late.
        if (this.#line.seq - this.#saidBoot > 40) this.#boot('?');
        break;
      case 'runningPartition':
      case 'loadedApp':
        if (this.#facts.runningPartition !== before.runningPartition) this.#partition();
        break;
      case 'appVersion':
        this.#app(event.version);
        break;
      case 'panic':
        this.#tell('panic', { text: event.text });
        break;
      case 'diagnosticsFailed':
        this.#tell('diagnosticsFailed');
        break;
      case 'appConfirmed':
        this.#tell('confirmed');
        if (this.#push?.booted === true) this.#conclude('verdictConfirmed');
        break;
      case 'otaTaskStarted':
        // Past its diagnostics and still running: the native example confirms itself before this line.
        if (this.#push?.booted === true) this.#conclude('verdictConfirmed');
        break;
      default:
        this.#takeUpdate(event, before, text);
    }
  }

  #takeUpdate(event: DeviceEvent, before: BoardFacts, text: string): void {
    switch (event.kind) {
      case 'writingTo':
      case 'otaBegan':
        this.#pushNow(before);
        break;
      case 'newVersion':
        this.#pushNow(before).offered = event.version;
        this.#tell('offered', { version: event.version });
        break;
      case 'totalWritten':
        this.#pushNow(before);
        this.#tell('written', { bytes: event.bytes });
        break;
      case 'restarting':
        this.#pushNow(before).restarting = true;
        this.#tell('restarting');
        break;
      case 'refused':
        this.#pushNow(before);
        this.#tell('refused', { why: text });
        this.#conclude('verdictRefused');
        break;
      case 'fatal':
        if (this.#push !== null) this.#conclude('verdictFailed');
        break;
      default:
        // Other parts of a program connect too: only what an update does belongs to one.
        if (FAILURES.has(event.kind) && (this.#push !== null || before.ready)) this.#failed(before, text);
    }
  }

  #boot(reason: string): void {
    this.#saidBoot = this.#line.seq;
    this.#tell('boot', { reason });
  }

  #partition(): void {
    this.#tell('partition', { partition: this.#facts.runningPartition ?? '?' });
  }

  #app(version: string): void {
    this.#tell('app', { project: this.#facts.projectName ?? '', version });
    const push = this.#push;
    if (push === null || !push.restarting) return;
    const { runningPartition } = this.#facts;
    const isOld =
      push.before.partition !== null && runningPartition !== null
        ? runningPartition === push.before.partition
        : push.offered !== null && version !== push.offered;
    if (isOld) this.#conclude('verdictRolledBack');
    else push.booted = true;
  }

  #failed(before: BoardFacts, why: string): void {
    this.#pushNow(before);
    this.#tell('failed', { why });
  }
}

const NOTHING: readonly StoryEvent[] = [];
const FAILURES: ReadonlySet<DeviceEvent['kind']> = new Set([
  'connectFailed',
  'handshakeFailed',
  'urlInvalid',
  'noSlot',
  'otaBeginFailed',
  'shortHeader',
  'readError',
  'incomplete',
  'httpError',
  'imageError',
  'imageCorrupt',
  'otaEndFailed',
  'setBootFailed',
]);
