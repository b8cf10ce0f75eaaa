import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { createSerialBinding } from '../../../electron/adapters/serial/serial-binding.ts';
import { CoreClient } from '../../support/core-client.ts';
import { benchLine } from './fast-board.ts';

/**
 * A pty that is written at 300,000 bytes a second, as a UART at 3 Mbaud gives them, read through serialport into a
 * board's log; then the same by pyserial, where it is installed. `node test/bench/run.mjs log/serial [seconds]`
 */
const seconds = Number(process.argv[2] ?? 10);
const BYTES_PER_SECOND = 300_000;
const folder = mkdtempSync(path.join(tmpdir(), 'ota-bench-serial-'));

async function withPty(work: (near: string, far: string) => Promise<void>): Promise<void> {
  const near = path.join(folder, 'near');
  const far = path.join(folder, 'far');
  const socat = spawn('socat', [`pty,raw,echo=0,link=${near}`, `pty,raw,echo=0,link=${far}`], {
    stdio: 'ignore',
  });
  await new Promise((resolve) => setTimeout(resolve, 500));
  try {
    await work(near, far);
  } finally {
    socat.kill();
  }
}

/** Writes lines at the rate; returns how many bytes, and their digest. */
async function write(far: string): Promise<{ bytes: number; digest: string }> {
  const descriptor = openSync(far, 'w');
  const hash = createHash('sha256');
  const startedMs = performance.now();
  let bytes = 0;
  let line = 0;
  while (performance.now() - startedMs < seconds * 1000) {
    const due = ((performance.now() - startedMs) / 1000) * BYTES_PER_SECOND;
    while (bytes < due) {
      const text = Buffer.from(benchLine(line++));
      for (let from = 0; from < text.length; ) from += writeSync(descriptor, text, from);
      hash.update(text);
      bytes += text.length;
    }
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  closeSync(descriptor);
  return { bytes, digest: hash.digest('hex') };
}

await withPty(async (near, far) => {
  const dataDir = path.join(folder, 'data');
  const client = await CoreClient.open({ dataDir, binding: createSerialBinding() });
  const { deviceId } = await client.call('board.open', { path: near, baudRate: 3_000_000 });
  const cpu = process.cpuUsage();
  const sent = await write(far);
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  const { user, system } = process.cpuUsage(cpu);
  await client.core.stop();
  const logs = path.join(dataDir, 'logs', deviceId);
  const names = readdirSync(logs)
    .filter((name) => name.endsWith('.raw'))
    .sort();
  const kept = Buffer.concat(names.map((name) => readFileSync(path.join(logs, name))));
  const same = createHash('sha256').update(kept).digest('hex') === sent.digest;
  console.log(
    `serialport into the log: ${sent.bytes.toLocaleString('en')} bytes in ${seconds} s, ${same ? 'every byte on disk' : `${sent.bytes - kept.length} BYTES MISSING`}; ${Math.round((user + system) / 10 / (seconds * 1000))} % of a processor, the writer's share in it`,
  );
});

const READER = `import serial,sys,time
p=serial.Serial(sys.argv[1],3000000,timeout=0.2); f=open(sys.argv[2],'wb'); idle=0; n=0
while idle<10 or n==0:
    b=p.read(p.in_waiting or 1)
    idle = 0 if b else idle+1
    n+=len(b); f.write(b); f.flush()
`;
if (spawnSync('python3', ['-c', 'import serial']).status !== 0)
  console.log('pyserial is not installed: no peer');
else {
  await withPty(async (near, far) => {
    const out = path.join(folder, 'pyserial.raw');
    const reader = spawn('python3', ['-c', READER, near, out], { stdio: 'inherit' });
    await new Promise((resolve) => setTimeout(resolve, 700));
    const sent = await write(far);
    await new Promise((resolve) => reader.once('exit', resolve));
    const kept = readFileSync(out);
    const same = createHash('sha256').update(kept).digest('hex') === sent.digest;
    console.log(
      `pyserial into a file: ${sent.bytes.toLocaleString('en')} bytes, ${same ? 'every byte' : `${sent.bytes - kept.length} BYTES MISSING`}`,
    );
  });
}
rmSync(folder, { recursive: true });
