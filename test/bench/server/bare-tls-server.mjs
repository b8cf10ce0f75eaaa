// What the runtime's TLS allows: node:tls and a written reply. No HTTP, no limits, nothing counted. Arguments: folder, port.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createServer } from 'node:tls';

const SLICE_BYTES = 256 * 1024;
const [folder = '', port = '0'] = process.argv.slice(2);
const read = (name) => readFileSync(path.join(folder, name));
const images = new Map(['1m.bin', '4m.bin'].map((name) => [`/firmware/${name}`, read(name)]));

function reply(socket, request) {
  const image = images.get(request.toString('latin1').split(' ')[1]);
  const head = `HTTP/1.1 200 OK\r\nContent-Length: ${image.length}\r\nConnection: close\r\n\r\n`;
  socket.write(head);
  const send = (from) => {
    const slice = image.subarray(from, from + SLICE_BYTES);
    if (from + slice.length === image.length) socket.end(slice);
    else socket.write(slice, () => send(from + slice.length));
  };
  send(0);
}

createServer({ key: read('key.pem'), cert: read('cert.pem') }, (socket) => {
  socket.on('error', () => undefined);
  socket.once('data', (request) => reply(socket, request));
}).listen(Number(port), '127.0.0.1');
