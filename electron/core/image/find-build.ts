import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { appOfBuild } from '../../../shared/esp/build-folder.ts';

/** Where ESP-IDF and PlatformIO put a build, seen from the project's folder. */
const BUILD_FOLDERS = ['.', 'build'];

/** Path of the app image in a build folder, or in a project's; null where no build says which file it is. */
export async function findAppInFolder(dir: string): Promise<string | null> {
  for (const folder of BUILD_FOLDERS.map((name) => path.join(dir, name))) {
    const text = (name: string): Promise<string | null> =>
      readFile(path.join(folder, name), 'utf8').catch(() => null);
    const app = appOfBuild({
      flasherArgs: await text('flasher_args.json'),
      projectDescription: await text('project_description.json'),
    });
    if (app !== null) return path.join(folder, app);
  }
  return null;
}
