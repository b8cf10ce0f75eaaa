import type { IncomingHttpHeaders } from 'node:http';

import type { BodyForm } from '../../../shared/ota/delivery.ts';
import type { Body } from '../image/image-bytes.ts';
import { partOf } from '../image/image-bytes.ts';
import { readRanges } from './byte-range.ts';
import type { Catalogue, ServedFile } from './catalogue.ts';
import { hostAsked } from './host-name.ts';
import { joinParts, partsType } from './multipart.ts';

/** What a request asks for. `target` is the request line's, as it came. */
export interface Asked {
  readonly method: string;
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
  readonly peer: string;
  /** False on the plain port. */
  readonly secure: boolean;
}

/** A reply, decided before a byte of it is sent. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** What is sent; empty for HEAD, where the headers speak of what GET would give. */
  readonly body: Body;
  /** How the end of the body is told. */
  readonly form: BodyForm;
  readonly file: ServedFile | null;
  /** The last byte of the image is among what is sent. */
  readonly completes: boolean;
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
  /** Whether a name is this server's, in lower case and without a port. */
  readonly isOurs: (name: string) => boolean;
  /** As many downloads run as may. */
  readonly isBusy: () => boolean;
  health(): Health;
}

const NOTHING = new Uint8Array();
const CLOSE = { Connection: 'close' };

/** The whole of what the server says to whom. Pure: nothing is read but the catalogue. */
export function answer(asked: Asked, deps: AnswerDeps): Answer {
  const { method, headers } = asked;
  const host = hostAsked(asked.target, headers.host);
  // A web page that reaches us by a name of its own, rebound to our address, says that name here.
  if (host !== 'none' && (host.name === null || !deps.isOurs(host.name))) {
    return text(asked, 421, 'This server is not the host that was asked for.', CLOSE);
  }
  if (method !== 'GET' && method !== 'HEAD') {
    return text(asked, 405, 'Method not allowed.', { Allow: 'GET, HEAD', ...CLOSE });
  }
  if (headers.expect !== undefined && !/^\s*100-continue\s*$/i.test(headers.expect)) {
    return text(asked, 417, 'Expectation failed.', CLOSE);
  }
  const path = pathOf(asked.target);
  if (path === '/health') return healthAnswer(asked, deps.health());
  const file = deps.catalogue.find(path, asked.peer, asked.secure);
  if (file === null) return text(asked, 404, 'Not found.');
  return permitted(asked, deps, file);
}

/** The path alone, never decoded: two spellings of one path are two paths, and only one of them is served. */
export function pathOf(target: string): string {
  const [beforeQuery = ''] = target.split('?', 1);
  return beforeQuery.replace(/^https?:\/\/[^/]*/i, '');
}

function permitted(asked: Asked, deps: AnswerDeps, file: ServedFile): Answer {
  switch (file.grant.judge(asked.peer, asked.headers.authorization)) {
    case 'hidden':
      return text(asked, 404, 'Not found.');
    case 'expired':
      return { ...text(asked, 410, 'This link has expired.'), file };
    case 'used':
      return { ...text(asked, 410, 'This link was good for one download.'), file };
    case 'unauthorized':
      return { ...text(asked, 401, 'Name and password.', { 'WWW-Authenticate': 'Basic realm="ota"' }), file };
    case 'granted':
      if (deps.health().status === 'stopping') {
        return { ...text(asked, 503, 'The server is stopping.', CLOSE), file };
      }
      if (asked.method === 'GET' && deps.isBusy()) {
        return { ...text(asked, 503, 'Too many downloads.', { 'Retry-After': '5', ...CLOSE }), file };
      }
      return fileAnswer(asked, file);
  }
}

function fileAnswer(asked: Asked, file: ServedFile): Answer {
  const { bytes, imageId } = file.image;
  const etag = `"${imageId}"`;
  const basic = { ETag: etag, 'Accept-Ranges': 'bytes' };
  if (matches(asked.headers['if-none-match'], etag)) {
    return {
      status: 304,
      headers: basic,
      body: NOTHING,
      form: 'contentLength',
      file,
      completes: false,
    };
  }
  const wanted = asked.method === 'GET' && rangeHolds(asked.headers['if-range'], etag);
  const ranges = readRanges(wanted ? asked.headers.range : undefined, bytes.length);
  const type = 'application/octet-stream';
  if (ranges.kind === 'unsatisfiable') {
    const size = { 'Content-Range': `bytes */${bytes.length}` };
    return { ...text(asked, 416, 'Range not satisfiable.', size), file };
  }
  if (ranges.kind === 'whole') {
    const whole = withBody(asked, 200, { ...basic, 'Content-Type': type }, bytes, file);
    return { ...whole, completes: asked.method === 'GET' };
  }
  const { parts } = ranges;
  const completes = parts.some(({ end }) => end === bytes.length);
  if (parts.length > 1) {
    const headers = { ...basic, 'Content-Type': partsType(imageId) };
    return { ...withBody(asked, 206, headers, joinParts(bytes, parts, imageId, type), file), completes };
  }
  const [{ start, end }] = parts;
  const range = { 'Content-Range': `bytes ${start}-${end - 1}/${bytes.length}` };
  const headers = { ...basic, 'Content-Type': type, ...range };
  return { ...withBody(asked, 206, headers, partOf(bytes, start, end), file), completes };
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
  body: Body,
  file: ServedFile | null,
): Answer {
  const form = file?.delivery.body ?? 'contentLength';
  const end = {
    contentLength: { 'Content-Length': String(body.length) },
    chunked: {},
    untilClose: CLOSE,
  }[form];
  return {
    status,
    headers: { ...headers, ...end },
    body: asked.method === 'HEAD' ? NOTHING : body,
    form,
    file,
    completes: false,
  };
}
