import type { RawData, WebSocket } from 'ws';
import { isForPages } from '../../shared/contract/contract.ts';
import type { WireMessage } from '../../shared/contract/wire.ts';
import { decodeFrame, encodeFrame } from '../../shared/contract/wire.ts';
import type { Core } from '../core/core.ts';
import { PushSender } from './push-sender.ts';

/** Close codes of RFC 6455: data of a kind that is not understood. */
const UNSUPPORTED_DATA = 1003;

/** Joins one page's WebSocket to the core, until either ends. */
export function connectPage(socket: WebSocket, core: Pick<Core, 'dispatch' | 'onPush'>): void {
  const send = (message: WireMessage, sent?: () => void): void => {
    if (socket.readyState === socket.OPEN) socket.send(encodeFrame(message), () => sent?.());
  };
  const sender = new PushSender({
    get bufferedAmount() {
      return socket.bufferedAmount;
    },
    send: (push, sent) => send({ kind: 'push', push }, sent),
  });
  const stop = core.onPush((push) => {
    if (isForPages(push)) sender.push(push);
  });

  const answer = async (message: WireMessage | null): Promise<void> => {
    if (message?.kind !== 'request') return socket.close(UNSUPPORTED_DATA);
    const reply = await core.dispatch(message.name, message.input);
    send({ kind: 'reply', id: message.id, reply });
  };
  socket.on('message', (data, isBinary) => void answer(decodeFrame(frameOf(data, isBinary))));
  // An error is always followed by the close.
  socket.on('error', () => undefined);
  socket.once('close', stop);
}

/** `ws` gives one Buffer a message unless it is told otherwise. */
function frameOf(data: RawData, isBinary: boolean): string | Uint8Array {
  const bytes = data as Buffer;
  return isBinary ? bytes : bytes.toString('utf8');
}
