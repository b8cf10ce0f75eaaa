/** The next of a row of pseudo-random numbers. */
type NextWord = () => number;

const PATH = '/firmware/ota_1.bin';
const lines = (...each: readonly string[]): string => `${each.join('\r\n')}\r\n\r\n`;

/** Requests as boards, browsers, tools and attackers send them; whole ones, from which the others are made. */
export const REQUESTS: readonly string[] = [
  lines(`GET ${PATH} HTTP/1.1`, 'User-Agent: ESP32 HTTP Client/1.0', 'Host: 127.0.0.1:8002'),
  lines(`HEAD ${PATH} HTTP/1.1`, 'Host: 127.0.0.1', 'Connection: keep-alive'),
  lines(`GET ${PATH} HTTP/1.1`, 'Host: 127.0.0.1', 'Range: bytes=1000-'),
  lines(`GET ${PATH} HTTP/1.1`, 'Host: 127.0.0.1', 'Range: bytes=0-9,20-29,-5', 'If-Range: "x"'),
  lines(`GET ${PATH} HTTP/1.0`),
  lines(`GET ${PATH} HTTP/1.0`, 'Connection: keep-alive'),
  lines(`GET http://127.0.0.1${PATH}?a=b HTTP/1.1`, 'Host: 127.0.0.1'),
  lines(`GET ${PATH} HTTP/1.1`, 'Host: 127.0.0.1', 'If-None-Match: *', 'Authorization: Basic dTpw'),
  lines('GET /health HTTP/1.1', 'Host: localhost', 'Expect: 100-continue'),
  `${lines('POST /x HTTP/1.1', 'Host: 127.0.0.1', 'Content-Length: 5')}hello`,
  `${lines('POST /x HTTP/1.1', 'Host: 127.0.0.1', 'Transfer-Encoding: chunked')}5\r\nhello\r\n0\r\n\r\n`,
  `${lines('GET / HTTP/1.1', 'Host: a', 'Content-Length: 3', 'Transfer-Encoding: chunked')}0\r\n\r\n`,
  lines('CONNECT 127.0.0.1:22 HTTP/1.1', 'Host: 127.0.0.1'),
  lines('OPTIONS * HTTP/1.1', 'Host: 127.0.0.1', 'Origin: http://evil.example'),
  lines('GET / HTTP/1.1', 'Host: 127.0.0.1', 'Upgrade: websocket', 'Connection: Upgrade'),
  'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  lines('GET /firmware/..%2Fcerts%2Fserver_cert.key HTTP/1.1', 'Host: 127.0.0.1'),
];

/** What parsers have stumbled over. */
const PIECES: readonly string[] = [
  '\r\n',
  '\n',
  '\r',
  '\0',
  ' ',
  '\t',
  ':',
  ',',
  ';',
  '%',
  '%00',
  '%2e%2e%2f',
  '../',
  '\\',
  '"',
  '*',
  '-',
  '0',
  '99999999999999999999',
  '-1',
  '0x10',
  '\xff',
  '\xc0\xae',
  'Host: evil.example\r\n',
  'Content-Length: 10\r\n',
  'Content-Length: 99999999999\r\n',
  'Transfer-Encoding: chunked\r\n',
  'Transfer-Encoding: gzip, chunked\r\n',
  'Range: bytes=\r\n',
  'Connection: close\r\n',
  'Expect: x\r\n',
  ' HTTP/1.1\r\n',
  ' HTTP/9.9\r\n',
  'GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n',
  'ffffffffffffffff\r\n',
];

/** One to three requests with up to eight changes, cut off at times. */
export function mutatedStream(next: NextWord): Buffer {
  const count = 1 + (next() % 3);
  let text = Array.from({ length: count }, () => pick(REQUESTS, next)).join('');
  for (let change = next() % 9; change > 0; change -= 1) text = changed(text, next);
  if (next() % 8 === 0) text = text.slice(0, next() % (text.length + 1));
  return Buffer.from(text, 'latin1');
}

function changed(text: string, next: NextWord): string {
  const at = next() % (text.length + 1);
  const length = next() % 12;
  switch (next() % 6) {
    case 0:
      return text.slice(0, at) + pick(PIECES, next) + text.slice(at);
    case 1:
      return text.slice(0, at) + text.slice(at + length);
    case 2:
      return text.slice(0, at) + String.fromCharCode(next() % 256) + text.slice(at + 1);
    case 3:
      return text.slice(0, at) + text.slice(at, at + 40).repeat(1 + (next() % 20)) + text.slice(at);
    case 4:
      return text.slice(0, at) + pick(PIECES, next) + text.slice(at + length);
    default:
      return text.slice(0, at) + 'a'.repeat(next() % 12_000) + text.slice(at);
  }
}

function pick(from: readonly string[], next: NextWord): string {
  return from[next() % from.length] ?? '';
}
