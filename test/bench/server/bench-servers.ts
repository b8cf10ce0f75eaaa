import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { cpus } from 'node:os';
import path from 'node:path';

/** A server under measurement. */
export interface BenchServer {
  readonly name: string;
  readonly port: number;
  /** Processor time used so far by all its processes; 0 where /proc does not tell. */
  cpuSeconds(): number;
  /** Memory of all its processes, in bytes: what is theirs alone, and their share of what they share. */
  memoryBytes(): number;
  stop(): void;
}

const canPin = cpus().length > 1 && spawnSync('taskset', ['-V']).status === 0;

/** Servers run on the first processor, the client on the second: neither takes the other's time. */
export function pinClient(): void {
  if (canPin) spawnSync('taskset', ['-a', '-p', '-c', '1', String(process.pid)]);
}

/** A command that runs on the servers' processor. */
export function pinned(command: string, args: readonly string[]): [string, string[]] {
  return canPin ? ['taskset', ['-c', '0', command, ...args]] : [command, [...args]];
}

/** Ours, in a process of its own: Node, or another runtime such as Electron's. */
export async function startOurs(
  folder: string,
  names: readonly string[],
  bundle: string,
  runtime = process.execPath,
): Promise<BenchServer> {
  const child = spawn(...pinned(runtime, [bundle, folder, ...names]), {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  });
  const port = await new Promise<number>((resolve, reject) => {
    child.once('exit', () => reject(new Error('Our server did not start.')));
    child.stdout.once('data', (text: Buffer) => resolve(Number(text.toString())));
  });
  return {
    name: runtime === process.execPath ? 'ours (Node)' : 'ours (Electron)',
    port,
    ...usageOf(child),
    stop: () => end(child),
  };
}

/** Debian's nginx with one worker, the same certificate, the same suites, and sendfile as it is shipped. */
export async function startNginx(folder: string): Promise<BenchServer> {
  const port = await freePort();
  const work = path.join(folder, 'nginx');
  mkdirSync(work, { recursive: true });
  const temp = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `${name}_temp_path ${work}/${name};`)
    .join(' ');
  const config = `daemon off; worker_processes 1; pid ${work}/pid; error_log ${work}/error.log; user root;
events { worker_connections 1024; }
http {
  access_log off; sendfile on; tcp_nopush on; keepalive_timeout 60; default_type application/octet-stream; ${temp}
  server {
    listen 127.0.0.1:${port} ssl; root ${folder};
    ssl_certificate ${folder}/cert.pem; ssl_certificate_key ${folder}/key.pem;
    ssl_protocols TLSv1.2 TLSv1.3; ssl_prefer_server_ciphers on; ssl_ciphers ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256;
    ssl_conf_command Ciphersuites TLS_AES_128_GCM_SHA256;
    location /firmware/ { alias ${folder}/; }
  }
}`;
  writeFileSync(path.join(work, 'nginx.conf'), config);
  const child = spawn(
    ...pinned('nginx', ['-p', work, '-e', `${work}/error.log`, '-c', `${work}/nginx.conf`]),
    {
      stdio: ['ignore', 'inherit', 'inherit'],
    },
  );
  await listening(port, child);
  return { name: 'nginx', port, ...usageOf(child), stop: () => end(child) };
}

/** Resolves when a server of this process listens. */
export async function listening(port: number, child: ChildProcess): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error('nginx did not start.');
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false));
      socket.on('close', () => undefined).setTimeout(1_000);
      socket.once('connect', () => socket.destroy());
    });
    if (open) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** What a process and its children use, from Linux's /proc. */
export function usageOf(child: ChildProcess): Pick<BenchServer, 'cpuSeconds' | 'memoryBytes'> {
  const sum = (of: (pid: string) => number): number =>
    readdirSync('/proc')
      .filter((each) => /^\d+$/.test(each))
      .reduce((total, pid) => total + (isOf(child, pid) ? of(pid) : 0), 0);
  return {
    cpuSeconds: () => sum(runSeconds),
    memoryBytes: () => sum(proportionalBytes),
  };
}

function isOf(child: ChildProcess, pid: string): boolean {
  return Number(pid) === child.pid || Number(statOf(pid)[1]) === child.pid;
}

/** Empty where the process ended meanwhile. */
function statOf(pid: string): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  } catch {
    return [];
  }
}

/** Of all its threads; to the nanosecond, where a process's own figure is to the hundredth of a second. */
function runSeconds(pid: string): number {
  try {
    return readdirSync(`/proc/${pid}/task`).reduce((sum, task) => {
      const [ran] = readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'utf8').split(' ');
      return sum + Number(ran) / 1e9;
    }, 0);
  } catch {
    return 0;
  }
}

function proportionalBytes(pid: string): number {
  try {
    const line = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'));
    return Number(line?.[1] ?? 0) * 1_024;
  } catch {
    return 0;
  }
}

/** Ends a server. */
export function end(child: ChildProcess): void {
  child.kill('SIGTERM');
}

/** A port that nobody has. */
export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const holder = createServer().listen(0, '127.0.0.1', () => {
      const address = holder.address();
      holder.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
