import type { PreflightCheck } from '../../../shared/ota/preflight.ts';
import type { ServerEvent } from '../../../shared/ota/server-event.ts';
import type { SessionView } from '../../../shared/ota/session-view.ts';
import type { ReportSample } from '../../../shared/report/case-schema.ts';
import type { ReportCertificates } from '../../../shared/report/report-schema.ts';
import { addSample } from '../../../shared/report/samples.ts';

/** A board that is scanned or attacked meanwhile makes a long log, not an endless one. */
const MAX_EVENTS = 20_000;

/** What is noted while an update runs, besides what its own view says at the end. */
export interface SessionNotes {
  readonly pushId: string;
  /** Where the board's log stood when it began. */
  readonly pushOffset: number;
  /** Where the board's start before it begins in that log, which says what ran then. */
  readonly fromOffset: number;
  /** Null where they were not kept: those of an update that an earlier program began. */
  readonly events: readonly ServerEvent[] | null;
  readonly samples: readonly ReportSample[];
  readonly preflight: readonly PreflightCheck[];
  /** What the board was to be shown when they were made; null before. */
  readonly certificates: ReportCertificates | null;
  /** The address it had last: after its restart it may not have said one yet. */
  readonly ipv4: string | null;
}

interface Taken extends SessionNotes {
  readonly events: ServerEvent[];
  readonly samples: ReportSample[];
  preflight: readonly PreflightCheck[];
  certificates: ReportCertificates | null;
  ipv4: string | null;
}

/** Places in a board's whole raw log, in bytes. */
export interface LogPlace {
  readonly logOffset: number;
  /** Where the board's last start begins; null where none was seen. */
  readonly startOffset: number | null;
}

const NOTHING = { preflight: [], certificates: null } as const;

/** A start that lies further back stays out: a board that printed for days since would fill the report with it. */
const MAX_BEFORE_BYTES = 1024 * 1024;

function placeOf({ logOffset, startOffset }: LogPlace): Pick<SessionNotes, 'fromOffset' | 'pushOffset'> {
  const isNear = startOffset !== null && logOffset - startOffset <= MAX_BEFORE_BYTES;
  return { fromOffset: isNear ? startOffset : logOffset, pushOffset: logOffset };
}

/** What is left of the notes of an update that an earlier program began: where its log lies. */
export function leftNotes(pushId: string, place: LogPlace, ipv4: string | null): SessionNotes {
  return { ...NOTHING, ...placeOf(place), pushId, events: null, samples: [], ipv4 };
}

/** Takes notes of each board's running update; each call costs next to nothing. */
export class SessionNoteTaker {
  readonly #byBoard = new Map<string, Taken>();

  /** An update as it stands; true when it is one that was not seen before. */
  see(view: SessionView, ipv4: string | null, log: LogPlace, nowMs: number): boolean {
    const before = this.#byBoard.get(view.deviceId);
    const isNew = before?.pushId !== view.pushId;
    const notes: Taken =
      before !== undefined && !isNew
        ? before
        : { ...NOTHING, ...placeOf(log), pushId: view.pushId, events: [], samples: [], ipv4 };
    notes.ipv4 = ipv4 ?? notes.ipv4;
    if (isNew) this.#byBoard.set(view.deviceId, notes);
    addSample(notes.samples, nowMs - view.startedAtMs, view.progress);
    return isNew;
  }

  /** The checks that decided whether the URL was sent, and what the board is shown. */
  preflight(
    deviceId: string,
    checks: readonly PreflightCheck[],
    certificates: ReportCertificates | null,
  ): void {
    const notes = this.#byBoard.get(deviceId);
    if (notes !== undefined) Object.assign(notes, { preflight: checks, certificates });
  }

  /** What the server saw of these boards, or of a push by its URL. */
  server(event: ServerEvent, deviceIds: readonly string[]): void {
    for (const [deviceId, notes] of this.#byBoard) {
      const pushId = 'pushId' in event ? event.pushId : null;
      const belongs = pushId === null ? deviceIds.includes(deviceId) : pushId === notes.pushId;
      if (belongs && notes.events.length < MAX_EVENTS) notes.events.push(event);
    }
  }

  /** The notes of an update that ended; they are kept no longer. Null for one that was not seen running. */
  take({ deviceId, pushId }: SessionView): SessionNotes | null {
    const notes = this.#byBoard.get(deviceId);
    if (notes?.pushId !== pushId) return null;
    this.#byBoard.delete(deviceId);
    return notes;
  }
}
