// What a runtime allows: `tls` writes its reply over node:tls, `https` over node:https. No limits, nothing counted.
// Arguments: which of the two, folder, port.
import { readFileSync } from 'node:fs';
import https from 'node:https';
import path from 'node:path';
import tls from 'node:tls';

const SLICE_BYTES = 256 * 1024;
const [kind, folder = '', port = '0'] = process.argv.slice(2);
const read = (name) => readFileSync(path.join(folder, name));
const images = new Map(['1m.bin', '4m.bin'].map((name) => [`/firmware/${name}`, read(name)]));

/** `to`: a socket or a response whose head is written. */
function send(to, image, from = 0) {
  const slice = image.subarray(from, from + SLICE_BYTES);
  if (from + slice.length === image.length) to.end(slice);
  else to.write(slice, () => send(to, image, from + slice.length));
}

function replyOverTls(socket, request) {
  const image = images.get(request.toString('latin1').split(' ')[1]);
  socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${image.length}\r\nConnection: close\r\n\r\n`);
  send(socket, image);
}

const credentials = { key: read('key.pem'), cert: read('cert.pem') };
const server =
  kind === 'tls'
    ? tls.createServer(credentials, (socket) => {
        socket.on('error', () => undefined);
        socket.once('data', (request) => replyOverTls(socket, request));
      })
    : https.createServer(credentials, (request, response) => {
        const image = images.get(request.url);
        response.writeHead(200, { 'Content-Length': image.length, Connection: 'close' });
        send(response, image);
      });
server.listen(Number(port), '127.0.0.1');
