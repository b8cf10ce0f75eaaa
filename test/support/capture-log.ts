import { createInterface } from 'node:readline';

import { systemClock } from '../../electron/adapters/system-clock.ts';
import { BoardLog } from '../../electron/core/log/board-log.ts';

/** A program of its own that logs numbered lines below the folder in its first argument, and says how far it is. */
const log = new BoardLog({
  deviceId: 'board',
  logsFolder: process.argv[2] as string,
  clock: systemClock,
  onEntry: () => {},
  onBatch: () => {},
});
let line = 0;
setInterval(() => {
  for (let count = 0; count < 20; count += 1)
    log.push(Buffer.from(`I (${line}) app: line ${line++}\r\n`), Date.now());
  process.stdout.write(`${Date.now()} ${log.bytes}\n`);
}, 5);
createInterface({ input: process.stdin }).on('close', () => process.exit());
