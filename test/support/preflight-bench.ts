import { expect } from 'vitest';

import type { VirtualBoardOptions } from '../../electron/virtual/board-options.ts';
import type { PreflightCheck, PreflightName } from '../../shared/ota/preflight.ts';
import type { SessionView } from '../../shared/ota/session-view.ts';
import { CoreClient } from './core-client.ts';

/** A board whose own waits take a twentieth of the time. */
const FAST: Partial<VirtualBoardOptions> = { timeScale: 0.05, wifiBytesPerSecond: null };

/** A core with one virtual board that waits for its URL, and what the checks and the board say of an image. */
export class PreflightBench {
  readonly client: CoreClient;
  readonly deviceId: string;
  /** Everything the board has printed since it was ready. */
  readonly lines: string[] = [];

  constructor(client: CoreClient, deviceId: string) {
    this.client = client;
    this.deviceId = deviceId;
    client.onLog((batch) => this.lines.push(...batch.entries.map(({ text }) => text)));
  }

  static async open(options: Partial<VirtualBoardOptions>): Promise<PreflightBench> {
    const client = await CoreClient.open();
    const path = client.virtual.add('bench', { ...FAST, ...options });
    const { deviceId } = await client.call('board.open', { path, baudRate: 115_200 });
    const bench = new PreflightBench(client, deviceId);
    await bench.ready();
    return bench;
  }

  async ready(): Promise<void> {
    await this.client.when('board', this.deviceId, ({ facts }) => facts.ready);
  }

  async add(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
    return (await this.client.call('image.add', { fileName: 'app.bin', bytes })).imageId;
  }

  async checks(imageId: string): Promise<readonly PreflightCheck[]> {
    return (await this.client.call('image.preflight', { deviceId: this.deviceId, imageId })).checks;
  }

  async failedChecks(imageId: string): Promise<PreflightCheck[]> {
    return (await this.checks(imageId)).filter(({ result }) => result === 'failed');
  }

  /** The session at its end. */
  async push(imageId: string, override: PreflightName[]): Promise<SessionView> {
    const { client, deviceId } = this;
    const options = { reset: false, sendUrl: true, timeoutMs: null };
    const { pushId } = await client.call('push.start', { deviceId, imageId, override, ...options });
    const ended = ({ session }: { session: SessionView | null }): boolean =>
      session?.pushId === pushId && session.verdict !== null;
    return (await client.when('board', deviceId, ended, 60_000)).session as SessionView;
  }

  /** Why a push without override does not happen: a refused verdict, or no session at all. */
  async refusalOf(imageId: string): Promise<string | null | undefined> {
    try {
      const { verdict } = await this.push(imageId, []);
      expect(verdict?.outcome).toBe('refused');
      return verdict?.error?.code;
    } catch (thrown) {
      return (thrown as { code?: string }).code;
    }
  }

  /** Waits for a line of the board, printed or to come. */
  async said(text: RegExp): Promise<void> {
    await expect.poll(() => this.lines.find((line) => text.test(line)), { timeout: 5_000 }).toBeDefined();
  }

  /** Paths that were asked for. */
  requests(): readonly string[] {
    return this.client.serverEvents.flatMap((event) => (event.kind === 'requestStarted' ? [event.path] : []));
  }

  async close(): Promise<void> {
    expect(this.client.bugs).toEqual([]);
    await this.client.close();
  }
}
