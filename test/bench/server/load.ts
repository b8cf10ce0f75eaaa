import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';

/** What so many clients met. */
export interface LoadResult {
  readonly seconds: number;
  readonly bytes: number;
  readonly requests: number;
  readonly failed: number;
  readonly resumed: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Processor time of all clients together. */
  readonly clientSeconds: number;
}

export interface LoadOptions {
  readonly port: number;
  readonly path: string;
  readonly clients: number;
  readonly tls: string;
  readonly forMs: number;
  /** What each client reads, 1 KiB at a time; 0: as fast as it goes. */
  readonly bytesPerSecond?: number;
  /** A client offers the session of its last connection. */
  readonly resumes?: boolean;
  /** What is not done so long after the time counts as failed. */
  readonly graceMs?: number;
  /** Called with what the first client has read of its body, where `bytesPerSecond` is given. */
  readonly onRead?: (bytes: number) => void;
}

let program: string | null = null;

/** Runs the clients of `load.c`, on the second processor where there are two. */
export async function load(options: LoadOptions): Promise<LoadResult> {
  program ??= compile();
  const { port, path: target, clients, tls, forMs, bytesPerSecond = 0, resumes, graceMs = 10_000 } = options;
  const words = [port, target, clients, tls, forMs, bytesPerSecond, resumes ? 'resume' : 'fresh', graceMs];
  const command = spawnSync('taskset', ['-V']).status === 0 ? ['taskset', '-c', '1', program] : [program];
  const child = spawn(command[0] ?? '', [...command.slice(1), ...words.map(String)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => {
    const lines = (text + chunk.toString()).split('\n');
    text = lines.pop() ?? '';
    for (const line of lines) {
      if (line.startsWith('{')) text = `${line}\n`;
      else options.onRead?.(Number(line.slice('READ '.length)));
    }
  });
  await new Promise((resolve) => child.once('close', resolve));
  return JSON.parse(text) as LoadResult;
}

function compile(): string {
  const folder = path.resolve('dist', 'bench', 'server');
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, 'load');
  const given = ['-O2', '-o', file, 'test/bench/server/load.c', '-lssl', '-lcrypto', '-lpthread'];
  const { status } = spawnSync('gcc', given, { stdio: 'inherit' });
  if (status !== 0) throw new Error('The load generator needs gcc and libssl-dev.');
  return file;
}
