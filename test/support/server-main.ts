import { createHash } from 'node:crypto';
import fs, { existsSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

import { loadSocketBuffers } from '../../electron/adapters/socket-buffers.ts';
import { systemClock } from '../../electron/adapters/system-clock.ts';
import { descriptorLimit } from '../../electron/core/net/descriptor-limit.ts';
import { Catalogue } from '../../electron/core/server/catalogue.ts';
import { createFirmwareServer } from '../../electron/core/server/firmware-server.ts';
import type { ServerEvent } from '../../shared/ota/server-event.ts';
import { testCredentials } from './test-credentials.ts';

/**
 * A firmware server in a process of its own, watched from outside: it says its port, then on each line from stdin what
 * it has seen and which functions of `node:fs` were called since it listens.
 */
const credentials = await testCredentials();
const catalogue = new Catalogue();
const bytes = new Uint8Array(Number(process.argv[2] ?? 100_000)).fill(0x5a);
const imageId = createHash('sha256').update(bytes).digest('hex');
catalogue.publish({ imageId, fileName: 'ota_1.bin', urlName: 'ota_1', bytes }, { pushId: null });
const kinds: Record<string, number> = {};
const calls: string[] = [];
const server = createFirmwareServer({
  clock: systemClock,
  catalogue,
  credentials: () => credentials,
  version: '1.2.3',
  descriptorLimit: process.argv[3] === 'blind' ? () => null : () => descriptorLimit(),
  socketBuffers: loadSocketBuffers,
  onEvent: (event) => {
    const name = nameOf(event);
    kinds[name] = (kinds[name] ?? 0) + 1;
  },
});
const { port, plainPort } = await server.start({ port: 0, bind: '127.0.0.1', plainPort: 0 });
watchFileCalls();
const say = (what: object): void => void process.stdout.write(`${JSON.stringify(what)}\n`);
say({ port, plainPort });
process.stdin.setEncoding('utf8').on('data', (asked: string) => {
  // Shows that the watch sees what others call.
  if (asked.startsWith('probe')) existsSync('/probe');
  say({ kinds, calls, status: server.status() });
});
process.stdin.on('end', () => process.exit(0));

function nameOf(event: ServerEvent): string {
  if (event.kind === 'connectionRefused') return `refused/${event.reason}`;
  return event.kind === 'requestEnded' ? `${event.status} ${event.outcome}` : event.kind;
}

/** Every way to a file that a program has, from here on. */
function watchFileCalls(): void {
  for (const [owner, prefix] of [
    [fs, ''],
    [fs.promises, 'promises.'],
  ] as const) {
    for (const name of Object.keys(owner)) {
      const original: unknown = Reflect.get(owner, name);
      if (typeof original !== 'function' || /^[A-Z_]/.test(name)) continue;
      Reflect.set(owner, name, (...args: unknown[]) => {
        // Writing to stdout is this program's own way of telling.
        if (!(name.startsWith('write') && args[0] === 1)) calls.push(`${prefix}${name} ${String(args[0])}`);
        return Reflect.apply(original, owner, args);
      });
    }
  }
  syncBuiltinESMExports();
}
