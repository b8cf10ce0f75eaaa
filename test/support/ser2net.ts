import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';

import { freePort } from './free-port.ts';
import { until } from './pty.ts';
import { tempDir } from './temp-dir.ts';

/** A serial server of Debian over one terminal, on loopback. */
export interface Ser2net {
  readonly rfc2217: string;
  readonly socket: string;
  /** Ends it as a pulled plug does, and resolves when it has. */
  kill(): Promise<void>;
  /** Starts it again on the same ports. */
  start(): Promise<void>;
}

/** Starts ser2net on `terminal`, with RFC 2217 on one port and the bytes alone on another. */
export async function startSer2net(terminal: string): Promise<Ser2net> {
  const [rfcPort, rawPort] = [await freePort(), await freePort()];
  const file = path.join(tempDir(), 'ser2net.yaml');
  const connection = (name: string, accepter: string) =>
    `connection: &${name}\n  accepter: ${accepter}\n  connector: serialdev,${terminal},115200n81,local\n`;
  writeFileSync(
    file,
    `%YAML 1.1\n---\n${connection('rfc', `telnet(rfc2217),tcp,127.0.0.1,${rfcPort}`)}${connection('raw', `tcp,127.0.0.1,${rawPort}`)}`,
  );
  let child: ChildProcess = spawn('true', { stdio: 'ignore' });
  const start = async (): Promise<void> => {
    child = spawn('ser2net', ['-n', '-d', '-c', file], { stdio: 'ignore' });
    let failed: Error | null = null;
    child.once('error', (error) => {
      failed = new Error(`ser2net could not be started (on Debian: apt install ser2net): ${error.message}`);
    });
    let listens = false;
    const look = (): void => {
      const socket = connect(rawPort, '127.0.0.1');
      socket.once('connect', () => {
        listens = true;
        socket.destroy();
      });
      socket.once('error', () => setTimeout(look, 20));
    };
    look();
    await until(() => listens || failed !== null, 'ser2net does not listen');
    if (failed !== null) throw failed;
    // The look was a connection of its own; its terminal is closed again first.
    await new Promise((resolve) => setTimeout(resolve, 100));
  };
  await start();
  return {
    rfc2217: `rfc2217://127.0.0.1:${rfcPort}`,
    socket: `socket://127.0.0.1:${rawPort}`,
    start,
    kill: async () => {
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    },
  };
}
