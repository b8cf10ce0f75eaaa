import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createRoutes } from '../../electron/adapters/routes.ts';
import { loadSocketBuffers } from '../../electron/adapters/socket-buffers.ts';
import { composeVirtual } from '../../electron/compose.ts';
import type { Core, CoreOptions } from '../../electron/core/core.ts';
import { createCore } from '../../electron/core/create-core.ts';
import type { AddressTool, SerialBinding, World } from '../../electron/core/ports.ts';
import type { VirtualBinding } from '../../electron/virtual/virtual-binding.ts';
import { createVirtualFaults } from '../../electron/virtual/virtual-faults.ts';
import type {
  Input,
  Message,
  Output,
  Push,
  RequestName,
  State,
  StateName,
} from '../../shared/contract/contract.ts';
import { WorkbenchError } from '../../shared/errors.ts';
import type { ServerEvent } from '../../shared/ota/server-event.ts';

export interface Opening extends Partial<Pick<CoreOptions, 'dataDir' | 'shell' | 'allowedFolders'>> {
  readonly binding?: SerialBinding;
  /** Stands between the virtual boards and the core. */
  readonly between?: (boards: SerialBinding) => SerialBinding;
  /** Whether bytes are counted when they are delivered, where this system tells. */
  readonly delivered?: boolean;
  /** This machine's network, in place of the real one. */
  readonly network?: Partial<Pick<World, 'ownAddresses' | 'interfaces' | 'firewall' | 'routes'>>;
  /** The toolchain that decodes addresses; there is none where left out. */
  readonly addressTool?: AddressTool;
}

/** The real core on a data directory of its own, held as a shell holds it. */
export class CoreClient {
  readonly core: Core;
  readonly dataDir: string;
  readonly port: number;
  /** The boards behind the ports: tests look into their true flash. */
  readonly virtual: VirtualBinding;
  readonly bugs: unknown[];
  readonly serverEvents: ServerEvent[] = [];
  /** This machine slept, as its clock tells. */
  sleep: (seconds: number) => void = () => undefined;
  /** Runs that keep the computer awake now. */
  awake = 0;
  readonly #listeners = new Set<(push: Push) => void>();

  constructor(core: Core, virtual: VirtualBinding, at: { dataDir: string; port: number; bugs: unknown[] }) {
    this.core = core;
    this.virtual = virtual;
    this.dataDir = at.dataDir;
    this.port = at.port;
    this.bugs = at.bugs;
    core.onPush((push) => {
      if (push.kind === 'stream' && push.name === 'serverEvent')
        this.serverEvents.push(push.value as ServerEvent);
      for (const listener of this.#listeners) listener(push);
    });
  }

  /** `binding`: the ports the core sees; its virtual boards where left out. `dataDir`: one of an earlier start. */
  static async open(given: Opening = {}): Promise<CoreClient> {
    const { dataDir = mkdtempSync(path.join(tmpdir(), 'ota-core-')), shell = 'cli' } = given;
    const port = await freePort();
    const { clock, virtual } = composeVirtual(dataDir);
    const bugs: unknown[] = [];
    let slept: (seconds: number) => void = () => undefined;
    let opened: CoreClient | null = null;
    const core = await createCore(
      {
        dataDir,
        shell,
        language: 'en',
        version: '0.0.0-test',
        server: { port },
        allowedFolders: given.allowedFolders ?? [],
      },
      {
        clock,
        binding: given.binding ?? given.between?.(virtual) ?? virtual,
        routes: createRoutes(clock),
        ...given.network,
        ...(given.addressTool === undefined ? {} : { addressTool: given.addressTool }),
        ...(given.delivered === true ? { socketBuffers: loadSocketBuffers } : {}),
        sha256: (data) => createHash('sha256').update(data).digest(),
        addVirtual: (name) => Promise.resolve(virtual.add(name)),
        powerVirtual: (port, on) => virtual.power(port, on),
        virtualFaults: createVirtualFaults(virtual),
        watchHostSleep: (listener) => {
          slept = listener;
          return () => undefined;
        },
        keepAwake: () => {
          if (opened !== null) opened.awake += 1;
          return () => {
            if (opened !== null) opened.awake -= 1;
          };
        },
        onNotice: () => undefined,
        onBug: (thrown) => bugs.push(thrown),
        stop: () => virtual.stop(),
      },
    );
    opened = new CoreClient(core, virtual, { dataDir, port, bugs });
    opened.sleep = (seconds) => slept(seconds);
    return opened;
  }

  async call<N extends RequestName>(name: N, input: Input<N>): Promise<Output<N>> {
    const reply = await this.core.dispatch(name, input);
    if (!reply.ok) throw new WorkbenchError(reply.error.code, reply.error.params);
    return reply.value as Output<N>;
  }

  state<N extends StateName>(name: N, key: string | null = null): State<N> | undefined {
    return this.core.states().find((push) => push.name === name && push.key === key)?.value as
      | State<N>
      | undefined;
  }

  /** The first value of a state, now or later, that `holds`. */
  when<N extends StateName>(
    name: N,
    key: string | null,
    holds: (value: State<N>) => boolean,
    withinMs = 20_000,
  ): Promise<State<N>> {
    const now = this.state(name, key);
    if (now !== undefined && holds(now)) return Promise.resolve(now);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#listeners.delete(listener);
        reject(
          new Error(
            `No such ${name} within ${withinMs} ms; last: ${JSON.stringify(this.state(name, key))?.slice(0, 2_000)}`,
          ),
        );
      }, withinMs);
      const listener = (push: Push): void => {
        if (push.kind !== 'state' || push.name !== name || push.key !== key) return;
        if (!holds(push.value as State<N>)) return;
        clearTimeout(timer);
        this.#listeners.delete(listener);
        resolve(push.value as State<N>);
      };
      this.#listeners.add(listener);
    });
  }

  onLog(listener: (batch: Message<'log'>) => void): void {
    this.#listeners.add((push) => {
      if (push.kind === 'stream' && push.name === 'log') listener(push.value as Message<'log'>);
    });
  }

  async close(): Promise<void> {
    await this.core.stop();
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}
