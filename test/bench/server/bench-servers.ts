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
  stop(): void;
}

const canPin = cpus().length > 1 && spawnSync('taskset', ['-V']).status === 0;

/** Servers run on the first processor, the client on the second: neither takes the other's time. */
export function pinClient(): void {
  if (canPin) spawnSync('taskset', ['-a', '-p', '-c', '1', String(process.pid)]);
}

function pinned(command: string, args: readonly string[]): [string, string[]] {
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
    cpuSeconds: () => cpuSeconds(child),
    stop: () => end(child),
  };
}

/** Debian's nginx with one worker, the same certificate, the same suites, and sendfile as it is shipped. */
export async function startNginx(folder: string): Promise<BenchServer> {
  const port = await freePort();
  const work = path.join(folder, 'nginx');
  mkdirSync(work);
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
    ssl_protocols TLSv1.2 TLSv1.3; ssl_prefer_server_ciphers on; ssl_ciphers ECDHE-RSA-AES128-GCM-SHA256;
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
  return { name: 'nginx', port, cpuSeconds: () => cpuSeconds(child), stop: () => end(child) };
}

async function listening(port: number, child: ChildProcess): Promise<void> {
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

/** Of the process and its children, from Linux's /proc. */
function cpuSeconds(child: ChildProcess): number {
  let ticks = 0;
  for (const name of readdirSync('/proc').filter((each) => /^\d+$/.test(each))) {
    try {
      const fields = readFileSync(`/proc/${name}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
      const ours = Number(name) === child.pid || Number(fields[1]) === child.pid;
      if (ours) ticks += Number(fields[11]) + Number(fields[12]);
    } catch {
      // The process ended meanwhile.
    }
  }
  return ticks / 100;
}

function end(child: ChildProcess): void {
  child.kill('SIGTERM');
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const holder = createServer().listen(0, '127.0.0.1', () => {
      const address = holder.address();
      holder.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
