import { pseudoRandomWords } from '../../../shared/esp/pseudo-random.ts';
import type { FaultName, ResolvedParams } from '../../../shared/faults/fault.ts';
import type { AskedRequest } from './asked-request.ts';

/** One thing the server does with a connection. */
export type ReplyStep =
  | {
      readonly kind: 'bytes';
      readonly bytes: Uint8Array /** How many of them are body. */;
      readonly body: number;
    }
  | { readonly kind: 'wait'; readonly ms: number }
  /** RST. */
  | { readonly kind: 'reset' }
  /** close_notify and FIN. */
  | { readonly kind: 'end' };

/** A reply, decided before a byte of it is sent. */
export interface FaultReply {
  readonly status: number;
  /** Bytes of body that its head promises; without a promise what is sent. */
  readonly totalBytes: number;
  readonly steps: readonly ReplyStep[];
}

export interface FaultPlan {
  readonly name: FaultName;
  readonly params: ResolvedParams;
  /** What is offered as the image. */
  readonly body: Uint8Array;
  /** The path that the board is given. */
  readonly path: string;
}

const REASONS: Readonly<Record<number, string>> = {
  200: 'OK',
  206: 'Partial Content',
  301: 'Moved Permanently',
  302: 'Found',
  307: 'Temporary Redirect',
  308: 'Permanent Redirect',
  403: 'Forbidden',
  404: 'Not Found',
  416: 'Range Not Satisfiable',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};
const PIECE_BYTES = 16 * 1024;
const PIECES_PER_SECOND = 20;
/** Longest pause of `jitter`. */
const MOST_JITTER_MS = 150;
/** By how much `long-length` overstates. */
const OVERSTATED_BYTES = 4_096;
/** A page as servers send it with a status: longer than an image header, so that a board may take it for one. */
const PAGE_BYTES = 600;

/** Where a redirect leads. */
const GOOD_TARGET = '/moved/firmware.bin';
const BAD_TARGET = '/moved/nowhere.bin';

/** The whole of what the misbehaving server says. Pure. */
export function faultReply(plan: FaultPlan, asked: AskedRequest): FaultReply {
  if (asked.target === GOOD_TARGET) return imageReply(plan, asked);
  if (asked.target !== plan.path) return pageReply(404, asked);
  const [kind, number, bad] = plan.name.split('-');
  if (kind === 'status') return pageReply(Number(number), asked);
  if (plan.name === 'redirect-loop') return redirectReply(302, plan.path);
  if (kind === 'redirect') return redirectReply(Number(number), bad === undefined ? GOOD_TARGET : BAD_TARGET);
  return imageReply(plan, asked);
}

function pageReply(status: number, asked: AskedRequest): FaultReply {
  const title = `${status} ${REASONS[status] ?? ''}`;
  const text = `<!DOCTYPE html><html><head><title>${title}</title></head><body><h1>${title}</h1>`;
  const page = Buffer.from(`${text.padEnd(PAGE_BYTES, ' ')}</body></html>\n`);
  const headers = ['Content-Type: text/html; charset=utf-8', `Content-Length: ${page.length}`];
  const sent = asked.method === 'HEAD' ? new Uint8Array() : page;
  return { status, totalBytes: sent.length, steps: [head(status, headers), ...pieces(sent)] };
}

function redirectReply(status: number, location: string): FaultReply {
  return { status, totalBytes: 0, steps: [head(status, [`Location: ${location}`, 'Content-Length: 0'])] };
}

function imageReply(plan: FaultPlan, asked: AskedRequest): FaultReply {
  const { name, body } = plan;
  const start = asked.range?.start ?? 0;
  if (asked.range !== null && start >= body.length) {
    const headers = [`Content-Range: bytes */${body.length}`, 'Content-Length: 0'];
    return { status: 416, totalBytes: 0, steps: [head(416, headers)] };
  }
  const end = Math.min(asked.range?.end ?? body.length, body.length);
  const status = asked.range === null ? 200 : 206;
  const part = body.subarray(start, end);
  const common = ['Content-Type: application/octet-stream', 'Accept-Ranges: bytes'];
  if (asked.range !== null) common.push(`Content-Range: bytes ${start}-${end - 1}/${body.length}`);
  const framed = framing(name, part, plan.params);
  const steps: ReplyStep[] = [head(status, [...common, ...framed.headers])];
  if (asked.method !== 'HEAD') steps.push(...sent(plan, part, start, framed.chunked), ...framed.after);
  return { status, totalBytes: asked.method === 'HEAD' ? 0 : framed.promised, steps };
}

