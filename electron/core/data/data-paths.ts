import path from 'node:path';

/** Everything the program keeps, all of it under one folder. */
export interface DataPaths {
  readonly dir: string;
  readonly images: string;
  readonly certs: string;
  readonly logs: string;
  readonly reports: string;
  /** Updates that run, for the next start. */
  readonly journal: string;
  /** Programs with debug information, by their SHA-256. */
  readonly elfs: string;
  /** Files that teach the lines of a firmware of one's own. */
  readonly mappings: string;
  readonly settingsFile: string;
  /** What is known of boards from earlier sessions. */
  readonly boardsFile: string;
  /** Electron's own files: caches, cookies, the window's place. */
  readonly electron: string;
}

/** Names only; nothing is created. `dir` may be relative to the working directory. */
export function dataPaths(dir: string): DataPaths {
  const whole = path.resolve(dir);
  return {
    dir: whole,
    images: path.join(whole, 'images'),
    certs: path.join(whole, 'certs'),
    logs: path.join(whole, 'logs'),
    reports: path.join(whole, 'reports'),
    journal: path.join(whole, 'journal'),
    elfs: path.join(whole, 'elf'),
    mappings: path.join(whole, 'mappings'),
    settingsFile: path.join(whole, 'settings.json'),
    boardsFile: path.join(whole, 'boards.json'),
    electron: path.join(whole, 'electron'),
  };
}
