import type { Push } from '../../../shared/contract/contract.ts';
import type { BoardState } from '../../../shared/contract/values.ts';
import type { MetricFamily } from '../../../shared/metrics/open-metrics.ts';
import { openMetricsText } from '../../../shared/metrics/open-metrics.ts';
import type { ServerEvent } from '../../../shared/ota/server-event.ts';
import { OUTCOMES } from '../../../shared/ota/stage.ts';

export interface MetricsDeps {
  readonly version: string;
  readonly startedAtMs: number;
  /** Bytes of this process that lie in memory. */
  readonly residentBytes: () => number;
}

const REQUEST_OUTCOMES = ['complete', 'closedEarly', 'stalled'] as const;

/** Counts what the core pushes to everyone; reads nothing and holds nothing up. */
export class Metrics {
  readonly #deps: MetricsDeps;
  readonly #pushes = new Map<string, number>();
  readonly #requests = new Map<string, number>();
  /** By board: the state told last, and the update that was counted. */
  readonly #boards = new Map<string, BoardState>();
  readonly #counted = new Map<string, string>();
  #sentBytes = 0;
  #refused = 0;
  #logBytes = 0;

  constructor(deps: MetricsDeps) {
    this.#deps = deps;
  }

  /** Every push of the hub. */
  see(push: Push): void {
    if (push.kind === 'stream') {
      if (push.name === 'serverEvent') this.#server(push.value as ServerEvent);
    } else if (push.name === 'board' && push.key !== null) {
      this.#board(push.key, push.value as BoardState | null);
    }
  }

  /** OpenMetrics text of all that was counted since the program started. */
  text(): string {
    return openMetricsText(this.#families());
  }

  #server(event: ServerEvent): void {
    if (event.kind === 'tlsRefused') this.#refused += 1;
    if (event.kind !== 'requestEnded') return;
    this.#sentBytes += event.bytes;
    this.#requests.set(event.outcome, (this.#requests.get(event.outcome) ?? 0) + 1);
  }

  #board(deviceId: string, state: BoardState | null): void {
    const before = this.#boards.get(deviceId);
    if (state === null) {
      this.#boards.delete(deviceId);
      return;
    }
    this.#boards.set(deviceId, state);
    this.#logBytes += Math.max(0, state.log.bytes - (before?.log.bytes ?? 0));
    const { session } = state;
    if (session?.verdict == null || this.#counted.get(deviceId) === session.pushId) return;
    this.#counted.set(deviceId, session.pushId);
    const { outcome } = session.verdict;
    this.#pushes.set(outcome, (this.#pushes.get(outcome) ?? 0) + 1);
  }

  #families(): readonly MetricFamily[] {
    const { version, startedAtMs, residentBytes } = this.#deps;
    const boards = [...this.#boards.values()];
    const running = boards.filter(({ session }) => session !== null && session.verdict === null).length;
    const byOutcome = (names: readonly string[], counts: ReadonlyMap<string, number>) =>
      names.map((outcome) => ({ labels: { outcome }, value: counts.get(outcome) ?? 0 }));
    const one = (value: number) => [{ value }];
    return [
      {
        name: 'ota_workbench_build',
        type: 'info',
        help: 'The program.',
        samples: [{ labels: { version }, value: 1 }],
      },
      {
        name: 'ota_workbench_pushes',
        type: 'counter',
        help: 'Updates that ended, by verdict.',
        samples: byOutcome(OUTCOMES, this.#pushes),
      },
      {
        name: 'ota_workbench_pushes_running',
        type: 'gauge',
        help: 'Updates that run.',
        samples: one(running),
      },
      {
        name: 'ota_workbench_boards_open',
        type: 'gauge',
        help: 'Boards whose port is open.',
        samples: one(boards.filter(({ link }) => link === 'open').length),
      },
      {
        name: 'ota_workbench_server_requests',
        type: 'counter',
        help: 'Requests that ended, by how.',
        samples: byOutcome(REQUEST_OUTCOMES, this.#requests),
      },
      {
        name: 'ota_workbench_server_tls_refused',
        type: 'counter',
        help: 'TLS handshakes that did not end well.',
        samples: one(this.#refused),
      },
      {
        name: 'ota_workbench_server_body_bytes',
        type: 'counter',
        unit: 'bytes',
        help: 'Bytes of images that were sent in requests that ended.',
        samples: one(this.#sentBytes),
      },
      {
        name: 'ota_workbench_log_bytes',
        type: 'counter',
        unit: 'bytes',
        help: 'Bytes that boards printed.',
        samples: one(this.#logBytes),
      },
      {
        name: 'ota_workbench_resident_memory_bytes',
        type: 'gauge',
        unit: 'bytes',
        help: 'Memory of this process.',
        samples: one(residentBytes()),
      },
      {
        name: 'ota_workbench_start_time_seconds',
        type: 'gauge',
        unit: 'seconds',
        help: 'When the program started, since the Unix epoch.',
        samples: one(startedAtMs / 1000),
      },
    ];
  }
}