interface Framing {
  readonly headers: readonly string[];
  readonly promised: number;
  readonly chunked: boolean;
  readonly after: readonly ReplyStep[];
}

function framing(name: FaultName, part: Uint8Array, { atBytes }: ResolvedParams): Framing {
  const plain = (promised: number, after: readonly ReplyStep[] = []): Framing => ({
    headers: [`Content-Length: ${promised}`],
    promised,
    chunked: false,
    after,
  });
  switch (name) {
    case 'chunked': {
      const last: ReplyStep = { kind: 'bytes', bytes: Buffer.from('0\r\n\r\n'), body: 0 };
      return { headers: ['Transfer-Encoding: chunked'], promised: part.length, chunked: true, after: [last] };
    }
    case 'no-length':
      return {
        headers: ['Connection: close'],
        promised: part.length,
        chunked: false,
        after: [{ kind: 'end' }],
      };
    case 'short-length':
      return plain(Math.min(atBytes, part.length), [{ kind: 'end' }]);
    case 'long-length':
      return plain(part.length + OVERSTATED_BYTES, [{ kind: 'end' }]);
    default:
      return plain(part.length);
  }
}

/** The body with what strikes on its way; places count from the start of the image, whatever part is asked for. */
function sent(plan: FaultPlan, part: Uint8Array, start: number, chunked: boolean): readonly ReplyStep[] {
  const { name, params } = plan;
  const at = params.atBytes - start;
  if ((name === 'stall' || name === 'reset') && at >= 0 && at < part.length) {
    const before = pieces(part.subarray(0, at));
    if (name === 'reset') return [...before, { kind: 'reset' }];
    return [...before, { kind: 'wait', ms: params.forMs }, ...pieces(part.subarray(at))];
  }
  if (name === 'slow') return paced(part, params.bytesPerSecond);
  if (name === 'jitter') return jittered(part);
  return chunked ? pieces(part).map(asChunk) : pieces(part);
}

function paced(part: Uint8Array, bytesPerSecond: number): readonly ReplyStep[] {
  const size = Math.max(1, Math.min(PIECE_BYTES, Math.floor(bytesPerSecond / PIECES_PER_SECOND)));
  const ms = (size * 1000) / bytesPerSecond;
  return pieces(part, size).flatMap((piece): ReplyStep[] => [piece, { kind: 'wait', ms }]);
}

/** Pieces and pauses of any length, the same each time. */
function jittered(part: Uint8Array): readonly ReplyStep[] {
  const next = pseudoRandomWords(part.length);
  const steps: ReplyStep[] = [];
  for (let at = 0; at < part.length; ) {
    const size = 1 + (next() % (2 * PIECE_BYTES));
    steps.push(...pieces(part.subarray(at, at + size)), { kind: 'wait', ms: next() % MOST_JITTER_MS });
    at += size;
  }
  return steps;
}

function asChunk(step: ReplyStep): ReplyStep {
  if (step.kind !== 'bytes') return step;
  const size = Buffer.from(`${step.bytes.length.toString(16)}\r\n`);
  return { ...step, bytes: Buffer.concat([size, step.bytes, Buffer.from('\r\n')]) };
}

function pieces(bytes: Uint8Array, size = PIECE_BYTES): readonly ReplyStep[] {
  const steps: ReplyStep[] = [];
  for (let at = 0; at < bytes.length; at += size) {
    const piece = bytes.subarray(at, at + size);
    steps.push({ kind: 'bytes', bytes: piece, body: piece.length });
  }
  return steps;
}

function head(status: number, headers: readonly string[]): ReplyStep {
  const lines = [`HTTP/1.1 ${status} ${REASONS[status] ?? ''}`, ...headers, '', ''];
  return { kind: 'bytes', bytes: Buffer.from(lines.join('\r\n')), body: 0 };
}
