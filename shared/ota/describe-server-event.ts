import type { ServerEvent } from './server-event.ts';

/** A server event as a line of evidence. */
export function describeServerEvent(event: ServerEvent): string {
  const peer = `${event.peer}:${event.peerPort}`;
  switch (event.kind) {
    case 'connected':
      return `${peer} connected`;
    case 'connectionRefused':
      return `${peer} refused · ${event.reason}`;
    case 'disconnected':
      return `${peer} disconnected`;
    case 'tlsEstablished':
      return `${peer} ${event.version} ${event.cipher} · handshake ${(event.handshakeMs / 1000).toFixed(1)} s`;
    case 'tlsRefused':
      return `${peer} handshake failed · ${event.alert === null ? event.code : `alert ${event.alert} (${event.code.slice(4)})`}`;
    case 'requestStarted':
      return `${peer} ${event.method} ${event.path} ${event.status} · ${event.totalBytes} B${event.plain === true ? ' · plain HTTP' : ''}`;
    case 'requestProgress':
      return `${peer} ${event.bytes} B ${event.bytesAre}`;
    case 'requestEnded':
      return `${peer} ${event.status} ${event.outcome} · ${event.bytes} B ${event.bytesAre} in ${(event.durationMs / 1000).toFixed(1)} s`;
  }
}
