import { readdir, readFile, readlink, stat } from 'node:fs/promises';

/**
 * Who holds a port, as ` (python3, PID 4711)`, or an empty text where the system does not tell. Linux only: it reads
 * who has locked the device node, else who has it open. `device` is that node, symbolic links followed.
 */
export async function portHolder(device: string, platform: string, procFolder = '/proc'): Promise<string> {
  if (platform !== 'linux') return '';
  const pid = (await lockedBy(device, procFolder)) ?? (await openedBy(device, procFolder));
  if (pid === null) return '';
  const command = await readFile(`${procFolder}/${pid}/comm`, 'utf8').catch(() => '');
  return ` (${[command.trim(), `PID ${pid}`].filter((part) => part !== '').join(', ')})`;
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
async function openedBy(device: string, procFolder: string): Promise<string | null> {
  for (const pid of (await names(procFolder)).filter((name) => /^\d+$/.test(name))) {
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
