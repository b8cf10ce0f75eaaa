import type { LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import type { Socket } from 'node:net';
import { connect, isIP } from 'node:net';
import { networkInterfaces } from 'node:os';

import type { SocketBuffers } from '../../core/ports.ts';
import type { Run } from '../hardware/run.ts';
import { canBind, PLAIN_LOOPBACK } from './loopback-address.ts';

export type DialResult =
  | { readonly kind: 'connected'; readonly socket: Socket }
  /** The name has no address. */
  | { readonly kind: 'unresolved' }
  /** An RST came back: nothing listens there. */
  | { readonly kind: 'refused' }
  | { readonly kind: 'unreachable' }
  /** Nothing came back in time. */
  | { readonly kind: 'timeout' };

export interface BoardNetworkDeps {
  /** The address to print whatever it is, or null for one of the board's own. */
  readonly givenAddress: () => string | null;
  /** The loopback address that is the board's own, where this system lets a program bind it. */
  readonly ownAddress: string;
  /** The CA that its firmware trusts, where its options name none. */
  readonly caPem: () => Promise<string>;
  readonly socketBuffers?: (() => Promise<SocketBuffers | null>) | undefined;
  /** The time, for firmware that has set its clock. */
  readonly nowMs: () => number;
}

/**
 * What the system may take in ahead of the board. lwIP's window has 5,760 bytes; the segments of loopback are so large
 * that less than this makes the sender wait for its timer.
 */
const WINDOW_BYTES = 32 * 1024;

/** The board's Wi-Fi interface: its address, and connections that go out from it. */
export class BoardNetwork {
  readonly #deps: BoardNetworkDeps;
  /** Connections of earlier runs: the chip has forgotten them, its peers have not. */
  readonly #orphans = new Set<Socket>();
  #own: Promise<string> | null = null;

  constructor(deps: BoardNetworkDeps) {
    this.#deps = deps;
  }

  /** The address that the board prints. */
  async address(): Promise<string> {
    const given = this.#deps.givenAddress();
    if (given !== null) return given;
    this.#own ??= usable(this.#deps.ownAddress);
    return this.#own;
  }

  /** The CA certificate embedded in the firmware. */
  trustedPem(own: string | null): Promise<string> {
    return own === null ? this.#deps.caPem() : Promise.resolve(own);
  }

  nowMs(): number {
    return this.#deps.nowMs();
  }

  /** The interface is up: what still arrives for connections of earlier runs is answered with RST. */
  comeUp(): void {
    for (const socket of this.#orphans) socket.resetAndDestroy();
    this.#orphans.clear();
  }

  /** Drops everything, as when the program ends. */
  dispose(): void {
    this.comeUp();
  }

  /** Opens a TCP connection. When the run ends, it falls silent without FIN or RST. */
  async dial(run: Run, host: string, port: number, timeoutMs: number): Promise<DialResult> {
    const target = isIP(host) === 0 ? await run.guard(resolveName(host)) : host;
    if (target === null) return { kind: 'unresolved' };
    const buffers = await run.guard(this.#deps.socketBuffers?.() ?? Promise.resolve(null));
    if (!isThisMachine(target)) return filtered(run, timeoutMs);
    const localAddress = await run.guard(this.address().then(usable));
    const first = await this.#attempt(run, { host: target, port, localAddress }, timeoutMs, buffers);
    // Not every system connects a socket that is bound to loopback with its other addresses.
    if (first.kind !== 'unreachable' || isLoopback(target)) return first;
    return this.#attempt(run, { host: target, port }, timeoutMs, buffers);
  }

  /** What becomes of a connection of which no packet arrives. */
  dialNobody(run: Run, timeoutMs: number): Promise<DialResult> {
    return filtered(run, timeoutMs);
  }

  #attempt(
    run: Run,
    where: { readonly host: string; readonly port: number; readonly localAddress?: string },
    timeoutMs: number,
    buffers: SocketBuffers | null,
  ): Promise<DialResult> {
    const socket = connect(where);
    socket.setNoDelay(true);
    socket.once('connect', () => narrow(socket, buffers));
    const abandon = run.onEnd(() => this.#orphan(socket));
    socket.once('close', abandon);
    const outcome = new Promise<DialResult>((resolve) => {
      socket.once('connect', () => resolve({ kind: 'connected', socket }));
      socket.once('error', (error: NodeJS.ErrnoException) => resolve(dialFailure(error)));
    });
    // Errors after the connection stands are heard by whoever reads; this keeps them from being unhandled.
    socket.on('error', () => {});
    const deadline = run.deadline(timeoutMs);
    const late = deadline.promise.then((): DialResult => ({ kind: 'timeout' }));
    return run.guard(
      Promise.race([outcome, late]).then((result) => {
        deadline.cancel();
        if (result.kind !== 'connected') socket.destroy();
        return result;
      }),
    );
  }

  #orphan(socket: Socket): void {
    if (socket.destroyed) return;
    if (socket.connecting) {
      socket.destroy();
      return;
    }
    this.#orphans.add(socket);
    socket.once('close', () => this.#orphans.delete(socket));
    socket.pause();
    socket.unref();
  }
}

function narrow(socket: Socket, buffers: SocketBuffers | null): void {
  const handle: unknown = Reflect.get(socket, '_handle');
  const descriptor: unknown =
    typeof handle === 'object' && handle !== null ? Reflect.get(handle, 'fd') : null;
  if (typeof descriptor === 'number' && descriptor >= 0) buffers?.limitReceive(descriptor, WINDOW_BYTES);
}

async function usable(address: string): Promise<string> {
  return address === PLAIN_LOOPBACK || (await canBind(address)) ? address : PLAIN_LOOPBACK;
}

async function resolveName(host: string): Promise<string | null> {
  // RFC 6761 gives these names to loopback; not every system's resolver knows.
  if (/(?:^|\.)localhost$/i.test(host)) return PLAIN_LOOPBACK;
  // And these to nobody: no question leaves this machine.
  if (/(?:^|\.)invalid$/i.test(host)) return null;
  try {
    const found: LookupAddress = await lookup(host, { family: 4 });
    return found.address;
  } catch {
    return null;
  }
}

function dialFailure({ code }: NodeJS.ErrnoException): DialResult {
  if (code === 'ECONNREFUSED' || code === 'ECONNRESET') return { kind: 'refused' };
  return code === 'ETIMEDOUT' ? { kind: 'timeout' } : { kind: 'unreachable' };
}

/** The network of virtual boards is this machine: nothing leaves it. */
function isThisMachine(address: string): boolean {
  if (isLoopback(address)) return true;
  return Object.values(networkInterfaces()).some((list) => list?.some((known) => known.address === address));
}

/** An address that nobody answers. */
async function filtered(run: Run, timeoutMs: number): Promise<DialResult> {
  await run.deadline(timeoutMs).promise;
  return { kind: 'timeout' };
}

function isLoopback(address: string): boolean {
  return address.startsWith('127.') || address === '::1';
}
