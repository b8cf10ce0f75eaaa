import { onTestFinished } from 'vitest';

import { loadSocketBuffers } from '../../electron/adapters/socket-buffers.ts';
import { systemClock } from '../../electron/adapters/system-clock.ts';
import { Catalogue } from '../../electron/core/server/catalogue.ts';
import type { FirmwareServer, FirmwareServerDeps } from '../../electron/core/server/firmware-server.ts';
import { createFirmwareServer } from '../../electron/core/server/firmware-server.ts';
import type { ServerLimits } from '../../electron/core/server/server-limits.ts';
import type { ServerEvent } from '../../shared/ota/server-event.ts';
import type { TestCredentials } from './test-credentials.ts';
import { testCredentials } from './test-credentials.ts';

export type EventOf<K extends ServerEvent['kind']> = Extract<ServerEvent, { readonly kind: K }>;

/** A running firmware server on loopback with all it told so far. */
export interface FirmwareBench {
  readonly server: FirmwareServer;
  readonly catalogue: Catalogue;
  readonly credentials: TestCredentials;
  readonly port: number;
  readonly plainPort: number | null;
  readonly events: readonly ServerEvent[];
  /** How often each event came. */
  readonly counts: ReadonlyMap<ServerEvent['kind'], number>;
  /** The `nth` event of this kind, at once or when it comes. */
  event<K extends ServerEvent['kind']>(kind: K, nth?: number): Promise<EventOf<K>>;
  url(path: string): string;
}

export interface BenchOptions
  extends Partial<
    Pick<
      FirmwareServerDeps,
      'clock' | 'socketBuffers' | 'onCrowd' | 'credentialsFor' | 'recordBytes' | 'rules' | 'descriptorLimit'
    >
  > {
  readonly limits?: Partial<ServerLimits>;
  /** What it shows; made once for all tests where left out. */
  readonly credentials?: TestCredentials;
  /** Whether it listens without TLS besides. */
  readonly plain?: boolean;
  /** Events are counted and not kept: there are very many. */
  readonly forgets?: boolean;
}

/** Starts a server on a free port; it stops with the test. */
export async function firmwareBench(options: BenchOptions = {}): Promise<FirmwareBench> {
  const { limits = {}, plain = false, forgets = false, ...rest } = options;
  const { credentials = await testCredentials(), ...given } = rest;
  const catalogue = new Catalogue();
  const events: ServerEvent[] = [];
  const counts = new Map<ServerEvent['kind'], number>();
  const waiting = new Set<() => void>();
  const server = createFirmwareServer({
    clock: systemClock,
    catalogue,
    credentials: () => credentials,
    version: '1.2.3',
    socketBuffers: loadSocketBuffers,
    onEvent: (event) => {
      counts.set(event.kind, (counts.get(event.kind) ?? 0) + 1);
      if (forgets) return;
      events.push(event);
      for (const look of [...waiting]) look();
    },
    ...given,
    limits: () => limits,
  });
  onTestFinished(async () => void (await server.stop({ drainMs: 0 })));
  const { port, plainPort } = await server.start({
    port: 0,
    bind: '127.0.0.1',
    plainPort: plain ? 0 : null,
  });
  const event = <K extends ServerEvent['kind']>(kind: K, nth = 1): Promise<EventOf<K>> =>
    new Promise((resolve) => {
      const look = (): void => {
        const found = events.filter((each): each is EventOf<K> => each.kind === kind)[nth - 1];
        if (found === undefined) return;
        waiting.delete(look);
        resolve(found);
      };
      waiting.add(look);
      look();
    });
  return {
    server,
    catalogue,
    credentials,
    port,
    plainPort,
    events,
    counts,
    event,
    url: (path) => `https://127.0.0.1:${port}${path}`,
  };
}
