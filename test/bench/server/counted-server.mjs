// node:https and the least that delivered bytes and bounded memory take (Linux): what a server that promises them can
// reach at most. A narrow send buffer until a slice went, TCP_INFO and the queue read at each slice, a look after 100 ms
// and after the last. No answers, no events, no limits. Arguments: folder, port.
import { readFileSync } from 'node:fs';
import https from 'node:https';
import path from 'node:path';
import koffi from 'koffi';

const [folder = '', port = '0'] = process.argv.slice(2);
const read = (name) => readFileSync(path.join(folder, name));
const images = new Map(['1m.bin', '4m.bin'].map((name) => [`/firmware/${name}`, read(name)]));

const SLICE = { firstBytes: 64 * 1024, otherBytes: 256 * 1024 };
const SEND_BUFFER = { narrowBytes: 64 * 1024, wideBytes: 1024 * 1024 };
const [SOL_SOCKET, SO_SNDBUF, SIOCOUTQ, IPPROTO_TCP, TCP_INFO] = [1, 7, 0x5411, 6, 11];
const library = koffi.load(null);
const setsockopt = library.func('int setsockopt(int, int, int, const void *, uint32_t)');
const getsockopt = library.func('int getsockopt(int, int, int, void *, void *)');
const ioctl = library.func('int ioctl(int, unsigned long, void *)');
const [value, waiting, length, info] = [4, 4, 4, 256].map((bytes) => Buffer.alloc(bytes));

function limit(socket, bytes) {
  value.writeInt32LE(bytes);
  setsockopt(socket._handle.fd, SOL_SOCKET, SO_SNDBUF, value, value.length);
}

function look(socket) {
  const descriptor = socket._handle?.fd ?? -1;
  if (descriptor < 0) return;
  length.writeUInt32LE(info.length);
  ioctl(descriptor, SIOCOUTQ, waiting);
  getsockopt(descriptor, IPPROTO_TCP, TCP_INFO, info, length);
}

function serve(request, response) {
  const image = images.get(request.url);
  const socket = request.socket._parent;
  let timer = setTimeout(() => look(socket), 100);
  response.once('finish', () => {
    look(socket);
    clearTimeout(timer);
    timer = setTimeout(() => look(socket), 1);
  });
  request.socket.prependOnceListener('end', () => look(socket));
  socket.once('close', () => clearTimeout(timer));
  look(socket);
  response.writeHead(200, { 'Content-Type': 'application/octet-stream', 'Content-Length': image.length });
  const send = (from) => {
    const to = from + (from === 0 ? SLICE.firstBytes : SLICE.otherBytes);
    if (to >= image.length) {
      response.end(image.subarray(from));
      return;
    }
    response.write(image.subarray(from, to), () => {
      look(socket);
      if (from === 0) limit(socket, SEND_BUFFER.wideBytes);
      send(to);
    });
  };
  send(0);
}

const server = https.createServer({ key: read('key.pem'), cert: read('cert.pem') }, serve);
server.on('connection', (socket) => limit(socket, SEND_BUFFER.narrowBytes));
server.listen(Number(port), '127.0.0.1');
