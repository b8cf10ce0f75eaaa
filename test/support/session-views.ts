import type { BoardState, ImageEntry } from '../../shared/contract/values.ts';
import type { ImageFacts } from '../../shared/esp/image-facts.ts';
import { NO_FACTS } from '../../shared/ota/board-facts.ts';
import type { Running, SessionView, StageReached, Verdict } from '../../shared/ota/session-view.ts';
import type { Stage } from '../../shared/ota/stage.ts';

const UNKNOWN: Running = { partition: null, offset: null, version: null, sha256: null };

/** A session that has just begun, with what a test says of it. */
export function viewOf(given: Partial<SessionView> = {}): SessionView {
  return {
    pushId: 'push-1',
    deviceId: 'board-1',
    image: {
      imageId: 'a'.repeat(64),
      fileName: 'app.bin',
      projectName: 'native_ota',
      version: '2.0.0',
      sizeBytes: 1000,
    },
    url: null,
    startedAtMs: 0,
    stages: [],
    writtenAtMs: null,
    current: null,
    waitingFor: null,
    suspected: null,
    progress: {
      deliveredBytes: null,
      bytesAre: 'delivered',
      writtenBytes: null,
      totalBytes: 1000,
      deliveredRate: null,
      writtenRate: null,
    },
    before: UNKNOWN,
    expected: { ...UNKNOWN, version: '2.0.0', sha256: 'e'.repeat(64) },
    after: UNKNOWN,
    overridden: [],
    boardSaid: null,
    serverSaw: null,
    verdict: null,
    ...given,
  };
}

/** A stage with an evidence that names it. */
export function reached(stage: Stage, atMs: number): StageReached {
  return { stage, atMs, evidence: `seen: ${stage}`, source: 'board', logSeq: null };
}

/** A verdict that took one second. */
export function verdictOf(given: Partial<Verdict> = {}): Verdict {
  return {
    outcome: 'confirmed',
    error: null,
    proof: 'digest',
    equalDigestBytes: 32,
    lessCertain: false,
    atMs: 1000,
    durationMs: 1000,
    ...given,
  };
}

/** An open board, without a word from it. */
export function boardOf(given: Partial<BoardState> = {}): BoardState {
  return {
    deviceId: 'board-1',
    name: 'board',
    port: {
      path: '/dev/ttyUSB0',
      label: 'CP2102',
      vendorId: '10c4',
      productId: 'ea60',
      serialNumber: null,
      location: null,
      virtual: false,
    },
    baudRate: 115_200,
    link: 'open',
    error: null,
    hasModemLines: true,
    facts: NO_FACTS,
    session: null,
    afterWatch: null,
    lastRun: null,
    log: { entries: 0, bytes: 0, byLevel: { E: 0, W: 0, I: 0, D: 0, V: 0 }, diskError: null },
    ...given,
  };
}

/** An image in the library. */
export function entryOf(facts: ImageFacts, urlName = 'app'): ImageEntry {
  return {
    imageId: facts.fileSha256,
    fileName: `${urlName}.bin`,
    urlName,
    notes: '',
    addedAtMs: 0,
    source: 'dropped',
    facts,
    pushes: [],
    available: true,
  };
}
