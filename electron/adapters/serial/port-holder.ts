import { readdir, readFile, readlink, stat } from 'node:fs/promises';

import { runTool } from '../run-tool.ts';

/** A process that holds a device. */
export interface Holder {
  readonly pid: string;
  /** As the kernel calls it, at most 15 characters; empty where it is gone meanwhile. */
  readonly name: string;
}

/** Looking through all processes takes no longer than this: an error waits for it. */
const DEADLINE_MS = 1_000;

/**
 * Who holds a device node, or null where the system does not tell, as Windows. Linux says who has locked the node, else
 * who has it open; macOS has `lsof`. Symbolic links in `device` are followed by the caller.
 */
export async function holderOf(device: string, procFolder = '/proc'): Promise<Holder | null> {
  if (process.platform === 'darwin') return lsofHolder(device);
  if (process.platform !== 'linux') return null;
  const until = Date.now() + DEADLINE_MS;
  const pid = (await lockedBy(device, procFolder)) ?? (await openedBy(device, procFolder, until));
  if (pid === null) return null;
  const name = await readFile(`${procFolder}/${pid}/comm`, 'utf8').catch(() => '');
  return { pid, name: name.trim() };
}

/** A program may have a device of macOS open by its call-in name. */
async function lsofHolder(device: string): Promise<Holder | null> {
  const names = [...new Set([device, device.replace('/dev/cu.', '/dev/tty.')])];
  return parseLsof((await runTool('lsof', ['-w', '-n', '-P', '-F', 'pc', '--', ...names])).stdout);
}

/** The first process that `lsof -F pc` tells of: `p4711`, then `cscreen` (lsof(8), output for other programs). */
export function parseLsof(stdout: string): Holder | null {
  const [, pid, name = ''] = /^p(\d+)(?:\nc(.*))?$/m.exec(stdout) ?? [];
  return pid === undefined ? null : { pid, name };
}

/** ` (python3, PID 4711)`, as it stands behind the name of a port. */
export function holderText({ pid, name }: Holder): string {
  return ` (${[name, `PID ${pid}`].filter((part) => part !== '').join(', ')})`;
}

/** The names of all processes there are, as the kernel calls them. */
export async function processNames(procFolder = '/proc'): Promise<readonly string[]> {
  const pids = (await names(procFolder)).filter((name) => /^\d+$/.test(name));
  return Promise.all(
    pids.map((pid) =>
      readFile(`${procFolder}/${pid}/comm`, 'utf8').then(
        (name) => name.trim(),
        () => '',
      ),
    ),
  );
}

/** Lines of `/proc/locks` are `1: FLOCK  ADVISORY  WRITE 4711 00:17:3 0 EOF`: process, then device and inode. */
async function lockedBy(device: string, procFolder: string): Promise<string | null> {
  const node = await stat(device).catch(() => null);
  if (node === null) return null;
  const locks = await readFile(`${procFolder}/locks`, 'utf8').catch(() => '');
  for (const line of locks.split('\n')) {
    const [, pid, major, minor, inode] = / FLOCK .* (\d+) ([\da-f]+):([\da-f]+):(\d+) /.exec(line) ?? [];
    const own = pid !== undefined && pid !== '0' && Number(inode) === node.ino;
    if (own && deviceNumber(Number.parseInt(major ?? '', 16), Number.parseInt(minor ?? '', 16)) === node.dev)
      return pid;
  }
  return null;
}

/** As Linux packs it: 8 low bits of the minor number, the major number, the rest of the minor number. */
function deviceNumber(major: number, minor: number): number {
  return (minor & 0xff) | (major << 8) | ((minor >> 8) << 20);
}

/** Sees only the processes this user may look into. */
async function openedBy(device: string, procFolder: string, untilMs: number): Promise<string | null> {
  for (const pid of (await names(procFolder)).filter((name) => /^\d+$/.test(name))) {
    if (Date.now() > untilMs) return null;
    for (const fd of await names(`${procFolder}/${pid}/fd`)) {
      if ((await readlink(`${procFolder}/${pid}/fd/${fd}`).catch(() => '')) === device) return pid;
    }
  }
  return null;
}

/** Empty for what is gone or not ours to read. */
async function names(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}
