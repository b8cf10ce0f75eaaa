import { readdir, readFile, readlink } from 'node:fs/promises';

/**
 * Who holds a port, as ` (python3, PID 4711)`, or an empty text where the system does not tell. Linux only: it reads
 * the open files of every process it may look into. `device` is the device node, symbolic links followed.
 */
export async function portHolder(device: string, platform: string, procFolder = '/proc'): Promise<string> {
  if (platform !== 'linux') return '';
  for (const pid of (await names(procFolder)).filter((name) => /^\d+$/.test(name))) {
    if (await holds(`${procFolder}/${pid}/fd`, device)) {
      const command = await readFile(`${procFolder}/${pid}/comm`, 'utf8').catch(() => '');
      return ` (${[command.trim(), `PID ${pid}`].filter((part) => part !== '').join(', ')})`;
    }
  }
  return '';
}

async function holds(fdFolder: string, device: string): Promise<boolean> {
  for (const fd of await names(fdFolder)) {
    if ((await readlink(`${fdFolder}/${fd}`).catch(() => '')) === device) return true;
  }
  return false;
}

/** Empty for what is gone or not ours to read. */
async function names(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}
