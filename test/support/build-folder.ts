import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { soundApp } from './images.ts';
import { tempDir } from './temp-dir.ts';

/** A build folder with its app image, of version 1 where none is given. */
export function buildFolder(
  dir = tempDir(),
  image: Uint8Array = soundApp({ version: '1' }),
): { readonly dir: string; readonly app: string } {
  mkdirSync(dir, { recursive: true });
  writeFileSync(path.join(dir, 'flasher_args.json'), JSON.stringify({ app: { file: 'app.bin' } }));
  const app = path.join(dir, 'app.bin');
  writeFileSync(app, image);
  return { dir, app };
}
