import type { Transport } from '../../shared/contract/transport.ts';
import { createSocketTransport } from './socket-transport.ts';

declare global {
  interface Window {
    /** Set by the window's preload script; absent in a browser. */
    readonly workbench?: Transport;
  }
}

const TOKEN_KEY = 'workbench.token';

/** The preload's transport in the window, else the WebSocket of the station that served this page. */
export function chooseTransport(): Transport {
  if (window.workbench !== undefined) return window.workbench;
  const { protocol, host } = window.location;
  return createSocketTransport({
    url: `${protocol === 'https:' ? 'wss' : 'ws'}://${host}/`,
    token: takeToken(),
    createSocket: (url, protocols) => new WebSocket(url, protocols),
  });
}

/** Moves the token out of the address bar, so that it is not copied or kept in the history by accident. */
function takeToken(): string {
  const token = new URLSearchParams(window.location.hash.slice(1)).get('token');
  if (token === null) return sessionStorage.getItem(TOKEN_KEY) ?? '';
  sessionStorage.setItem(TOKEN_KEY, token);
  window.history.replaceState(null, '', window.location.pathname + window.location.search);
  return token;
}
