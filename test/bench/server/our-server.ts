import { readFileSync } from 'node:fs';
import path from 'node:path';

import { holdMemory } from '../../../electron/adapters/hold-memory.ts';
import { loadSocketBuffers } from '../../../electron/adapters/socket-buffers.ts';
import { systemClock } from '../../../electron/adapters/system-clock.ts';
import { Catalogue } from '../../../electron/core/server/catalogue.ts';
import { createFirmwareServer } from '../../../electron/core/server/firmware-server.ts';

/** Our server in a process of its own: serves the files of a folder by the certificate in it, and prints its port. */
const [folder = '', ...names] = process.argv.slice(2);
const read = (name: string) => readFileSync(path.join(folder, name));
const catalogue = new Catalogue();
for (const name of names) {
  const image = {
    imageId: name.padEnd(64, '0'),
    fileName: name,
    urlName: name.replace(/\.bin$/, ''),
    bytes: read(name),
  };
  catalogue.publish(image, { pushId: null });
}
const server = createFirmwareServer({
  clock: systemClock,
  catalogue,
  credentials: () => ({ keyPem: read('key.pem').toString(), certPem: read('cert.pem').toString() }),
  version: 'bench',
  onEvent: () => undefined,
  socketBuffers: loadSocketBuffers,
  onCrowd: holdMemory,
});
const { port } = await server.start({ port: 0, bind: '127.0.0.1' });
console.log(port);
