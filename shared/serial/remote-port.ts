/** A serial port behind a TCP connection: `socket` carries the bytes alone, `rfc2217` the port's settings too. */
export interface RemotePort {
  readonly kind: 'rfc2217' | 'socket';
  /** Without the brackets of an IPv6 address. */
  readonly host: string;
  readonly port: number;
}

/** What is wrong with a URL of a remote port, as a key for words. */
export type RemotePortProblem = 'host' | 'port' | 'extra';

const SCHEME = /^(rfc2217|socket):\/\//i;

/** Whether a path is meant as a remote port, sound or not. */
export function isRemotePath(path: string): boolean {
  return SCHEME.test(path);
}

/** Reads `rfc2217://host:port` or `socket://host:port`; IPv6 addresses stand in brackets. Null for other paths. */
export function parseRemotePort(path: string): RemotePort | { readonly problem: RemotePortProblem } | null {
  const scheme = SCHEME.exec(path);
  if (scheme === null) return null;
  const rest = path.slice(scheme[0].length);
  const parts = /^(\[[0-9a-f:.%]+\]|[^:/?#@\s[\]]+)?(?::([^/?#]*))?(.*)$/is.exec(rest);
  const host = parts?.[1]?.replace(/^\[|\]$/g, '') ?? '';
  if (host === '' || host.length > 253) return { problem: 'host' };
  // pyserial takes options such as `?ign_set_control`; what they ask for happens by itself here.
  if (!/^\/?(\?[a-z0-9_=&.]*)?$/i.test(parts?.[3] ?? '')) return { problem: 'extra' };
  const port = Number(parts?.[2]);
  if (!/^\d{1,5}$/.test(parts?.[2] ?? '') || port < 1 || port > 65_535) return { problem: 'port' };
  return { kind: scheme[1]?.toLowerCase() === 'socket' ? 'socket' : 'rfc2217', host, port };
}
