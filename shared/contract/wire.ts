import type { Push } from './contract.ts';
import type { Reply } from './transport.ts';

/** What crosses the station's WebSocket: requests towards the core; replies and pushes towards the page. */
export type WireMessage =
  | { readonly kind: 'request'; readonly id: number; readonly name: string; readonly input: unknown }
  | { readonly kind: 'reply'; readonly id: number; readonly reply: Reply<unknown> }
  | { readonly kind: 'push'; readonly push: Push };

/** The subprotocol the page asks for, and the prefix of the one that carries its token. */
export const WIRE_PROTOCOL = 'workbench.v1';
export const WIRE_TOKEN_PREFIX = 'token.';

/** Stands in the JSON for bytes: `[offset, length]` in the part of the frame behind it. */
const BYTES_KEY = '$bytes';
const HEAD_BYTES = 4;

/**
 * One frame: a text frame of JSON, or, where the message holds a `Uint8Array`, a binary one: the length of
 * the JSON (4 bytes, big-endian), the JSON in ASCII, and the bytes as they are.
 */
export function encodeFrame(message: WireMessage): string | Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [];
  let offset = 0;
  const json = JSON.stringify(message, (_key, value: unknown) => {
    if (!(value instanceof Uint8Array)) return value;
    const placed = { [BYTES_KEY]: [offset, value.length] };
    parts.push(value);
    offset += value.length;
    return placed;
  });
  if (parts.length === 0) return json;
  const header = toAscii(json);
  const frame = new Uint8Array(HEAD_BYTES + header.length + offset);
  new DataView(frame.buffer).setUint32(0, header.length);
  for (let i = 0; i < header.length; i++) frame[HEAD_BYTES + i] = header.charCodeAt(i);
  let at = HEAD_BYTES + header.length;
  for (const part of parts) {
    frame.set(part, at);
    at += part.length;
  }
  return frame;
}

/** The message of a frame; null for anything `encodeFrame` cannot have made. Bytes are views into `frame`. */
export function decodeFrame(frame: string | Uint8Array): WireMessage | null {
  try {
    const message = typeof frame === 'string' ? JSON.parse(frame) : decodeBinary(frame);
    return isWireMessage(message) ? message : null;
  } catch {
    return null;
  }
}

function decodeBinary(frame: Uint8Array): unknown {
  const headerLength = new DataView(frame.buffer, frame.byteOffset, frame.length).getUint32(0);
  const start = HEAD_BYTES + headerLength;
  if (start > frame.length) return null;
  const header = fromAscii(frame, HEAD_BYTES, start);
  return JSON.parse(header, (_key, value: unknown) => {
    const place = placeOf(value);
    if (place === null) return value;
    const [offset, length] = place;
    if (start + offset + length > frame.length) throw new RangeError('bytes outside the frame');
    return new Uint8Array(frame.buffer, frame.byteOffset + start + offset, length);
  });
}

function placeOf(value: unknown): readonly [number, number] | null {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, BYTES_KEY)) return null;
  const place: unknown = (value as Readonly<Record<string, unknown>>)[BYTES_KEY];
  if (!Array.isArray(place) || place.length !== 2) throw new TypeError('unreadable place of bytes');
  const [offset, length] = place as readonly unknown[];
  if (!isCount(offset) || !isCount(length)) throw new TypeError('unreadable place of bytes');
  return [offset, length];
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isWireMessage(message: unknown): message is WireMessage {
  if (typeof message !== 'object' || message === null) return false;
  const { kind, id, name, reply, push } = message as Readonly<Record<string, unknown>>;
  if (kind === 'request') return isCount(id) && typeof name === 'string';
  if (kind === 'reply') return isCount(id) && typeof reply === 'object' && reply !== null;
  return kind === 'push' && typeof push === 'object' && push !== null;
}

/** JSON may write any character as an escape, so the header needs no text encoder. */
function toAscii(json: string): string {
  return json.replace(/[^\p{ASCII}]/gu, (character) =>
    Array.from(
      { length: character.length },
      (_, i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`,
    ).join(''),
  );
}

function fromAscii(frame: Uint8Array, from: number, to: number): string {
  let text = '';
  for (let at = from; at < to; at += 4096) {
    text += String.fromCharCode(...frame.subarray(at, Math.min(at + 4096, to)));
  }
  return text;
}
