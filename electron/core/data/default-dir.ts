import path from 'node:path';

const NAME = 'ota-workbench';

/**
 * Where the program keeps its data when nobody says otherwise: the same folder for every shell.
 * Pure in what it is given: `process.platform`, the environment, and the user's home folder.
 */
export function defaultDataDir(
  platform: string,
  env: Readonly<Record<string, string | undefined>>,
  home: string,
): string {
  if (platform === 'win32') {
    return path.win32.join(env.APPDATA || path.win32.join(home, 'AppData', 'Roaming'), NAME);
  }
  if (platform === 'darwin') return path.posix.join(home, 'Library', 'Application Support', NAME);
  // The XDG base directory specification says to ignore a relative path.
  const xdg = env.XDG_DATA_HOME ?? '';
  return path.posix.join(path.posix.isAbsolute(xdg) ? xdg : path.posix.join(home, '.local', 'share'), NAME);
}
