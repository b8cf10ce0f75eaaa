import { expect, test } from 'vitest';

import { hostHeader, parseFirmwareUrl } from '../../../electron/virtual/net/firmware-url.ts';
import { HttpResponse } from '../../../electron/virtual/net/http-response.ts';

/** Feeds a response in pieces of `size` and returns what it made of it. */
function read(text: string, size: number) {
  const response = new HttpResponse();
  const all = Buffer.from(text, 'latin1');
  let body = '';
  for (let at = 0; at < all.length; at += size) {
    body += response.push(all.subarray(at, at + size)).toString('latin1');
  }
  return { response, body };
}

const SIZES = [1, 2, 3, 7, 64, 4096];

test.each(SIZES)('a body with a length ends with it, in pieces of %i', (size) => {
  const { response, body } = read('HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX: y\r\n\r\nhelloignored', size);
  expect(body).toBe('hello');
  expect(response).toMatchObject({ status: 200, contentLength: 5, complete: true, bodyBytes: 5 });
  expect(response.header('x')).toBe('y');
});

test.each(SIZES)('chunks are joined, their extensions and trailers left out, in pieces of %i', (size) => {
  const { response, body } = read(
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n1;x=y\r\n!\r\n0\r\nT: 1\r\n\r\n',
    size,
  );
  expect(body).toBe('hello!');
  expect(response).toMatchObject({ complete: true, contentLength: -1 });
});

test('chunks that break off are not complete', () => {
  const { response } = read('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel', 64);
  response.end();
  expect(response.complete).toBe(false);
});

test('a body without a length is complete only at the end', () => {
  const { response, body } = read('HTTP/1.0 200 ok\r\n\r\nhello', 3);
  expect(body).toBe('hello');
  expect(response.complete).toBe(false);
  response.end();
  expect(response.complete).toBe(true);
});

test.each(['204 No Content', '304 Not Modified'])('status %s has no body', (status) => {
  expect(read(`HTTP/1.1 ${status}\r\n\r\n`, 64).response.complete).toBe(true);
});

test.each([
  'not http at all\r\n\r\n',
  'HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n',
  'HTTP/1.1 200 OK\r\nContent-Length: five\r\n\r\nhello',
])('%j is never started', (text) => {
  const { response, body } = read(text, 64);
  expect(body).toBe('');
  expect(response.started).toBe(false);
});

test.each([
  ['https://192.168.1.5:8002/firmware/a.bin', 'https', '192.168.1.5', 8002, '/firmware/a.bin', null],
  ['HTTPS://bench.local/a.bin?x=1#y', 'https', 'bench.local', 443, '/a.bin?x=1', null],
  ['http://h', 'http', 'h', 80, '/', null],
  ['https://u:p@h:1/x', 'https', 'h', 1, '/x', { user: 'u', password: 'p' }],
  ['https://u:p:q@h/x', 'https', 'h', 443, '/x', { user: 'u', password: 'p:q' }],
  ['https://u@h/x', 'https', 'h', 443, '/x', { user: 'u', password: '' }],
  ['https://[::1]:8002/x', 'https', '::1', 8002, '/x', null],
  ['ftp://h/x', 'ftp', 'h', 80, '/x', null],
])('%s is taken apart', (url, scheme, host, port, target, login) => {
  expect(parseFirmwareUrl(url)).toEqual({ scheme, host, port, target, login });
});

test.each(['', ' https://h/x', 'https://h/x y', 'https://', 'ota.bin', 'https://h:99999/', 'https://h:x/'])(
  '%j is no URL',
  (url) => {
    expect(parseFirmwareUrl(url)).toBeNull();
  },
);

test('the Host header leaves out 80 and 443, whatever the scheme', () => {
  const header = (url: string): string => {
    const parsed = parseFirmwareUrl(url);
    return parsed === null ? '' : hostHeader(parsed);
  };
  expect(['https://h:80/', 'http://h:443/', 'https://h:8002/'].map(header)).toEqual(['h', 'h', 'h:8002']);
});
