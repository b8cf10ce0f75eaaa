import type { Push } from '../../shared/contract/contract.ts';
import type { Reply, Transport } from '../../shared/contract/transport.ts';
import { decodeFrame, encodeFrame, WIRE_PROTOCOL, WIRE_TOKEN_PREFIX } from '../../shared/contract/wire.ts';

export interface SocketTransportDeps {
  /** `ws://127.0.0.1:PORT/` */
  readonly url: string;
  readonly token: string;
  readonly createSocket: (url: string, protocols: string[]) => WebSocket;
}

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 5_000;
const LOST: Reply<never> = { ok: false, error: { code: 'contract/connection-lost', params: {} } };

/** The station's WebSocket as a Transport: it reconnects by itself, waiting longer each time. */
export function createSocketTransport(deps: SocketTransportDeps): Transport {
  const pushListeners = new Set<(push: Push) => void>();
  const statusListeners = new Set<(status: 'open' | 'lost') => void>();
  const waiting = new Map<number, (reply: Reply<unknown>) => void>();
  let queued: (() => void)[] = [];
  let socket: WebSocket;
  let status: 'connecting' | 'open' | 'lost' = 'connecting';
  let waitMs = FIRST_WAIT_MS;
  let lastId = 0;

  const setStatus = (next: 'open' | 'lost'): void => {
    if (status === next) return;
    status = next;
    for (const listener of statusListeners) listener(next);
  };
  const onMessage = (event: MessageEvent<string | ArrayBuffer>): void => {
    const message = decodeFrame(typeof event.data === 'string' ? event.data : new Uint8Array(event.data));
    if (message?.kind === 'push') {
      for (const listener of pushListeners) listener(message.push);
    } else if (message?.kind === 'reply') {
      waiting.get(message.id)?.(message.reply);
      waiting.delete(message.id);
    }
  };
  const onOpen = (): void => {
    waitMs = FIRST_WAIT_MS;
    setStatus('open');
    for (const send of queued.splice(0)) send();
  };
  const onClose = (): void => {
    setStatus('lost');
    for (const answer of waiting.values()) answer(LOST);
    waiting.clear();
    queued = [];
    setTimeout(connect, waitMs);
    waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS);
  };
  const connect = (): void => {
    socket = deps.createSocket(deps.url, [WIRE_PROTOCOL, WIRE_TOKEN_PREFIX + deps.token]);
    socket.binaryType = 'arraybuffer';
    socket.addEventListener('open', onOpen);
    socket.addEventListener('message', onMessage);
    socket.addEventListener('close', onClose);
  };
  connect();

  return {
    call: (name, input) => {
      if (status === 'lost') return Promise.resolve(LOST);
      const id = ++lastId;
      const answered = new Promise<Reply<unknown>>((resolve) => waiting.set(id, resolve));
      const send = (): void => socket.send(encodeFrame({ kind: 'request', id, name, input }));
      if (status === 'open') send();
      else queued.push(send);
      return answered;
    },
    onPush: (listener) => {
      pushListeners.add(listener);
      return () => pushListeners.delete(listener);
    },
    onStatus: (listener) => {
      statusListeners.add(listener);
      return () => statusListeners.delete(listener);
    },
  };
}
