import { openDataDir } from '../../electron/core/data/open-data-dir.ts';

/** A program of its own that takes the data directory in its first argument and holds it until it is ended. */
try {
  await openDataDir(process.argv[2] as string, 'station');
  process.stdout.write('held\n');
  setInterval(() => undefined, 60_000);
} catch (thrown) {
  process.stdout.write(`${(thrown as Error).message}\n`);
}
