import type { IncomingHttpHeaders } from 'node:http';

import { readRange } from './byte-range.ts';
import type { Catalogue, ServedFile } from './catalogue.ts';

/** What a request asks for. `target` is the request line's, as it came. */
export interface Asked {
  readonly method: string;
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
  readonly peer: string;
}

/** A reply, decided before a byte of it is sent. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** What is sent; empty for HEAD, where the headers speak of what GET would give. */
  readonly body: Uint8Array;
  readonly file: ServedFile | null;
}

/** `GET /health`. No path, no name, no address: anybody on the network may ask. */
export interface Health {
  readonly status: 'ok' | 'stopping';
  readonly version: string;
  readonly uptimeSeconds: number;
  readonly port: number;
}

export interface AnswerDeps {
  readonly catalogue: Catalogue;
  health(): Health;
}

const NOTHING = new Uint8Array();

/** The whole of what the server says to whom. Pure: nothing is read but the catalogue. */
export function answer(asked: Asked, deps: AnswerDeps): Answer {
  const { method } = asked;
  if (method !== 'GET' && method !== 'HEAD') {
    return text(asked, 405, 'Method not allowed.', { Allow: 'GET, HEAD', Connection: 'close' });
  }
  const path = pathOf(asked.target);
  if (path === '/health') return healthAnswer(asked, deps.health());
  const file = deps.catalogue.find(path, asked.peer);
  if (file === null) return text(asked, 404, 'Not found.');
  if (deps.health().status === 'stopping') {
    return { ...text(asked, 503, 'The server is stopping.', { Connection: 'close' }), file };
  }
  return fileAnswer(asked, file);
}

/** The path alone, never decoded: two spellings of one path are two paths, and only one of them is served. */
export function pathOf(target: string): string {
  const [beforeQuery = ''] = target.split('?', 1);
  return beforeQuery.replace(/^https?:\/\/[^/]*/i, '');
}

function fileAnswer(asked: Asked, file: ServedFile): Answer {
  const { bytes, imageId } = file.image;
  const etag = `"${imageId}"`;
  const basic = { ETag: etag, 'Accept-Ranges': 'bytes' };
  if (matches(asked.headers['if-none-match'], etag)) {
    return { status: 304, headers: basic, body: NOTHING, file };
  }
  const headers = { ...basic, 'Content-Type': 'application/octet-stream' };
  const wanted = asked.method === 'GET' && rangeHolds(asked.headers['if-range'], etag);
  const range = readRange(wanted ? asked.headers.range : undefined, bytes.length);
  switch (range.kind) {
    case 'unsatisfiable':
      return {
        ...text(asked, 416, 'Range not satisfiable.', { 'Content-Range': `bytes */${bytes.length}` }),
        file,
      };
    case 'part': {
      const contentRange = `bytes ${range.start}-${range.end - 1}/${bytes.length}`;
      const part = bytes.subarray(range.start, range.end);
      return withBody(asked, 206, { ...headers, 'Content-Range': contentRange }, part, file);
    }
    case 'whole':
      return withBody(asked, 200, headers, bytes, file);
  }
}

/** If-None-Match compares weakly (RFC 9110, 13.1.2). */
function matches(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  return header.split(',').some((each) => ['*', etag, `W/${etag}`].includes(each.trim()));
}

/** If-Range compares strongly; a date never matches, since no date is sent. */
function rangeHolds(header: string | readonly string[] | undefined, etag: string): boolean {
  return header === undefined || String(header).trim() === etag;
}

function healthAnswer(asked: Asked, health: Health): Answer {
  const body = Buffer.from(`${JSON.stringify(health)}\n`);
  return withBody(asked, 200, { 'Content-Type': 'application/json' }, body, null);
}

function text(asked: Asked, status: number, words: string, headers: Record<string, string> = {}): Answer {
  const body = Buffer.from(`${words}\n`);
  return withBody(asked, status, { ...headers, 'Content-Type': 'text/plain; charset=utf-8' }, body, null);
}

function withBody(
  asked: Asked,
  status: number,
  headers: Readonly<Record<string, string>>,
  body: Uint8Array,
  file: ServedFile | null,
): Answer {
  const length = { 'Content-Length': String(body.length) };
  return { status, headers: { ...headers, ...length }, body: asked.method === 'HEAD' ? NOTHING : body, file };
}
