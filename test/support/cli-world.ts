import { Writable } from 'node:stream';

import { runCli } from '../../electron/cli/run-cli.ts';
import type { CliWorld } from '../../electron/cli/world.ts';
import type { CoreOptions } from '../../electron/core/core.ts';
import type { SerialPortInfo } from '../../electron/core/ports.ts';
import type { FakeCore } from './fake-core.ts';
import { createFakeCore } from './fake-core.ts';
import { tempDir } from './temp-dir.ts';

export interface CliSetup {
  readonly core?: FakeCore;
  readonly ports?: readonly SerialPortInfo[];
  /** Columns of a terminal; null where stdout is none. */
  readonly columns?: number | null;
  readonly env?: Readonly<Record<string, string>>;
  /** Replaces the core's opening, for a data directory that is in use. */
  readonly openCore?: CliWorld['openCore'];
}

export interface CliRun {
  readonly code: Promise<number>;
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** stdout as JSON lines; a line that is none fails the test. */
  readonly events: () => readonly Record<string, unknown>[];
  /** Waits until an event of this kind was said. */
  readonly said: (event: string) => Promise<void>;
  readonly signal: () => void;
  /** Exit codes of a process that was ended at once. */
  readonly exits: readonly number[];
  readonly opened: readonly CoreOptions[];
  /** Lets every later write to stdout fail as for a closed pipe. */
  readonly closeReader: () => void;
}

/** A command line in this process, with a core and ports of the test's own. */
export function startCli(argv: readonly string[], setup: CliSetup = {}): CliRun {
  const signals = new Set<() => void>();
  const exits: number[] = [];
  const opened: CoreOptions[] = [];
  const out = new Captured();
  const err = new Captured();
  const core = setup.core ?? createFakeCore();
  const world: CliWorld = {
    stdout: out,
    stderr: err,
    columns: () => setup.columns ?? null,
    env: { LANG: 'en_US.UTF-8', ...setup.env },
    platform: 'linux',
    home: tempDir(),
    locale: 'en-US',
    pageDir: 'no-page',
    openCore: async (options) => {
      opened.push(options);
      return (await setup.openCore?.(options)) ?? core;
    },
    openPortLister: () => ({
      list: async () => setup.ports ?? [],
      open: () => Promise.reject(new Error('the test opens no port')),
    }),
    onSignal: (listener) => {
      signals.add(listener);
      return () => signals.delete(listener);
    },
    exit: (code) => void exits.push(code),
  };
  const events = () =>
    out.text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  return {
    code: runCli(argv, world),
    stdout: () => out.text,
    stderr: () => err.text,
    events,
    said: (event) => out.until(() => events().some((line) => line.event === event)),
    signal: () => {
      for (const listener of [...signals]) listener();
    },
    exits,
    opened,
    closeReader: () => {
      out.broken = true;
    },
  };
}

class Captured extends Writable {
  text = '';
  broken = false;
  readonly #waiting = new Set<() => void>();

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error) => void): void {
    if (this.broken) {
      done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
      return;
    }
    this.text += chunk.toString('utf8');
    done();
    for (const look of [...this.#waiting]) look();
  }

  until(holds: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (!holds()) return;
        this.#waiting.delete(look);
        resolve();
      };
      this.#waiting.add(look);
      look();
    });
  }
}
