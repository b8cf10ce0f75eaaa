import { expect } from 'vitest';

import type { SerialBinding } from '../../electron/core/ports.ts';
import type { VirtualBoardOptions } from '../../electron/virtual/board-options.ts';
import type { Input } from '../../shared/contract/contract.ts';
import type { FaultName } from '../../shared/faults/fault.ts';
import type { FaultResult, FaultRun } from '../../shared/faults/fault-values.ts';
import { CoreClient } from './core-client.ts';
import { appImage } from './virtual-fake.ts';

/** Boards whose own waits take a fiftieth of the time and whose patience is short. */
const FAST: Partial<VirtualBoardOptions> = {
  timeScale: 0.02,
  wifiBytesPerSecond: null,
  recvTimeoutMs: 1_000,
  powerBackAfterMs: 50,
  factory: { projectName: 'native_ota_example', version: '1.0.0', sizeBytes: 0x10000, secureVersion: 0 },
};
/** Longer than twice the boards' patience. */
const PARAMS = { stall: { forMs: 2_500 }, slow: { bytesPerSecond: 100_000 } };

type Wanted = Partial<Pick<Input<'faults.run'>, 'names' | 'params' | 'images'>>;

/** A core with boards of one kind, among which faults are shared out. */
export class FaultBench {
  readonly client: CoreClient;
  readonly imageId: string;
  readonly #options: Partial<VirtualBoardOptions>;
  readonly #shared: string[] = [];

  private constructor(client: CoreClient, imageId: string, options: Partial<VirtualBoardOptions>) {
    this.client = client;
    this.imageId = imageId;
    this.#options = options;
  }

  /** `between`: stands between the boards and the core. */
  static async open(
    options: Partial<VirtualBoardOptions> = {},
    between: (boards: SerialBinding) => SerialBinding = (boards) => boards,
  ): Promise<FaultBench> {
    const client = await CoreClient.open({ delivered: true, between });
    const bytes = new Uint8Array(appImage({ version: '2.0.0', sizeBytes: 0x14000, seed: 9 }));
    const { imageId } = await client.call('image.add', { fileName: 'app.bin', bytes });
    return new FaultBench(client, imageId, { ...FAST, ...options });
  }

  /** A new board that asks for a URL. */
  async board(name: string): Promise<string> {
    const path = this.client.virtual.add(name, this.#options);
    const { deviceId } = await this.client.call('board.open', { path, baudRate: 115_200 });
    await this.client.when('board', deviceId, ({ facts }) => facts.ready);
    return deviceId;
  }

  async start(
    deviceId: string,
    { names = 'all', params = PARAMS, images = {} }: Wanted = {},
  ): Promise<string> {
    const { imageId } = this;
    const { runId } = await this.client.call('faults.run', {
      deviceId,
      imageId,
      names,
      images,
      params,
      port: 0,
    });
    return runId;
  }

  /** The run at its end. */
  async ended(deviceId: string, runId: string): Promise<FaultRun> {
    const over = (run: FaultRun): boolean => run.runId === runId && run.state !== 'running';
    return this.client.when('faults', deviceId, over, 240_000);
  }

  async run(deviceId: string, wanted: Wanted = {}): Promise<FaultRun> {
    return this.ended(deviceId, await this.start(deviceId, wanted));
  }

  /** Each of these faults, shared out among so many boards; the result of each when it comes. */
  shareOut(names: readonly FaultName[], boards: number): (name: FaultName) => Promise<FaultResult> {
    const runs = Array.from({ length: boards }, async (_, index) => {
      const own = names.filter((_name, at) => at % boards === index);
      if (own.length === 0) return [];
      const deviceId = await this.board(`b${index}`);
      this.#shared.push(deviceId);
      return (await this.run(deviceId, { names: own })).results;
    });
    const all = Promise.all(runs).then((results) => results.flat());
    return async (name) => {
      const found = (await all).find((result) => result.name === name);
      if (found === undefined) throw new Error(`${name} was not run`);
      return found;
    };
  }

  /** What the boards of `shareOut` printed while this fault was run, line by line. */
  async printed(name: FaultName): Promise<readonly string[]> {
    for (const deviceId of this.#shared) {
      const { entries } = await this.client.call('log.read', { deviceId, fromSeq: 0, limit: 5_000 });
      const from = entries.findIndex(
        ({ source, text }) => source === 'workbench' && text === `Fault ${name}`,
      );
      if (from === -1) continue;
      const rest = entries.slice(from + 1);
      const to = rest.findIndex(
        ({ source, text }) => source === 'workbench' && /^(Fault |Filling )/.test(text),
      );
      return (to === -1 ? rest : rest.slice(0, to)).flatMap(({ source, tag, text }) =>
        source === 'board' ? [`${tag ?? ''}: ${text}`] : [],
      );
    }
    return [];
  }

  async close(): Promise<void> {
    expect(this.client.bugs).toEqual([]);
    await this.client.close();
  }
}
