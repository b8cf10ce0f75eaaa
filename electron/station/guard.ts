import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

import { WIRE_PROTOCOL, WIRE_TOKEN_PREFIX } from '../../shared/contract/wire.ts';

/** A token for one run: 32 random bytes, base64url. */
export function makeToken(): string {
  return randomBytes(32).toString('base64url');
}

/** True when the request names this machine itself. A foreign name that resolves to it does not pass. */
export function namesLoopback(request: IncomingMessage, port: number): boolean {
  return [`127.0.0.1:${port}`, `localhost:${port}`].includes(request.headers.host ?? '');
}

/**
 * True when an upgrade request comes from our own page and carries the token.
 * `Host` stops DNS rebinding, `Origin` other sites, the token other users of this machine.
 */
export function mayConnect(request: IncomingMessage, port: number, token: string): boolean {
  if (!namesLoopback(request, port)) return false;
  if (request.headers.origin !== `http://${request.headers.host}`) return false;
  const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((part) => part.trim());
  const given = offered.find((part) => part.startsWith(WIRE_TOKEN_PREFIX))?.slice(WIRE_TOKEN_PREFIX.length);
  return offered.includes(WIRE_PROTOCOL) && equalInConstantTime(given ?? '', token);
}

/** Digests have one length, so neither length nor content of the token shows in the time it takes. */
function equalInConstantTime(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}
